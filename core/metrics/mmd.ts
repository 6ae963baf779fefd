// The squared maximum mean discrepancy, unbiased:
//   MMD2 = 1/(n(n-1)) sum_{i!=j} k(x_i, x_j) + 1/(m(m-1)) sum_{i!=j} k(y_i, y_j) - 2/(nm) sum k(x_i, y_j)
// (Gretton et al. 2012, JMLR 13, equation 3). The kernel is a mean of Gaussians exp(-|x - y|^2 / (2 (s h)^2)), where h is
// the median distance between two real samples and s is 1/4, 1/2, 1, 2 and 4. As h comes from real samples alone, every
// run on the same data is measured with the same kernel. The estimate may be a little below 0.

import type { DistanceTriple } from './distances.ts';

/** Factors on the median, each twice the one before: `kernelSum` relies on that. */
export const bandwidthFactors = [1 / 4, 1 / 2, 1, 2, 4] as const;

/** @param median of the distances between real samples; above 0. Throws a RangeError for sets of one sample. */
export function mmdSquared({ real, generated, ...squares }: DistanceTriple, median: number): number {
  if (real < 2 || generated < 2)
    throw new RangeError('The unbiased estimate needs two samples of either set.');
  // What a sample has to do with itself, a kernel of 1, is left out.
  const withinReal = (kernelSum(squares.withinReal, median) - real) / (real * (real - 1));
  const withinGenerated =
    (kernelSum(squares.withinGenerated, median) - generated) / (generated * (generated - 1));
  return withinReal + withinGenerated - (2 * kernelSum(squares.across, median)) / (real * generated);
}

/** One exponential for each pair: halving a width takes its Gaussian to the fourth power. */
function kernelSum(squares: Float32Array, median: number): number {
  const widest = bandwidthFactors[bandwidthFactors.length - 1] * median;
  const scale = -1 / (2 * widest * widest);
  let sum = 0;
  for (let at = 0; at < squares.length; at += 1) {
    let kernel = Math.exp(scale * squares[at]);
    sum += kernel;
    for (let narrower = 1; narrower < bandwidthFactors.length; narrower += 1) {
      kernel *= kernel;
      kernel *= kernel;
      sum += kernel;
    }
  }
  return sum / bandwidthFactors.length;
}

/** The median distance between two different rows, from squared distances `[count, count]`; 0 where most are equal. */
export function medianDistance(within: Float32Array, count: number): number {
  const above = new Float32Array((count * (count - 1)) / 2);
  let at = 0;
  for (let i = 0; i < count; i += 1)
    for (let j = i + 1; j < count; j += 1) {
      above[at] = within[i * count + j];
      at += 1;
    }
  above.sort();
  return above.length === 0 ? 0 : Math.sqrt(above[above.length >> 1]);
}
