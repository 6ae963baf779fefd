// Wasserstein GAN with weight clipping: the critic estimates the earth mover's distance up to a scale, and clipping its
// weights keeps it Lipschitz.
// Source: Arjovsky, Chintala and Bottou 2017, arXiv:1701.07875, equation 2 and Algorithm 1 (which ascends E f(x) - E f(G(z));
// here its negative is minimised).

import { mean, neg, sub, type Scalar, type Tensor } from '@tensorflow/tfjs-core';

import type { WganSpec } from '../../spec/run-spec.ts';
import type { Objective } from '../objective.ts';

/**
 * With f the critic's output, as it stands:
 *
 *     critic     E f(G(z)) - E f(x), then w <- clip(w, -c, c)
 *     generator  -E f(G(z))
 */
export function wgan(spec: WganSpec): Objective {
  return {
    kind: 'wgan',
    criticLoss: wassersteinCriticLoss,
    generatorLoss: wassersteinGeneratorLoss,
    penalty: null,
    clip: spec.clip,
    output: 'score',
  };
}

/** E f(G(z)) - E f(x): minus the estimate of the earth mover's distance. Scores are `[batch, 1]`. */
export function wassersteinCriticLoss(real: Tensor, fake: Tensor): Scalar {
  return sub<Scalar>(mean<Scalar>(fake), mean<Scalar>(real));
}

/** -E f(G(z)). Scores are `[batch, 1]`. */
export function wassersteinGeneratorLoss(fake: Tensor): Scalar {
  return neg<Scalar>(mean<Scalar>(fake));
}
