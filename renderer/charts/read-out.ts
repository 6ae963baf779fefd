// The values of a chart's lines at one place, for the legend, screen readers and copying.

import { formatValue } from '../composables/format.ts';
import type { Line } from './picture.ts';
import { lastAtMost, nearestIndex } from './x-axis.ts';

export interface ReadOut {
  readonly line: Line;
  readonly iteration: number;
  /** On the x axis. */
  readonly x: number;
  /** Mean of the stretch; NaN when nothing there is finite. */
  readonly raw: number;
  /** Null while smoothing is off. */
  readonly smooth: number | null;
  readonly min: number;
  readonly max: number;
  readonly values: number;
  /** Says so where values are NaN or infinite; null where all are finite. */
  readonly trouble: string | null;
}

/** The stretch nearest to a place, or the newest for null; null for a line without values. */
export function readOut(line: Line, x: number | null): ReadOut | null {
  const at = x === null ? line.x.length - 1 : nearestIndex(line.x, x);
  if (at < 0) return null;
  const values = line.model.column('count')[at];
  return {
    ...{ line, values, iteration: line.model.column('last')[at], x: line.x[at] },
    ...{ raw: line.raw[at], smooth: line.smooth?.[at] ?? null, min: line.min[at], max: line.max[at] },
    trouble: trouble(line.nonFinite[at], values, line.tail[at]),
  };
}

function trouble(nonFinite: number, values: number, tail: number): string | null {
  if (nonFinite === 0) return null;
  const word = Number.isFinite(tail) ? 'NaN or infinite' : formatValue(tail);
  return values === 1
    ? word
    : `${nonFinite} of ${values} values ${Number.isFinite(tail) ? word : `NaN or infinite, the last ${word}`}`;
}

/** For the height of a mark: the last finite value at or before a stretch; NaN when there is none. */
export function lastFinite(values: Float64Array, at: number): number {
  for (let i = at; i >= 0; i -= 1) if (Number.isFinite(values[i])) return values[i];
  return NaN;
}

/** Stretches of the line inside a window, ends included. */
export function stretchesIn({ x }: Line, min: number, max: number): readonly [from: number, to: number] {
  const from = lastAtMost(x, min);
  return [from >= 0 && x[from] === min ? from : from + 1, lastAtMost(x, max) + 1];
}
