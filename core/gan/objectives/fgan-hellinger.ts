// f-GAN of the squared Hellinger distance, the integral of (sqrt p - sqrt q)^2: from 0 to 2, where nothing overlaps.
// Source: Nowozin et al. 2016, arXiv:1606.00709, table 2.

import { exp, neg, sub } from '@tensorflow/tfjs-core';

import type { Objective } from '../objective.ts';
import { fGan } from './f-gan.ts';

/**
 * f(u) = (sqrt u - 1)^2, g_f(v) = 1 - exp(-v), f*(t) = t / (1 - t), so f*(g_f(v)) = exp(v) - 1; the best critic is
 * v = log(p/q) / 2:
 *
 *     critic     E exp(-v(x)) + E exp(v(G(z))) - 2
 *     generator  E exp(-v(G(z))) - 1
 *
 * The exponentials grow where the critic is wrong, and the generator's where it is taken for generated; they overflow
 * float32 for outputs beyond 88 in size, and the run then ends as diverged.
 */
export function fganHellinger(): Objective {
  return fGan({
    kind: 'fgan-hellinger',
    activation: (v) => sub(1, exp(neg(v))),
    conjugate: (v) => sub(exp(v), 1),
    scale: 1,
  });
}
