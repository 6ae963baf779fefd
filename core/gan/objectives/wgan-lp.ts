// Wasserstein GAN whose critic is penalised only where its gradient is too steep, one-sided.
// Source: Petzka, Fischer and Lukovnikov 2018, arXiv:1709.08894.

import type { WganLpSpec } from '../../spec/run-spec.ts';
import type { Objective } from '../objective.ts';
import { lipschitzPenalty } from '../penalties/lipschitz-penalty.ts';
import { wassersteinCriticLoss, wassersteinGeneratorLoss } from './wgan.ts';

/**
 * With f the critic's output, as it stands:
 *
 *     critic     E f(G(z)) - E f(x) + lambda E max(0, |grad f(x-hat)| - 1)^2
 *     generator  -E f(G(z))
 */
export function wganLp(spec: WganLpSpec): Objective {
  return {
    kind: 'wgan-lp',
    criticLoss: wassersteinCriticLoss,
    generatorLoss: wassersteinGeneratorLoss,
    penalty: lipschitzPenalty(spec.lambda),
    clip: null,
    output: 'score',
  };
}
