// The heads of a sweep's table.

import { metricFacts, type MetricKey } from '../../../core/spec/metric.ts';
import { betterSign } from '../runs/columns.ts';
import type { RowSort, SortKey, SweepRow } from './sweep-rows.ts';
import type { VariedField } from './varied.ts';

export interface Head {
  readonly key: SortKey;
  readonly text: string;
  /** What it means, in full. */
  readonly title: string;
  readonly kind: 'number' | 'text';
}

export function tableHeads(
  fields: readonly VariedField[],
  rows: readonly SweepRow[],
  metric: MetricKey,
): readonly Head[] {
  const { title, short, better, meaning } = metricFacts[metric];
  const sign = betterSign(metric);
  const which = better === null ? '' : `: the ${better === 'lower' ? 'lowest' : 'highest'}`;
  return [
    { key: 'number', text: '#', title: 'In the order of the plan', kind: 'number' },
    ...fields.map(({ label, title: full }, at): Head => {
      const isNumber = rows.every(({ values }) => typeof values[at] !== 'string');
      return { key: `field:${at}`, text: label, title: full, kind: isNumber ? 'number' : 'text' };
    }),
    { key: 'state', text: 'State', title: 'State', kind: 'text' },
    { key: 'progress', text: 'Progress', title: 'Share of the iterations that are done', kind: 'text' },
    {
      key: 'last',
      text: `last ${short} ${sign}`,
      title: `${title}, newest value. ${meaning}`,
      kind: 'number',
    },
    { key: 'best', text: `best ${short} ${sign}`, title: `${title}, best value${which}`, kind: 'number' },
  ];
}

/** What a press on a head makes of the order: the better values first, then the other way round. */
export function pressedSort(sort: RowSort, key: SortKey, metric: MetricKey): RowSort {
  const isValue = key === 'last' || key === 'best';
  const first = isValue && metricFacts[metric].better === 'higher' ? 'down' : 'up';
  const other = first === 'up' ? 'down' : 'up';
  return { key, direction: sort.key === key && sort.direction === first ? other : first };
}
