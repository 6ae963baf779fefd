// Which runs of an experiment there are, and which are still to be trained.

import type { ExperimentCard, RunSummary } from '../../../core/protocol/contract.ts';

type Known = Pick<RunSummary, 'id' | 'name' | 'state' | 'compareGroup'>;

const lost: ReadonlySet<RunSummary['state']> = new Set(['failed', 'crashed', 'interrupted']);

/** The newest run of each arm that trains, waits or has come to its end, in the order of the arms. */
export function runsOf(
  { arms, group }: Pick<ExperimentCard, 'arms' | 'group'>,
  runs: readonly Known[],
): readonly Known[] {
  return arms.flatMap(({ spec }) => {
    const run = runs.find(
      ({ name, compareGroup, state }) => compareGroup === group && name === spec.name && !lost.has(state),
    );
    return run === undefined ? [] : [run];
  });
}

export function armsLeft(
  { arms }: Pick<ExperimentCard, 'arms'>,
  trained: readonly Known[],
): ExperimentCard['arms'] {
  const there = new Set(trained.map(({ name }) => name));
  return arms.filter(({ spec }) => !there.has(spec.name));
}
