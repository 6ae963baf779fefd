// The rows of a sweep: its runs, or its settings with the runs of all seeds of each taken together.

import type { Measure, RunSummary } from '../../../core/protocol/contract.ts';
import { metricFacts, metricKeys, type MetricKey } from '../../../core/spec/metric.ts';
import type { SweptValue } from '../../../core/spec/sweep.ts';
import type { VariedField } from './varied.ts';

/** Values of several runs. */
export interface Spread {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  /** Runs that have a finite value, of which these are. */
  readonly count: number;
}

export interface SweepRow {
  /** Of the first of its runs. */
  readonly id: string;
  /** From 1, in the order in which the runs were planned. */
  readonly number: number;
  readonly runs: readonly RunSummary[];
  /** One for each field. */
  readonly values: readonly (SweptValue | null)[];
  readonly last: Spread | null;
  /** Null also where no direction is better. */
  readonly best: Spread | null;
}

export const seedField = 'seed';

/**
 * @param runs in the order of the fields' values
 * @param joined whether runs that differ in nothing but the seed are one row; `fields` then has no seed
 */
export function sweepRows(
  runs: readonly RunSummary[],
  fields: readonly VariedField[],
  metric: MetricKey,
  joined: boolean,
): readonly SweepRow[] {
  const groups = new Map<string, { values: SweepRow['values']; runs: RunSummary[] }>();
  runs.forEach((run, at) => {
    const values = fields.map((field) => field.values[at]);
    const key = joined ? JSON.stringify(values) : run.id;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { values, runs: [run] });
    else group.runs.push(run);
  });
  return [...groups.values()].map((group, at) => {
    const measures = group.runs.flatMap(({ measures: all }) => all[metric] ?? []);
    return {
      ...{ id: group.runs[0].id, number: at + 1, ...group },
      last: spreadOf(measures.map(({ last }) => last)),
      best: spreadOf(measures.flatMap(({ best }) => best ?? [])),
    };
  });
}

/** Of the finite ones; where there is none, but others, of those. */
function spreadOf(all: readonly Measure['last'][]): Spread | null {
  if (all.length === 0) return null;
  const finite = all.filter(Number.isFinite);
  if (finite.length === 0) return { mean: all[0], low: all[0], high: all[0], count: 0 };
  return {
    mean: finite.reduce((sum, value) => sum + value, 0) / finite.length,
    ...{ low: Math.min(...finite), high: Math.max(...finite), count: finite.length },
  };
}

/** Metrics that say which run is better and that some run has a value of, the comparable ones first. */
export function rankedMetrics(runs: readonly RunSummary[]): readonly MetricKey[] {
  const preferred: readonly MetricKey[] = ['w1', 'sliced_wasserstein'];
  const others = metricKeys.filter((key) => metricFacts[key].better !== null && !preferred.includes(key));
  return [...preferred, ...others].filter((key) => runs.some(({ measures }) => measures[key] !== undefined));
}

export type Which = 'best' | 'last';
export type SortKey = 'number' | 'state' | 'progress' | Which | `field:${number}`;
export interface RowSort {
  readonly key: SortKey;
  readonly direction: 'up' | 'down';
}

/** Sorted anew. Rows without a value, or with one that is not finite, come last either way; equal ones as planned. */
export function sortRows(rows: readonly SweepRow[], { key, direction }: RowSort): readonly SweepRow[] {
  const sign = direction === 'up' ? 1 : -1;
  return rows.toSorted((a, b) => {
    const [one, other] = [sortValue(a, key), sortValue(b, key)];
    if (one === null || other === null)
      return Number(one === null) - Number(other === null) || a.number - b.number;
    const order = one < other ? -1 : one > other ? 1 : 0;
    return sign * order || a.number - b.number;
  });
}

function sortValue(row: SweepRow, key: SortKey): number | string | null {
  switch (key) {
    case 'number':
      return row.number;
    case 'state':
      return row.runs[0].state;
    case 'progress':
      return doneShare(row);
    case 'last':
    case 'best': {
      const mean = row[key]?.mean;
      return mean === undefined || !Number.isFinite(mean) ? null : mean;
    }
    default:
      return row.values[Number(key.slice('field:'.length))];
  }
}

/** Of the iterations of all its runs. */
export function doneShare({ runs }: SweepRow): number {
  const done = runs.reduce((sum, { iteration }) => sum + iteration, 0);
  return done / runs.reduce((sum, { iterations }) => sum + iterations, 0);
}

/** The row with the best value; null while there is none. */
export function bestRow(rows: readonly SweepRow[], metric: MetricKey, which: Which): SweepRow | null {
  const { better } = metricFacts[metric];
  if (better === null) return null;
  const [first] = sortRows(rows, { key: which, direction: better === 'lower' ? 'up' : 'down' });
  return rows.length > 0 && sortValue(first, which) !== null ? first : null;
}
