// f-GAN of the Jensen-Shannon divergence: the GAN of 2014 up to constants.
// Source: Nowozin et al. 2016, arXiv:1606.00709, table 2.

import { neg, softplus, sub } from '@tensorflow/tfjs-core';

import type { Objective } from '../objective.ts';
import { fGan } from './f-gan.ts';

/**
 * f(u) = u log u - (u + 1) log((u + 1) / 2), g_f(v) = log 2 - log(1 + exp(-v)), f*(t) = -log(2 - exp t), so
 * f*(g_f(v)) = softplus(v) - log 2; the best critic is v = log(p/q):
 *
 *     critic     E softplus(-v(x)) + E softplus(v(G(z))) - 2 log 2
 *     generator  E softplus(-v(G(z))) - log 2
 *
 * softplus is finite for every output. This f gives KL(P || M) + KL(Q || M) with M = (P + Q) / 2: twice the divergence
 * as it is usually defined, whose largest value is log 2. The bound that is reported is of the usual one.
 */
export function fganJs(): Objective {
  return fGan({
    kind: 'fgan-js',
    activation: (v) => sub(Math.LN2, softplus(neg(v))),
    conjugate: (v) => sub(softplus(v), Math.LN2),
    scale: 0.5,
  });
}
