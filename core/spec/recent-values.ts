// The newest values of metrics, and what can be told from a few of them.

import type { MetricKey } from './metric.ts';

export interface RecentValues {
  readonly iterations: ArrayLike<number>;
  /** As many; NaN and infinities are there too. */
  readonly values: ArrayLike<number>;
}

export type Recent = ReadonlyMap<MetricKey, RecentValues>;

export interface Point {
  readonly iteration: number;
  readonly value: number;
}

/** The newest finite values, at most `count`, without the untrained network's. */
export function newest(recent: Recent, key: MetricKey, count: number): readonly Point[] {
  const { iterations, values } = recent.get(key) ?? { iterations: [], values: [] };
  const points: Point[] = [];
  for (let i = values.length - 1; i >= 0 && points.length < count; i -= 1) {
    if (iterations[i] > 0 && Number.isFinite(values[i])) {
      points.push({ iteration: iterations[i], value: values[i] });
    }
  }
  return points.reverse();
}

export function mean(points: readonly Point[]): number {
  return points.reduce((sum, { value }) => sum + value, 0) / points.length;
}

/** Standard deviation of single values around a level that moves slowly: from the differences of neighbours. */
export function noise(points: readonly Point[]): number {
  let squared = 0;
  for (let i = 1; i < points.length; i += 1) squared += (points[i].value - points[i - 1].value) ** 2;
  return Math.sqrt(squared / (2 * (points.length - 1)));
}

export interface Trend {
  /** Means of the earlier half and of the later one. */
  readonly early: number;
  readonly late: number;
  /** Whether they are apart by more than twice the standard error of their difference. */
  readonly isClear: boolean;
}

/** From the first half of at least four values to the second. */
export function trend(points: readonly Point[]): Trend {
  const middle = points.length >> 1;
  const halves = [points.slice(0, middle), points.slice(middle)];
  const [early, late] = [mean(halves[0]), mean(halves[1])];
  const squares = halves.map((half) => variance(half) / half.length);
  return { early, late, isClear: Math.abs(late - early) > 2 * Math.sqrt(squares[0] + squares[1]) };
}

function variance(points: readonly Point[]): number {
  const centre = mean(points);
  return points.reduce((sum, { value }) => sum + (value - centre) ** 2, 0) / (points.length - 1);
}
