// `w1`: the exact Wasserstein-1 (earth mover's) distance between two sets of n points,
//   W1 = min over permutations s of 1/n sum_i |x_i - y_s(i)|,  |.| euclidean.
// Between equal numbers of points of equal weight an optimal plan is a permutation, so this is an assignment
// (G. Peyré and M. Cuturi, Computational Optimal Transport, proposition 2.1, arXiv:1803.00567).
// Two sets from the same distribution are apart by a noise floor that falls with n.

import { assignment } from './assignment.ts';
import { checkAlike, type Metric, type Rows } from './metric.ts';

/** The most points per side: the costs of 2,048 take 32 MiB, the assignment about half a second. */
export const maxTransportPoints = 2048;

/**
 * W1 between the rows of `x` and of `y`; NaN when a distance is not finite.
 * Throws a RangeError for unequal sets and for more than `maxTransportPoints`.
 */
export function wasserstein1(x: Rows, y: Rows): number {
  checkAlike(x, y);
  const n = x.count;
  if (n > maxTransportPoints)
    throw new RangeError(`${n} points are more than the ${maxTransportPoints} that w1 is computed for.`);
  const cost = distances(x, y);
  if (!cost.every(Number.isFinite)) return NaN;
  return assignment(cost, n).cost / n;
}

/** For points; images would need far more samples than this can match. */
export const transport: Metric = {
  applies: (dataset) => dataset.shape.length === 1,
  measure: (generated, heldOut) => ({ w1: wasserstein1(generated, heldOut) }),
};

function distances(x: Rows, y: Rows): Float64Array {
  const { count: n, volume } = x;
  const cost = new Float64Array(n * n);
  for (let i = 0; i < n; i += 1)
    for (let j = 0; j < n; j += 1) {
      let squared = 0;
      for (let k = 0; k < volume; k += 1) {
        const difference = x.data[i * volume + k] - y.data[j * volume + k];
        squared += difference * difference;
      }
      cost[i * n + j] = Math.sqrt(squared);
    }
  return cost;
}
