// Adam in PyTorch's convention: epsilon is added to the root of the corrected second moment. (TensorFlow adds it before the
// correction, the "epsilon hat" of the paper's section 2.) The moments are kept as PyTorch keeps them, uncorrected.
// Source: Kingma and Ba 2015, arXiv:1412.6980, Algorithm 1.

import { add, div, mul, sqrt, square, sub } from '@tensorflow/tfjs-core';

import type { AdamSpec } from '../../spec/run-spec.ts';
import type { Optimizer } from './optimizer.ts';

/**
 *     m <- beta1 m + (1 - beta1) g
 *     v <- beta2 v + (1 - beta2) g^2
 *     w <- w - lr (m / c1) / (sqrt(v / c2) + epsilon),   c1 = 1 - beta1^t,   c2 = 1 - beta2^t
 *
 * Multiplying the last fraction out by sqrt(c2) moves both corrections into two scalars:
 *
 *     w <- w - s m / (sqrt(v) + e),   s = lr sqrt(c2) / c1,   e = epsilon sqrt(c2)
 *
 * With beta1 = 0 the first moment is the gradient itself and is not kept.
 */
export function adam(spec: AdamSpec): Optimizer {
  const { beta1, beta2, epsilon } = spec;
  const keepsFirstMoment = beta1 !== 0;
  return {
    kind: 'adam',
    slots: keepsFirstMoment ? ['m', 'v'] : ['v'],
    coefficients: ['step_size', 'epsilon'],
    coefficientsAt: (update, lr) => {
      const root = Math.sqrt(1 - beta2 ** update);
      return { step_size: (lr * root) / (1 - beta1 ** update), epsilon: epsilon * root };
    },
    apply: (parameter, gradient, slots, coefficients) => {
      const m = keepsFirstMoment ? add(mul(slots['m'], beta1), mul(gradient, 1 - beta1)) : gradient;
      const v = add(mul(slots['v'], beta2), mul(square(gradient), 1 - beta2));
      const direction = div(m, add(sqrt(v), coefficients['epsilon']));
      return {
        parameter: sub(parameter, mul(direction, coefficients['step_size'])),
        slots: keepsFirstMoment ? { m, v } : { v },
      };
    },
  };
}
