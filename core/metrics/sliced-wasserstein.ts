// `sliced_wasserstein`: the sliced Wasserstein-2 distance between two sets of n samples of raw values,
//   SW2 = sqrt( 1/L sum_l 1/n sum_i ( (X t_l)_(i) - (Y t_l)_(i) )^2 ),
// where t_l are L = 64 random unit directions and (i) is the i-th smallest projection (Rabin et al. 2011;
// Bonneel et al. 2015, doi:10.1007/s10851-014-0506-3). No network is involved: pixels are compared in [-1, 1].
// The directions follow from the seed. With the same seed at every evaluation, differences between evaluations
// and between runs are due to the samples and not to the directions.

import { RandomStream } from '../nn/random.ts';
import { checkAlike, type Metric, type Rows } from './metric.ts';

export const directionCount = 64;

/** SW2 along `directions` unit vectors drawn from the seed. Throws a RangeError for unequal sets. */
export function slicedWasserstein2(x: Rows, y: Rows, seed: number, directions = directionCount): number {
  checkAlike(x, y);
  const vectors = unitVectors(directions, x.volume, seed);
  const projectedX = project(x, vectors, directions);
  const projectedY = project(y, vectors, directions);
  const n = x.count;
  let sum = 0;
  for (let l = 0; l < directions; l += 1) {
    const a = projectedX.subarray(l * n, (l + 1) * n).sort();
    const b = projectedY.subarray(l * n, (l + 1) * n).sort();
    for (let i = 0; i < n; i += 1) sum += (a[i] - b[i]) ** 2;
  }
  return Math.sqrt(sum / (directions * n));
}

/** For images; points have the exact distance. */
export const slicedWasserstein: Metric = {
  applies: (dataset) => dataset.shape.length === 3,
  measure: (generated, heldOut, _dataset, seed) => ({
    sliced_wasserstein: slicedWasserstein2(generated, heldOut, seed),
  }),
};

/** `[count, volume]`, uniform on the sphere. */
function unitVectors(count: number, volume: number, seed: number): Float64Array {
  const stream = RandomStream.of(seed, 'evaluation');
  const vectors = new Float64Array(count * volume);
  for (let l = 0; l < count; l += 1) {
    const vector = vectors.subarray(l * volume, (l + 1) * volume);
    let squared = 0;
    for (let k = 0; k < volume; k += 1) {
      vector[k] = stream.normal();
      squared += vector[k] * vector[k];
    }
    const length = Math.sqrt(squared);
    for (let k = 0; k < volume; k += 1) vector[k] /= length;
  }
  return vectors;
}

/** Values of a row handled at a time: `directionCount` stretches of vectors then stay in a core's second cache. */
const depth = 256;
/** Rows and directions handled at a time, in registers. */
const tile = 4;

/** The product `vectors` `[count, volume]` x transposed rows `[n, volume]`: `[count, n]`. */
function project(rows: Rows, vectors: Float64Array, count: number): Float64Array {
  const { count: n, volume } = rows;
  const projected = new Float64Array(count * n);
  const left = new Float64Array(tile * depth);
  const right = new Float64Array(roundUp(count) * depth);
  const sums = new Float64Array(tile * tile);
  for (let from = 0; from < volume; from += depth) {
    pack(vectors, 0, count, volume, from, right);
    for (let row = 0; row < n; row += tile) {
      pack(rows.data, row, Math.min(tile, n - row), volume, from, left);
      for (let l = 0; l < count; l += tile) {
        multiplyTile(left, right, l * depth, sums);
        for (let b = 0; b < tile && l + b < count; b += 1)
          for (let a = 0; a < tile && row + a < n; a += 1)
            projected[(l + b) * n + row + a] += sums[a * tile + b];
      }
    }
  }
  return projected;
}

const roundUp = (count: number): number => Math.ceil(count / tile) * tile;

/** Copies columns `from` to `from + depth` of some rows into a panel, zeros where there are none. */
function pack(
  source: Float32Array | Float64Array,
  first: number,
  count: number,
  volume: number,
  from: number,
  panel: Float64Array,
): void {
  const width = Math.min(depth, volume - from);
  if (width < depth || count * depth < panel.length) panel.fill(0);
  for (let i = 0; i < count; i += 1) {
    const start = (first + i) * volume + from;
    panel.set(source.subarray(start, start + width), i * depth);
  }
}

/** The 4 x 4 inner products of four rows of `left` with four of `right`, from `at`. */
function multiplyTile(left: Float64Array, right: Float64Array, at: number, sums: Float64Array): void {
  // prettier-ignore
  let s00 = 0, s01 = 0, s02 = 0, s03 = 0,
    s10 = 0, s11 = 0, s12 = 0, s13 = 0,
    s20 = 0, s21 = 0, s22 = 0, s23 = 0,
    s30 = 0, s31 = 0, s32 = 0, s33 = 0;
  for (let k = 0; k < depth; k += 1) {
    const b0 = right[at + k];
    const b1 = right[at + depth + k];
    const b2 = right[at + 2 * depth + k];
    const b3 = right[at + 3 * depth + k];
    let a = left[k];
    s00 += a * b0;
    s01 += a * b1;
    s02 += a * b2;
    s03 += a * b3;
    a = left[depth + k];
    s10 += a * b0;
    s11 += a * b1;
    s12 += a * b2;
    s13 += a * b3;
    a = left[2 * depth + k];
    s20 += a * b0;
    s21 += a * b1;
    s22 += a * b2;
    s23 += a * b3;
    a = left[3 * depth + k];
    s30 += a * b0;
    s31 += a * b1;
    s32 += a * b2;
    s33 += a * b3;
  }
  sums.set([s00, s01, s02, s03, s10, s11, s12, s13, s20, s21, s22, s23, s30, s31, s32, s33]);
}
