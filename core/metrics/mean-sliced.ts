// The mean one-dimensional Wasserstein-1 distance along random directions, for very many short rows such as patches:
//   1/L sum_l 1/n sum_i | (X t_l)_(i) - (Y t_l)_(i) |,  (i) the i-th smallest.

import type { RandomStream } from '../nn/random.ts';
import { checkAlike, type Rows } from './metric.ts';
import { floatSorter } from './sort-floats.ts';

/** Directions at a time: each value of a row is read once for all of them. */
const atOnce = 4;

/** @param directions a multiple of 4. Throws a RangeError for unequal sets. */
export function meanSlicedDistance(x: Rows, y: Rows, stream: RandomStream, directions: number): number {
  checkAlike(x, y);
  const { count, volume } = x;
  const projectedX = new Float32Array(atOnce * count);
  const projectedY = new Float32Array(atOnce * count);
  const vectors = new Float64Array(atOnce * volume);
  const sort = floatSorter(count);
  let sum = 0;
  for (let l = 0; l < directions; l += atOnce) {
    drawDirections(vectors, volume, stream);
    project(x, vectors, projectedX);
    project(y, vectors, projectedY);
    for (let one = 0; one < atOnce; one += 1) {
      const a = projectedX.subarray(one * count, (one + 1) * count);
      const b = projectedY.subarray(one * count, (one + 1) * count);
      sort(a);
      sort(b);
      for (let i = 0; i < count; i += 1) sum += Math.abs(a[i] - b[i]);
    }
  }
  return sum / (directions * count);
}

/** Unit vectors, value by value beside each other: `[volume, atOnce]`. */
function drawDirections(vectors: Float64Array, volume: number, stream: RandomStream): void {
  for (let one = 0; one < atOnce; one += 1) {
    let squared = 0;
    for (let k = 0; k < volume; k += 1) {
      const value = stream.normal();
      vectors[k * atOnce + one] = value;
      squared += value * value;
    }
    for (let k = 0; k < volume; k += 1) vectors[k * atOnce + one] /= Math.sqrt(squared);
  }
}

/** Two rows at a time, so that each value of a direction is read once for both. */
function project({ count, volume, data }: Rows, vectors: Float64Array, into: Float32Array): void {
  for (let row = 0; row < count; row += 2) {
    // The last one is its own partner where their number is odd.
    const partner = Math.min(row + 1, count - 1);
    // prettier-ignore
    let s0 = 0, s1 = 0, s2 = 0, s3 = 0, t0 = 0, t1 = 0, t2 = 0, t3 = 0;
    for (let k = 0, a = row * volume, b = partner * volume, v = 0; k < volume; k += 1, v += atOnce) {
      const first = data[a + k];
      const second = data[b + k];
      const v0 = vectors[v];
      const v1 = vectors[v + 1];
      const v2 = vectors[v + 2];
      const v3 = vectors[v + 3];
      s0 += first * v0;
      s1 += first * v1;
      s2 += first * v2;
      s3 += first * v3;
      t0 += second * v0;
      t1 += second * v1;
      t2 += second * v2;
      t3 += second * v3;
    }
    into[row] = s0;
    into[count + row] = s1;
    into[2 * count + row] = s2;
    into[3 * count + row] = s3;
    into[partner] = t0;
    into[count + partner] = t1;
    into[2 * count + partner] = t2;
    into[3 * count + partner] = t3;
  }
}
