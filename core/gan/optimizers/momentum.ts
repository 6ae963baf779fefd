// Gradient descent with heavy-ball momentum in PyTorch's convention: the learning rate stays outside the buffer, so
// a new rate rescales the whole step at once. (Keras keeps it inside, where old gradients go on with the old rate.)

import { add, mul, sub } from '@tensorflow/tfjs-core';

import type { MomentumSpec } from '../../spec/run-spec.ts';
import type { Optimizer } from './optimizer.ts';

/**
 *     b <- mu b + g
 *     w <- w - lr b
 */
export function momentum(spec: MomentumSpec): Optimizer {
  return {
    kind: 'momentum',
    slots: ['buffer'],
    coefficients: ['lr'],
    coefficientsAt: (_update, lr) => ({ lr }),
    apply: (parameter, gradient, slots, coefficients) => {
      const buffer = add(mul(slots['buffer'], spec.momentum), gradient);
      return { parameter: sub(parameter, mul(buffer, coefficients['lr'])), slots: { buffer } };
    },
  };
}
