// Squared euclidean distances between all rows of two sets: what every metric that looks at neighbours is made of.

import type { Rows } from './metric.ts';

/** The most rows per side: a matrix of 4,096 x 4,096 takes 64 MiB. */
export const maxDistanceRows = 4096;

/** Rows that are compared at a time, so that one side stays in a core's cache. */
const block = 32;

/**
 * `[x.count, y.count]`, row by row. Differences are taken before they are squared, so that equal rows are at exactly 0.
 * Throws a RangeError for rows of different volumes, and for more than `maxDistanceRows`.
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
  for (let from = 0; from < x.count; from += block) {
    const to = Math.min(x.count, from + block);
    for (let j = 0; j < y.count; j += 4) {
      const wide = y.count - j;
      for (let i = from; i < to; i += 1) {
        if (wide >= 4) four(x, i, y, j, out);
        else for (let b = 0; b < wide; b += 1) out[i * y.count + j + b] = one(x, i, y, j + b);
      }
    }
  }
  return out;
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

/** Row `i` of `x` with four rows of `y` at once: each value of it is read once. */
function four(x: Rows, i: number, y: Rows, j: number, out: Float32Array): void {
  const { volume, data } = x;
  const other = y.data;
  const a = i * volume;
  const b = j * volume;
  // prettier-ignore
  let s0 = 0, s1 = 0, s2 = 0, s3 = 0;
  for (let k = 0; k < volume; k += 1) {
    const value = data[a + k];
    const d0 = value - other[b + k];
    const d1 = value - other[b + volume + k];
    const d2 = value - other[b + 2 * volume + k];
    const d3 = value - other[b + 3 * volume + k];
    s0 += d0 * d0;
    s1 += d1 * d1;
    s2 += d2 * d2;
    s3 += d3 * d3;
  }
  const at = i * y.count + j;
  out[at] = s0;
  out[at + 1] = s1;
  out[at + 2] = s2;
  out[at + 3] = s3;
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
