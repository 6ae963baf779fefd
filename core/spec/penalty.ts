// The penalty on the critic's gradient that is in force in a run: the objective's own, or the one it was given.

import type { ObjectiveSpec, PenaltySpec, RunSpec } from './run-spec.ts';

/** The penalty that belongs to an objective; null for objectives without one. */
export function ownPenalty(objective: ObjectiveSpec): PenaltySpec | null {
  switch (objective.kind) {
    case 'wgan-gp':
      return { kind: 'gp', lambda: objective.lambda };
    case 'wgan-lp':
      return { kind: 'lp', lambda: objective.lambda };
    case 'dragan': {
      const { lambda, k, noise } = objective;
      return { kind: 'dragan', lambda, k, noise };
    }
    default:
      return null;
  }
}

export function penaltyOf({ objective, penalty }: Pick<RunSpec, 'objective' | 'penalty'>): PenaltySpec {
  return ownPenalty(objective) ?? penalty;
}

export function isPenalised(spec: Pick<RunSpec, 'objective' | 'penalty'>): boolean {
  return penaltyOf(spec).kind !== 'none';
}

/** "R1 penalty, γ = 10"; null where there is none. */
export function penaltyWords(penalty: PenaltySpec): string | null {
  switch (penalty.kind) {
    case 'none':
      return null;
    case 'gp':
      return `gradient penalty, λ = ${penalty.lambda}`;
    case 'lp':
      return `one-sided penalty, λ = ${penalty.lambda}`;
    case 'dragan':
      return `penalty around real data, λ = ${penalty.lambda}, k = ${penalty.k}`;
    case 'r1':
      return `R1 penalty, γ = ${penalty.gamma}`;
  }
}
