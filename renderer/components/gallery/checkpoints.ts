// Which checkpoints a run has, as far as its view knows.

import type { RunDetail, RunMark } from '../../../core/protocol/contract.ts';

/** Iterations of the checkpoints, in order: those that were read, and those that were told since. */
export function checkpointsOf(detail: RunDetail | null, marks: readonly RunMark[]): readonly number[] {
  const known = new Set<number>(detail?.checkpoints.map(({ iteration }) => iteration));
  for (const { seq, kind, iteration } of marks) {
    if (seq <= (detail?.seq ?? 0)) continue;
    if (kind === 'checkpoint') known.add(iteration);
    if (kind === 'rewound') for (const one of [...known]) if (one > iteration) known.delete(one);
  }
  return [...known].sort((one, other) => one - other);
}

/** The one nearest to an iteration; null when there is none. */
export function nearestCheckpoint(checkpoints: readonly number[], iteration: number): number | null {
  let best: number | null = null;
  for (const one of checkpoints) {
    if (best === null || Math.abs(one - iteration) < Math.abs(best - iteration)) best = one;
  }
  return best;
}
