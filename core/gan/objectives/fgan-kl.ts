// f-GAN of the Kullback-Leibler divergence KL(P || Q), which makes the generator cover all of the data.
// Source: Nowozin et al. 2016, arXiv:1606.00709, table 2.

import { exp, sub } from '@tensorflow/tfjs-core';

import type { Objective } from '../objective.ts';
import { fGan } from './f-gan.ts';

/**
 * f(u) = u log u, g_f(v) = v, f*(t) = exp(t - 1); the best critic is v = 1 + log(p/q):
 *
 *     critic     -E v(x) + E exp(v(G(z)) - 1)
 *     generator  -E v(G(z))
 *
 * The exponential is that of the divergence itself: it overflows float32 for outputs above 89, and the run then
 * ends as diverged.
 */
export function fganKl(): Objective {
  return fGan({
    kind: 'fgan-kl',
    activation: (v) => v,
    conjugate: (v) => exp(sub(v, 1)),
    scale: 1,
  });
}
