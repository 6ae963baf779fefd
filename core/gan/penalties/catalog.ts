// Every penalty that an objective can be given, by the kind that a run's spec names.

import type { PenaltySpec } from '../../spec/run-spec.ts';
import type { Objective, Penalty } from '../objective.ts';
import { draganPenalty } from './dragan-penalty.ts';
import { gradientPenalty } from './gradient-penalty.ts';
import { lipschitzPenalty } from './lipschitz-penalty.ts';
import { r1Penalty } from './r1-penalty.ts';

/** The penalty that a validated spec describes; null for none. */
function createPenalty(spec: PenaltySpec): Penalty | null {
  switch (spec.kind) {
    case 'none':
      return null;
    case 'gp':
      return gradientPenalty(spec.lambda);
    case 'lp':
      return lipschitzPenalty(spec.lambda);
    case 'dragan':
      return draganPenalty(spec);
    case 'r1':
      return r1Penalty(spec.gamma);
    default:
      return spec satisfies never;
  }
}

/** The objective with a penalty beside its losses; as it is for none. One that has its own takes no other. */
export function withPenalty(objective: Objective, spec: PenaltySpec): Objective {
  const penalty = createPenalty(spec);
  if (penalty === null) return objective;
  if (objective.penalty !== null) throw new Error(`${objective.kind} has a penalty of its own.`);
  return { ...objective, penalty };
}
