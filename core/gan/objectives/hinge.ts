// The hinge loss of geometric GAN, as SAGAN and BigGAN use it: samples outside the margin teach the critic nothing.
// Source: Lim and Ye 2017, arXiv:1705.02894; Zhang et al. 2019 (SAGAN), arXiv:1805.08318, equation 4.

import { add, mean, neg, relu, sub, type Scalar } from '@tensorflow/tfjs-core';

import type { Objective } from '../objective.ts';

/**
 * With f the critic's output, as it stands:
 *
 *     critic     E max(0, 1 - f(x)) + E max(0, 1 + f(G(z)))
 *     generator  -E f(G(z))
 */
export function hinge(): Objective {
  return {
    kind: 'hinge',
    criticLoss: (real, fake) =>
      add<Scalar>(mean<Scalar>(relu(sub(1, real))), mean<Scalar>(relu(add(1, fake)))),
    generatorLoss: (fake) => neg<Scalar>(mean<Scalar>(fake)),
    penalty: null,
    clip: null,
    output: 'score',
  };
}
