// The mean one-dimensional Wasserstein-1 distance along random directions, for very many short rows such as patches:
//   1/L sum_l 1/n sum_i | (X t_l)_(i) - (Y t_l)_(i) |,  (i) the i-th smallest.

import type { RandomStream } from '../nn/random.ts';
import { checkAlike, type Rows } from './metric.ts';

/** Directions at a time: each value of a row is read once for all of them. */
const atOnce = 4;

/** @param directions a multiple of 4. Throws a RangeError for unequal sets. */
export function meanSlicedDistance(x: Rows, y: Rows, stream: RandomStream, directions: number): number {
  checkAlike(x, y);
  const { count, volume } = x;
  const projectedX = new Float32Array(atOnce * count);
  const projectedY = new Float32Array(atOnce * count);
  const vectors = new Float64Array(atOnce * volume);
  let sum = 0;
  for (let l = 0; l < directions; l += atOnce) {
    drawDirections(vectors, volume, stream);
    project(x, vectors, projectedX);
    project(y, vectors, projectedY);
    for (let one = 0; one < atOnce; one += 1) {
      const a = projectedX.subarray(one * count, (one + 1) * count).sort();
      const b = projectedY.subarray(one * count, (one + 1) * count).sort();
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

function project({ count, volume, data }: Rows, vectors: Float64Array, into: Float32Array): void {
  for (let row = 0; row < count; row += 1) {
    // prettier-ignore
    let s0 = 0, s1 = 0, s2 = 0, s3 = 0;
    for (let k = 0, at = row * volume, v = 0; k < volume; k += 1, at += 1, v += atOnce) {
      const value = data[at];
      s0 += value * vectors[v];
      s1 += value * vectors[v + 1];
      s2 += value * vectors[v + 2];
      s3 += value * vectors[v + 3];
    }
    into[row] = s0;
    into[count + row] = s1;
    into[2 * count + row] = s2;
    into[3 * count + row] = s3;
  }
}
