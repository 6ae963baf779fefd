// Directions in the space of latents that change what the generator draws the most, found without drawing anything: a
// step d moves the output of the first layer, A z + b, by A d, which among all d of length 1 is longest for the
// eigenvectors of A^T A of the largest eigenvalues.
// Source: Shen and Zhou 2021, Closed-form factorization of latent semantics in GANs, arXiv:2007.06600, section 2.2.

import type { HostTensor, HostTensors } from '../executors/executor.ts';
import { eigenpairs } from './eigenvectors.ts';
import type { Model } from './model.ts';

/** At most this many directions. */
const most = 8;
/** With more numbers than this on both sides of the first layer, finding them would take seconds. */
const mostSize = 256;
/** Eigenvalues below this share of the largest are rounding. */
const negligible = 1e-10;

/**
 * The directions of a generator as `[k, z]`, each of length 1, the strongest first. Fewer than eight where the first
 * layer has fewer, and none where the latents and that layer both have more than 256 numbers.
 */
export function latentDirections({ generator }: Model, tensors: HostTensors): Float32Array {
  // Every generator begins with a fully connected layer.
  return directionsOf(tensors[generator.parameters[0].name]);
}

/** Of a kernel `[z, outputs]`, which is A transposed. */
function directionsOf({ shape: [z, outputs], data }: HostTensor): Float32Array {
  const n = Math.min(z, outputs);
  if (n > mostSize) return new Float32Array(0);
  // A^T A is [z, z]; A A^T has the same eigenvalues other than 0, and is smaller where the layer narrows.
  const widens = z <= outputs;
  const rows = widens ? data : transposed(data, z, outputs);
  const pairs = eigenpairs(gram(rows, n, widens ? outputs : z), n).slice(0, most);
  const [strongest] = pairs;
  const kept = pairs.filter(({ value }) => value > negligible * strongest.value);
  const directions = new Float32Array(kept.length * z);
  kept.forEach(({ vector }, at) => {
    directions.set(widens ? vector : unit(combine(rows, vector, z)), at * z);
  });
  return directions;
}

/** Inner products of the rows of `[n, width]` with each other, `[n, n]`. */
function gram(rows: Float32Array, n: number, width: number): Float64Array {
  const products = new Float64Array(n * n);
  for (let i = 0; i < n; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      let sum = 0;
      for (let k = 0; k < width; k += 1) sum += rows[i * width + k] * rows[j * width + k];
      products[i * n + j] = sum;
      products[j * n + i] = sum;
    }
  }
  return products;
}

function transposed(data: Float32Array, rows: number, columns: number): Float32Array {
  return data.map((_, i) => data[(i % rows) * columns + Math.floor(i / rows)]);
}

/** The sum of rows of `width`, each times its weight. */
function combine(rows: Float32Array, weights: Float64Array, width: number): Float64Array {
  const sum = new Float64Array(width);
  weights.forEach((weight, i) => {
    for (let k = 0; k < width; k += 1) sum[k] += weight * rows[i * width + k];
  });
  return sum;
}

/** Of length 1, its entry of largest size positive. */
function unit(vector: Float64Array): Float64Array {
  let squared = 0;
  let peak = 0;
  for (const value of vector) {
    squared += value * value;
    if (Math.abs(value) > Math.abs(peak)) peak = value;
  }
  const length = Math.sqrt(squared) * (peak < 0 ? -1 : 1);
  return vector.map((value) => value / length);
}
