// Least-squares GAN: the critic regresses to 1 on real samples and to 0 on generated ones.
// Source: Mao et al. 2017, arXiv:1611.04076, equation 9: labels a = 0 (generated), b = 1 (real), and c = 1 for what the
// generator wants to hear.

import { add, mean, mul, square, sub, type Scalar } from '@tensorflow/tfjs-core';

import type { Objective } from '../objective.ts';

/**
 * With f the critic's output, as it stands:
 *
 *     critic     1/2 E (f(x) - 1)^2 + 1/2 E f(G(z))^2
 *     generator  1/2 E (f(G(z)) - 1)^2
 */
export function lsgan(): Objective {
  return {
    kind: 'lsgan',
    criticLoss: (real, fake) =>
      mul<Scalar>(0.5, add(mean<Scalar>(square(sub(real, 1))), mean<Scalar>(square(fake)))),
    generatorLoss: (fake) => mul<Scalar>(0.5, mean<Scalar>(square(sub(fake, 1)))),
    penalty: null,
    clip: null,
    output: 'score',
  };
}
