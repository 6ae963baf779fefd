// The non-saturating GAN.
// Source: Goodfellow et al. 2014, arXiv:1406.2661: the discriminator of equation 1, and for the generator the
// "maximise log D(G(z))" of the end of section 3.

import { add, mean, neg, softplus, type Scalar, type Tensor } from '@tensorflow/tfjs-core';

import type { Objective } from '../objective.ts';

/**
 * With D = sigmoid(a), where a is the critic's output:
 *
 *     critic     -E log D(x) - E log(1 - D(G(z)))  =  E softplus(-a(x)) + E softplus(a(G(z)))
 *     generator  -E log D(G(z))                    =  E softplus(-a(G(z)))
 */
export function gan(): Objective {
  return {
    kind: 'gan',
    criticLoss: logisticLoss,
    generatorLoss: (fake) => mean<Scalar>(softplus(neg(fake))),
    penalty: null,
    clip: null,
    output: 'logit',
  };
}

/** -E log D(x) - E log(1 - D(G(z))), the discriminator's cross-entropy, from logits `[batch, 1]`. */
export function logisticLoss(real: Tensor, fake: Tensor): Scalar {
  return add<Scalar>(mean<Scalar>(softplus(neg(real))), mean<Scalar>(softplus(fake)));
}
