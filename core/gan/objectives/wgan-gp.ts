// Wasserstein GAN whose critic is kept Lipschitz by a penalty on its gradient, two-sided.
// Source: Gulrajani et al. 2017, arXiv:1704.00028, equation 3 and Algorithm 1.

import type { WganGpSpec } from '../../spec/run-spec.ts';
import type { Objective } from '../objective.ts';
import { gradientPenalty } from '../penalties/gradient-penalty.ts';
import { wassersteinCriticLoss, wassersteinGeneratorLoss } from './wgan.ts';

/**
 * With f the critic's output, as it stands:
 *
 *     critic     E f(G(z)) - E f(x) + lambda E (|grad f(x-hat)| - 1)^2
 *     generator  -E f(G(z))
 */
export function wganGp(spec: WganGpSpec): Objective {
  return {
    kind: 'wgan-gp',
    criticLoss: wassersteinCriticLoss,
    generatorLoss: wassersteinGeneratorLoss,
    penalty: gradientPenalty(spec.lambda),
    clip: null,
    output: 'score',
  };
}
