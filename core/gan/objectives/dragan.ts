// DRAGAN: the non-saturating GAN with a penalty on the discriminator's gradient around real samples.
// Source: Kodali et al. 2017, arXiv:1705.07215.

import type { DraganSpec } from '../../spec/run-spec.ts';
import type { Objective } from '../objective.ts';
import { draganPenalty } from '../penalties/dragan-penalty.ts';
import { gan } from './gan.ts';

/**
 * With D = sigmoid(a), where a is the critic's output:
 *
 *     critic     -E log D(x) - E log(1 - D(G(z))) + lambda E (|grad a(x + delta)| - k)^2
 *     generator  -E log D(G(z))
 *
 * The gradient is that of the logit a, as in the implementations in use, so that it does not vanish where D saturates.
 */
export function dragan(spec: DraganSpec): Objective {
  return { ...gan(), kind: 'dragan', penalty: draganPenalty(spec) };
}
