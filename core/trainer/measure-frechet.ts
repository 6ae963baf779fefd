// The Fréchet distance between two sets of feature vectors, each taken for a normal distribution:
//   |m1 - m2|^2 + Tr(C1 + C2 - 2 (C1 C2)^(1/2))
// (Dowson and Landau 1982; Heusel et al. 2017, arXiv:1706.08500, equation 6). It is only called FID where the features are
// those of the Inception network; here they are those of whatever network gave them.

import { eigenpairs } from '../gan/eigenvectors.ts';
import type { Rows } from '../metrics/metric.ts';

interface Gaussian {
  readonly mean: Float64Array;
  /** `[volume, volume]`, with n - 1 in the denominator. */
  readonly covariance: Float64Array;
}

/** Throws a RangeError for features of different lengths, and for sets of one row, which have no covariance. */
export function frechetDistance(a: Rows, b: Rows): number {
  if (a.volume !== b.volume)
    throw new RangeError(`Features of ${a.volume} values and of ${b.volume} values have no distance.`);
  return frechetOfGaussians(gaussianOf(a), gaussianOf(b), a.volume);
}

/** In closed form. */
export function frechetOfGaussians(a: Gaussian, b: Gaussian, size: number): number {
  let distance = 0;
  for (let k = 0; k < size; k += 1) {
    distance += (a.mean[k] - b.mean[k]) ** 2;
    distance += a.covariance[k * size + k] + b.covariance[k * size + k];
  }
  // C1 C2 has the eigenvalues of the symmetric C1^(1/2) C2 C1^(1/2).
  const root = squareRoot(a.covariance, size);
  const product = multiply(multiply(root, b.covariance, size), root, size);
  for (const { value } of eigenpairs(symmetric(product, size), size))
    distance -= 2 * Math.sqrt(Math.max(0, value));
  return distance;
}

function gaussianOf({ count, volume, data }: Rows): Gaussian {
  if (count < 2) throw new RangeError('A set of one sample has no covariance.');
  const mean = new Float64Array(volume);
  for (let at = 0; at < data.length; at += 1) mean[at % volume] += data[at] / count;
  const covariance = new Float64Array(volume * volume);
  const centred = new Float64Array(volume);
  for (let row = 0; row < count; row += 1) {
    for (let k = 0; k < volume; k += 1) centred[k] = data[row * volume + k] - mean[k];
    for (let i = 0; i < volume; i += 1)
      for (let j = 0; j < volume; j += 1)
        covariance[i * volume + j] += (centred[i] * centred[j]) / (count - 1);
  }
  return { mean, covariance };
}

function squareRoot(matrix: Float64Array, size: number): Float64Array {
  const root = new Float64Array(size * size);
  for (const { value, vector } of eigenpairs(matrix, size)) {
    const scale = Math.sqrt(Math.max(0, value));
    for (let i = 0; i < size; i += 1)
      for (let j = 0; j < size; j += 1) root[i * size + j] += scale * vector[i] * vector[j];
  }
  return root;
}

function multiply(a: Float64Array, b: Float64Array, size: number): Float64Array {
  const product = new Float64Array(size * size);
  for (let i = 0; i < size; i += 1)
    for (let k = 0; k < size; k += 1) {
      const value = a[i * size + k];
      for (let j = 0; j < size; j += 1) product[i * size + j] += value * b[k * size + j];
    }
  return product;
}

/** Rounding leaves the two halves a little different. */
function symmetric(matrix: Float64Array, size: number): Float64Array {
  return matrix.map((value, at) => (value + matrix[(at % size) * size + Math.floor(at / size)]) / 2);
}
