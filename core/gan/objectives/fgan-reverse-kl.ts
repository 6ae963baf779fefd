// f-GAN of the reverse Kullback-Leibler divergence KL(Q || P), which makes the generator keep to where data are.
// Source: Nowozin et al. 2016, arXiv:1606.00709, table 2.

import { exp, neg, sub } from '@tensorflow/tfjs-core';

import type { Objective } from '../objective.ts';
import { fGan } from './f-gan.ts';

/**
 * f(u) = -log u, g_f(v) = -exp(-v), f*(t) = -1 - log(-t), so f*(g_f(v)) = v - 1; the best critic is v = log(p/q):
 *
 *     critic     E exp(-v(x)) + E v(G(z)) - 1
 *     generator  E exp(-v(G(z)))
 *
 * Both exponentials grow where the critic takes a sample for generated; they overflow float32 for outputs below -88,
 * and the run then ends as diverged.
 */
export function fganReverseKl(): Objective {
  return fGan({
    kind: 'fgan-reverse-kl',
    activation: (v) => neg(exp(neg(v))),
    conjugate: (v) => sub(v, 1),
    scale: 1,
  });
}
