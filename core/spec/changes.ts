// What may be changed while a run trains: numbers that every update is given anew, so that nothing has to be compiled
// again. The specification itself stays as the run was started with.

import { valueAt, withValueAt, type PlainObject } from './paths.ts';
import { showValue } from './problem.ts';
import type { RunSpec } from './run-spec.ts';
import { parseSpec } from './schema.ts';

/** The weight of the penalty: a run has one of them at most. */
const weightPaths = ['objective.lambda', 'penalty.lambda', 'penalty.gamma'] as const;

export const changeablePaths = [
  'optimizer.critic.lr',
  'optimizer.generator.lr',
  'objective.nCritic',
  ...weightPaths,
] as const;
export type ChangeablePath = (typeof changeablePaths)[number];

/** Values that are in force instead of the specification's. */
export type ChangedValues = Readonly<Partial<Record<ChangeablePath, number>>>;

/** What the specification itself says; undefined where it has no such field, as for the weight of no penalty. */
export function specifiedValue(spec: RunSpec, path: ChangeablePath): number | undefined {
  const value = valueAt(spec, path);
  return typeof value === 'number' ? value : undefined;
}

/** Where the weight of the penalty is that a run trains with; undefined for a run without one. */
export function penaltyWeightPath(spec: RunSpec): (typeof weightPaths)[number] | undefined {
  return weightPaths.find((path) => specifiedValue(spec, path) !== undefined);
}

/** Those that mean something for a run. */
export function changeablePathsOf(spec: RunSpec): readonly ChangeablePath[] {
  return changeablePaths.filter((path) => specifiedValue(spec, path) !== undefined);
}

/**
 * A sentence on why a value cannot be taken; null when it can. A specification may have the same values, but for those
 * that are infinite in float32, which updates compute with.
 */
export function changeProblem(spec: RunSpec, path: ChangeablePath, value: unknown): string | null {
  if (specifiedValue(spec, path) === undefined) return absent(spec, path);
  if (typeof value === 'number' && Number.isFinite(value) && !Number.isFinite(Math.fround(value)))
    return `${path} must be below 3.4e38, the largest number that training computes with, not ${showValue(value)}.`;
  const parsed = parseSpec(withValueAt(spec as unknown as PlainObject, path, value));
  return 'problems' in parsed ? parsed.problems.map(({ sentence }) => sentence).join(' ') : null;
}

/** Why a run has nothing at a path. The learning rates and n_critic are there always. */
function absent(spec: RunSpec, path: ChangeablePath): string {
  const weight = penaltyWeightPath(spec);
  return weight === undefined
    ? `${path} cannot be changed: this run has no penalty. Train another with objective.kind wgan-gp, or with penalty.kind gp.`
    : `${path} cannot be changed: this run has none. The weight of its penalty is ${weight}.`;
}
