// How many of some runs are in which state, in words.

import type { RunState, RunSummary } from '../../../core/protocol/contract.ts';
import { stateWords } from '../runs/words.ts';

/** "2 running, 4 queued", in the order of `stateWords`. */
export function stateCounts(runs: readonly Pick<RunSummary, 'state'>[]): string {
  const counts = new Map<RunState, number>();
  for (const { state } of runs) counts.set(state, (counts.get(state) ?? 0) + 1);
  return Object.entries(stateWords)
    .flatMap(([state, words]) => {
      const count = counts.get(state as RunState);
      return count === undefined ? [] : [`${count} ${words.toLowerCase()}`];
    })
    .join(', ');
}
