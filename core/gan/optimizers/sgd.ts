// Stochastic gradient descent without momentum.

import { mul, sub } from '@tensorflow/tfjs-core';

import type { Optimizer } from './optimizer.ts';

/** w <- w - lr g */
export function sgd(): Optimizer {
  return {
    kind: 'sgd',
    slots: [],
    coefficients: ['lr'],
    coefficientsAt: (_update, lr) => ({ lr }),
    apply: (parameter, gradient, _slots, coefficients) => ({
      parameter: sub(parameter, mul(gradient, coefficients['lr'])),
      slots: {},
    }),
  };
}
