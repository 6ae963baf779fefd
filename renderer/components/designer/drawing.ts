// Points drawn with a pointer: where they land in the plane, and which of a stroke are kept.

import { mostDrawnPoints } from '../../../core/spec/run-schema.ts';

/** The square that is drawn on reaches from -2 to 2 in both directions, unless there are points beyond it. */
const usualReach = 2;
/** Points of one stroke are at least so far apart, in parts of the reach. */
const apart = 0.04;

/** Half of the edge of a square that has all points in it. */
export function reachOf(points: readonly number[]): number {
  const farthest = points.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return farthest <= usualReach ? usualReach : Math.ceil(1.1 * farthest);
}

/** @param x and @param y as shares of the square, from its upper left corner */
export function pointAt(x: number, y: number, reach: number = usualReach): readonly [number, number] {
  const place = (share: number): number => Number(((2 * share - 1) * reach).toFixed(3));
  return [place(x), 0 - place(y)];
}

/** With one more point; as it was where the point is too near to the last of the stroke, or there are too many. */
export function withPoint(
  points: readonly number[],
  [x, y]: readonly [number, number],
  inStroke: boolean,
): readonly number[] {
  if (points.length >= 2 * mostDrawnPoints) return points;
  const near =
    Math.hypot(x - (points.at(-2) ?? Infinity), y - (points.at(-1) ?? Infinity)) < apart * reachOf(points);
  return inStroke && near ? points : [...points, x, y];
}

/** Lines without length, which round caps make dots; up is up. */
export function dotsPath(points: ArrayLike<number>): string {
  let path = '';
  for (let i = 0; i + 1 < points.length; i += 2) path += `M${points[i]} ${-points[i + 1]}h0`;
  return path;
}
