// How steep the critic is at each of a batch of points. The norm is taken per sample: a norm over the whole batch, as in
// some published code, would let steep and flat samples cancel out.

import { add, grad, sqrt, square, sum, type Tensor } from '@tensorflow/tfjs-core';

/** Added under the square root, whose derivative is infinite at 0. Moves a norm of 1 by 5e-13, and 0 to 1e-6. */
const normEpsilon = 1e-12;

/**
 * L2 norms of the gradient of `critic` at each of `points` (`[batch, ...sample]`), `[batch]`. `critic` gives `[batch, 1]`.
 * They can be differentiated again. Differentiating the sum of the outputs gives each sample's own gradient only if
 * a sample's output does not depend on the others: hence no batch norm in a penalised critic.
 */
export function gradientNorms(critic: (x: Tensor) => Tensor, points: Tensor): Tensor {
  const gradient = grad((x) => sum(critic(x)))(points);
  const axes = points.shape.map((_, axis) => axis).slice(1);
  return sqrt(add(sum(square(gradient), axes), normEpsilon));
}
