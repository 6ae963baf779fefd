// What can be done with runs in which state, and the sentences about it.

import type { Deleted, RunSummary } from '../../../core/protocol/contract.ts';
import { formatBytes, formatCount } from '../../composables/format.ts';
import { isActive } from '../../composables/progress.ts';

type Rule = (run: RunSummary) => boolean;

export const canPause: Rule = ({ state }) => state === 'running' || state === 'starting';
export const canContinue: Rule = ({ state }) => state === 'paused';
/** Stopping a queued run takes it out of the queue. */
export const canStop: Rule = (run) => isActive(run) || run.state === 'queued';
export const canResume: Rule = ({ resumable }) => resumable;
export const canDelete: Rule = (run) => !isActive(run);

/** "1 run", "3 runs" */
export const runCount = (count: number): string => `${formatCount(count)} run${count === 1 ? '' : 's'}`;

/** "Deleted 3 runs, 9.3 MB." */
export function deletedSentence({ runs, bytes }: Deleted, name: string | null): string {
  const what = runs.length === 1 && name !== null ? `“${name}”` : runCount(runs.length);
  return `Deleted ${what}, ${formatBytes(bytes)}.`;
}

/** Why some runs cannot be deleted. */
export function inTrainingSentence(runs: readonly RunSummary[]): string {
  const [first] = runs;
  return runs.length === 1
    ? `“${first.name}” is in training and was not deleted. Stop it first.`
    : `${runCount(runs.length)} are in training and were not deleted. Stop them first.`;
}
