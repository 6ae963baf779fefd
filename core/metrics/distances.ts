// Squared euclidean distances between all rows of two sets: what every metric that looks at neighbours is made of.

import type { Rows } from './metric.ts';

/** The most rows per side: a matrix of 4,096 x 4,096 takes 64 MiB. */
export const maxDistanceRows = 4096;

/** Rows that are compared at a time, so that one side stays in a core's cache. */
const block = 32;

/**
 * `[x.count, y.count]`, row by row. Differences are taken before they are squared, so that equal rows are at exactly 0.
 * Of a set with itself every distance is computed once. Throws a RangeError for rows of different volumes, and for more
 * than `maxDistanceRows`.
 */
export function squaredDistances(x: Rows, y: Rows): Float32Array {
  const { volume } = x;
  if (volume !== y.volume)
    throw new RangeError(`Rows of ${x.volume} values and of ${y.volume} values have no distance.`);
  const most = Math.max(x.count, y.count);
  if (most > maxDistanceRows)
    throw new RangeError(
      `${most} rows are more than the ${maxDistanceRows} that distances are computed for.`,
    );
  const out = new Float32Array(x.count * y.count);
  const within = x.data === y.data && x.count === y.count;
  for (let from = 0; from < x.count; from += block) {
    const to = Math.min(x.count, from + block);
    for (let j = within ? from : 0; j < y.count; j += 4) {
      for (let i = from; i < to; i += 2) {
        if (i + 1 < to && j + 3 < y.count) twoByFour(x, i, y, j, out);
        else {
          for (let a = i; a < Math.min(i + 2, to); a += 1)
            for (let b = j; b < Math.min(j + 4, y.count); b += 1) out[a * y.count + b] = one(x, a, y, b);
        }
      }
    }
  }
  if (within) mirror(out, x.count);
  return out;
}

/** What is above the diagonal, in the blocks that were computed, to below it. */
function mirror(out: Float32Array, count: number): void {
  for (let i = 0; i < count; i += 1) for (let j = 0; j < i; j += 1) out[i * count + j] = out[j * count + i];
}

function one(x: Rows, i: number, y: Rows, j: number): number {
  const { volume } = x;
  let sum = 0;
  for (let k = 0; k < volume; k += 1) {
    const difference = x.data[i * volume + k] - y.data[j * volume + k];
    sum += difference * difference;
  }
  return sum;
}

/** Rows `i` and `i + 1` of `x` with four rows of `y` at once: each value is read once for several distances. */
function twoByFour(x: Rows, i: number, y: Rows, j: number, out: Float32Array): void {
  const { volume, data } = x;
  const other = y.data;
  const a = i * volume;
  const b = j * volume;
  // prettier-ignore
  let s0 = 0, s1 = 0, s2 = 0, s3 = 0, t0 = 0, t1 = 0, t2 = 0, t3 = 0;
  for (let k = 0; k < volume; k += 1) {
    const first = data[a + k];
    const second = data[a + volume + k];
    const y0 = other[b + k];
    const y1 = other[b + volume + k];
    const y2 = other[b + 2 * volume + k];
    const y3 = other[b + 3 * volume + k];
    s0 += (first - y0) * (first - y0);
    s1 += (first - y1) * (first - y1);
    s2 += (first - y2) * (first - y2);
    s3 += (first - y3) * (first - y3);
    t0 += (second - y0) * (second - y0);
    t1 += (second - y1) * (second - y1);
    t2 += (second - y2) * (second - y2);
    t3 += (second - y3) * (second - y3);
  }
  const at = i * y.count + j;
  const below = at + y.count;
  out[at] = s0;
  out[at + 1] = s1;
  out[at + 2] = s2;
  out[at + 3] = s3;
  out[below] = t0;
  out[below + 1] = t1;
  out[below + 2] = t2;
  out[below + 3] = t3;
}

/** The three matrices that two sets have: within the real ones, within the generated ones, and real to generated. */
export interface DistanceTriple {
  readonly real: number;
  readonly generated: number;
  /** `[real, real]`, squared. */
  readonly withinReal: Float32Array;
  /** `[generated, generated]`, squared. */
  readonly withinGenerated: Float32Array;
  /** `[real, generated]`, squared. */
  readonly across: Float32Array;
}

/** `withinReal` may be given where it is known already. */
export function distanceTriple(
  real: Rows,
  generated: Rows,
  withinReal: Float32Array = squaredDistances(real, real),
): DistanceTriple {
  return {
    real: real.count,
    generated: generated.count,
    withinReal,
    withinGenerated: squaredDistances(generated, generated),
    across: squaredDistances(real, generated),
  };
}
