// RMSProp, neither centred nor with momentum, in PyTorch's convention: epsilon is added to the root. PyTorch's defaults are
// decay 0.99 and epsilon 1e-8. TensorFlow adds epsilon under the root, sqrt(v + epsilon), with decay (rho) 0.9 and epsilon
// 1e-7: its numbers do not carry over.
// Source: Tieleman and Hinton, Neural Networks for Machine Learning, lecture 6.5, 2012.

import { add, div, mul, sqrt, square, sub } from '@tensorflow/tfjs-core';

import type { RmspropSpec } from '../../spec/run-spec.ts';
import type { Optimizer } from './optimizer.ts';

/**
 *     v <- decay v + (1 - decay) g^2
 *     w <- w - lr g / (sqrt(v) + epsilon)
 */
export function rmsprop(spec: RmspropSpec): Optimizer {
  return {
    kind: 'rmsprop',
    slots: ['v'],
    coefficients: ['lr'],
    coefficientsAt: (_update, lr) => ({ lr }),
    apply: (parameter, gradient, slots, coefficients) => {
      const v = add(mul(slots['v'], spec.decay), mul(square(gradient), 1 - spec.decay));
      const step = div(gradient, add(sqrt(v), spec.epsilon));
      return { parameter: sub(parameter, mul(step, coefficients['lr'])), slots: { v } };
    },
  };
}
