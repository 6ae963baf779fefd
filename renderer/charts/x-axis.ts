// What the charts of a run stand over: iterations, critic updates, images seen or time trained, and how a place on
// one of these is found on another.

import type { Place } from '../../core/protocol/contract.ts';
import { formatCount, formatDuration } from '../composables/format.ts';
import { linearTicks } from './y-scale.ts';

export const xAxes = ['iteration', 'critic-updates', 'images', 'seconds'] as const;
export type XAxis = (typeof xAxes)[number];

/** For labels and menus. */
export const xAxisWords: Readonly<Record<XAxis, { readonly title: string; readonly label: string }>> = {
  iteration: { title: 'Iterations', label: 'Iteration' },
  'critic-updates': { title: 'Critic updates', label: 'Critic update' },
  images: { title: 'Real samples seen', label: 'Samples seen' },
  seconds: { title: 'Time trained', label: 'Time trained' },
};

/** Where a place of a run stands on an axis. @param batch samples per critic update */
export function onAxis(
  axis: XAxis,
  { iteration, criticUpdates, activeSeconds }: Place,
  batch: number,
): number {
  switch (axis) {
    case 'iteration':
      return iteration;
    case 'critic-updates':
      return criticUpdates;
    case 'images':
      return criticUpdates * batch;
    case 'seconds':
      return activeSeconds;
  }
}

/** 1,200 or 3:05 */
export function formatOnAxis(axis: XAxis, value: number): string {
  return axis === 'seconds' ? formatDuration(value) : formatCount(Math.round(value));
}

const secondSteps = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200,
] as const;
const day = 86_400;

/** Round places between two, about as many as asked for. */
export function xTicks(axis: XAxis, low: number, high: number, count: number): number[] {
  if (axis !== 'seconds') {
    const ticks = linearTicks(low, high, count);
    // There is nothing between two iterations.
    return [...new Set(ticks.map(Math.round))].filter((tick) => tick >= low && tick <= high);
  }
  const wanted = (high - low) / Math.max(1, count);
  const step = secondSteps.find((one) => one >= wanted) ?? Math.ceil(wanted / day) * day;
  const ticks: number[] = [];
  for (let at = Math.ceil(low / step); at * step <= high; at += 1) ticks.push(at * step);
  return ticks;
}

/** Index of the last entry that is not above a value; -1 when all are. */
export function lastAtMost(sorted: ArrayLike<number>, value: number, length = sorted.length): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Index of the entry nearest to a value; -1 when there is none. */
export function nearestIndex(sorted: ArrayLike<number>, value: number): number {
  const below = lastAtMost(sorted, value);
  if (below < 0) return sorted.length === 0 ? -1 : 0;
  if (below === sorted.length - 1) return below;
  return value - sorted[below] <= sorted[below + 1] - value ? below : below + 1;
}

/** Known places of a run in order, to translate between its axes. */
export interface PlaceTable {
  readonly iterations: ArrayLike<number>;
  readonly criticUpdates: ArrayLike<number>;
  readonly activeSeconds: ArrayLike<number>;
}

function columnOf(table: PlaceTable, axis: XAxis): ArrayLike<number> {
  if (axis === 'iteration') return table.iterations;
  return axis === 'seconds' ? table.activeSeconds : table.criticUpdates;
}

/** Translates a value from one axis to another, in a straight line between known places and beyond them. */
export function translate(table: PlaceTable, value: number, from: XAxis, to: XAxis, batch: number): number {
  if (from === to) return value;
  const [source, target] = [columnOf(table, from), columnOf(table, to)];
  const wanted = from === 'images' ? value / batch : value;
  const scale = to === 'images' ? batch : 1;
  if (source.length === 0) return 0;
  if (source.length === 1) return target[0] * scale;
  const at = Math.min(Math.max(lastAtMost(source, wanted), 0), source.length - 2);
  const span = source[at + 1] - source[at];
  const share = span > 0 ? (wanted - source[at]) / span : 0;
  return (target[at] + share * (target[at + 1] - target[at])) * scale;
}
