// f-GAN of Pearson's chi-squared divergence, the integral of (p - q)^2 / q.
// Source: Nowozin et al. 2016, arXiv:1606.00709, table 2.

import { add, mul, square } from '@tensorflow/tfjs-core';

import type { Objective } from '../objective.ts';
import { fGan } from './f-gan.ts';

/**
 * f(u) = (u - 1)^2, g_f(v) = v, f*(t) = t^2 / 4 + t; the best critic is v = 2 (p/q - 1):
 *
 *     critic     -E v(x) + E (v(G(z))^2 / 4 + v(G(z)))
 *     generator  -E v(G(z))
 */
export function fganPearson(): Objective {
  return fGan({
    kind: 'fgan-pearson',
    activation: (v) => v,
    conjugate: (v) => add(mul(0.25, square(v)), v),
    scale: 1,
  });
}
