// The order of the table's rows.

import type { RunSummary } from '../../../core/protocol/contract.ts';
import { findColumn, type Column, type SortValue } from './columns.ts';

export interface Sort {
  readonly column: string;
  readonly direction: 'up' | 'down';
}

export const newestFirst: Sort = { column: 'created', direction: 'down' };

/** Sorted anew; equal ones newest first. Runs without a value, and those where it is NaN, come last either way. */
export function sortRuns(runs: readonly RunSummary[], { column: id, direction }: Sort): RunSummary[] {
  const column = findColumn(id);
  if (column === undefined) return sortRuns(runs, newestFirst);
  const sign = direction === 'up' ? 1 : -1;
  return runs
    .map((run) => ({ run, part: column.part?.(run) ?? 0, value: column.value(run) }))
    .sort(
      (a, b) =>
        a.part - b.part ||
        compareValues(a.value, b.value, sign) ||
        (a.run.id < b.run.id ? 1 : a.run.id > b.run.id ? -1 : 0),
    )
    .map(({ run }) => run);
}

/** What a click on a column's head makes of the order. */
export function clickedSort(sort: Sort, { id, first }: Column): Sort {
  if (sort.column !== id) return { column: id, direction: first };
  return { column: id, direction: sort.direction === 'up' ? 'down' : 'up' };
}

function compareValues(a: SortValue, b: SortValue, sign: number): number {
  const [ranked, other] = [rank(a), rank(b)];
  if (ranked !== other || ranked > 0) return ranked - other;
  if (typeof a === 'string' || typeof b === 'string') return sign * collator.compare(String(a), String(b));
  return sign * (Number(a) < Number(b) ? -1 : Number(a) > Number(b) ? 1 : 0);
}

const collator = new Intl.Collator('en', { numeric: true });

/** Values before NaN before nothing. */
function rank(value: SortValue): number {
  if (value === null) return 2;
  return typeof value === 'number' && Number.isNaN(value) ? 1 : 0;
}
