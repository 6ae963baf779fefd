// A row of a sweep in words, for somebody who does not see its curve.

import { shortValue } from '../../../core/spec/sweep.ts';
import { formatValue } from '../../composables/format.ts';
import { metricAxis, type PlotAxis } from './plot.ts';
import type { SweepRow, Which } from './sweep-rows.ts';

/** "critic lr 1e-4, λ 10, best W1 0.2134" */
export function rowWords(row: SweepRow, axes: readonly PlotAxis[], which: Which): string {
  const parts = axes.map(({ id, label }, at) => {
    if (id === metricAxis) {
      const measured = row[which];
      return measured === null ? `no ${label} yet` : `${label} ${formatValue(measured.mean)}`;
    }
    const value = row.values[at];
    return `${label} ${value === null ? 'none' : shortValue(value)}`;
  });
  return parts.join(', ');
}
