// What may be changed while a run trains: numbers that every update is given anew, so that nothing has to be compiled
// again. The specification itself stays as the run was started with.

import { withValueAt, type PlainObject } from './paths.ts';
import type { RunSpec } from './run-spec.ts';
import { parseSpec } from './schema.ts';

export const changeablePaths = [
  'optimizer.critic.lr',
  'optimizer.generator.lr',
  'objective.nCritic',
] as const;
export type ChangeablePath = (typeof changeablePaths)[number];

/** Values that are in force instead of the specification's. */
export type ChangedValues = Readonly<Partial<Record<ChangeablePath, number>>>;

/** What the specification itself says. */
export function specifiedValue({ optimizer, objective }: RunSpec, path: ChangeablePath): number {
  switch (path) {
    case 'optimizer.critic.lr':
      return optimizer.critic.lr;
    case 'optimizer.generator.lr':
      return optimizer.generator.lr;
    case 'objective.nCritic':
      return objective.nCritic;
  }
}

/** A sentence on why a value cannot be taken; null when it can. A specification may have the same values. */
export function changeProblem(spec: RunSpec, path: ChangeablePath, value: unknown): string | null {
  const parsed = parseSpec(withValueAt(spec as unknown as PlainObject, path, value));
  return 'problems' in parsed ? parsed.problems.map(({ sentence }) => sentence).join(' ') : null;
}
