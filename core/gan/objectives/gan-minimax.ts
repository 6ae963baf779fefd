// The GAN as its Algorithm 1 prints it: both sides play for the same value, and the generator's loss saturates where the
// discriminator is sure of itself.
// Source: Goodfellow et al. 2014, arXiv:1406.2661, equation 1 and Algorithm 1.

import { mean, neg, softplus, type Scalar } from '@tensorflow/tfjs-core';

import type { Objective } from '../objective.ts';
import { logisticLoss } from './gan.ts';

/**
 * With D = sigmoid(a), where a is the critic's output:
 *
 *     critic     -E log D(x) - E log(1 - D(G(z)))  =  E softplus(-a(x)) + E softplus(a(G(z)))
 *     generator   E log(1 - D(G(z)))               = -E softplus(a(G(z)))
 */
export function ganMinimax(): Objective {
  return {
    kind: 'gan-minimax',
    criticLoss: logisticLoss,
    generatorLoss: (fake) => neg<Scalar>(mean<Scalar>(softplus(fake))),
    penalty: null,
    clip: null,
    output: 'logit',
  };
}
