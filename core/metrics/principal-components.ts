// Principal components of a set of samples, as a feature space for images that are too large to compare pixel by pixel.
// Subspace iteration from random directions: some more are carried along than are wanted, so that few passes do
// (Halko, Martinsson and Tropp 2011, arXiv:0909.4061, algorithms 4.4 and 5.1). The same samples and seed give the same.

import { RandomStream } from '../nn/random.ts';
import type { Rows } from './metric.ts';

export interface Components {
  readonly count: number;
  readonly mean: Float64Array;
  /** `[count, volume]`, orthonormal. */
  readonly directions: Float64Array;
}

const spare = 10;
const passes = 6;

/** Of at most as many components as there are samples and values. */
export function principalComponents(samples: Rows, wanted: number, seed: number): Components {
  const { count, volume, data } = samples;
  const components = Math.min(wanted, count, volume);
  const carried = Math.min(components + spare, count, volume);
  const mean = new Float64Array(volume);
  for (let at = 0; at < data.length; at += 1) mean[at % volume] += data[at] / count;
  const stream = RandomStream.of(seed, 'evaluation');
  const directions = Float64Array.from({ length: carried * volume }, () => stream.normal());
  orthonormalise(directions, carried, volume);
  const space: Components = { count: carried, mean, directions };
  for (let pass = 0; pass < passes; pass += 1) {
    const projected = project(samples, space);
    directions.fill(0);
    // The covariance times the directions, without ever making the covariance.
    for (let row = 0; row < count; row += 1)
      for (let c = 0; c < carried; c += 1) {
        const weight = projected.data[row * carried + c];
        for (let k = 0; k < volume; k += 1)
          directions[c * volume + k] += weight * (data[row * volume + k] - mean[k]);
      }
    orthonormalise(directions, carried, volume);
  }
  return { count: components, mean, directions: directions.subarray(0, components * volume) };
}

/** Samples as their coordinates along the components. */
export function project({ count, volume, data }: Rows, { mean, directions, ...space }: Components): Rows {
  const projected = new Float32Array(count * space.count);
  const centred = new Float64Array(volume);
  for (let row = 0; row < count; row += 1) {
    for (let k = 0; k < volume; k += 1) centred[k] = data[row * volume + k] - mean[k];
    for (let c = 0; c < space.count; c += 1) {
      let sum = 0;
      for (let k = 0; k < volume; k += 1) sum += centred[k] * directions[c * volume + k];
      projected[row * space.count + c] = sum;
    }
  }
  return { count, volume: space.count, data: projected };
}

/** Gram and Schmidt's method, twice for each vector, in order: the first ones converge to the strongest components. */
function orthonormalise(vectors: Float64Array, count: number, volume: number): void {
  for (let i = 0; i < count; i += 1) {
    const vector = vectors.subarray(i * volume, (i + 1) * volume);
    for (let round = 0; round < 2; round += 1) {
      for (let j = 0; j < i; j += 1) {
        const other = vectors.subarray(j * volume, (j + 1) * volume);
        const along = dot(vector, other);
        for (let k = 0; k < volume; k += 1) vector[k] -= along * other[k];
      }
    }
    const length = Math.sqrt(dot(vector, vector));
    for (let k = 0; k < volume; k += 1) vector[k] = length > 0 ? vector[k] / length : 0;
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k += 1) sum += a[k] * b[k];
  return sum;
}
