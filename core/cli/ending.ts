// What is said when a run has ended: how, with which numbers, and what can be done next.

import { countText, durationText } from '../export/ticks.ts';
import type { RunRecord } from '../store/run-record.ts';
import type { Store } from '../store/store.ts';
import type { Context } from './context.ts';
import { measureText, tellingMetrics } from './measures.ts';

/** "EM 3.21, SWD 0.41" */
export function lastNumbers(store: Store, { id, spec }: RunRecord): string {
  const last = store.series.lastValues(id);
  return tellingMetrics(spec)
    .flatMap((key) => {
      const value = last[key]?.value;
      return value === undefined ? [] : [measureText(key, value)];
    })
    .join(', ');
}

/** Whether there is something to go on from. */
export function isResumable(store: Store, { id, status }: RunRecord): boolean {
  if (status === 'completed' || status === 'diverged') return false;
  return store.checkpoints.list(id).length > 0 || store.series.keys(id).length === 0;
}

/** How a run ended, for people. */
export function endingText(store: Store, run: RunRecord, { program }: Context): string {
  const { id, name, status, statusDetail, iteration, activeSeconds } = run;
  const where = `iteration ${countText(iteration)}, ${durationText(activeSeconds)} of training`;
  const go = isResumable(store, run) ? `\nGo on with: ${program} resume ${id}` : '';
  switch (status) {
    case 'completed':
      return `${name} is done: ${where}. ${lastNumbers(store, run)}`.trimEnd();
    case 'interrupted':
      return `${statusDetail ?? `${name} is saved and stopped: ${where}.`}${go}`;
    case 'diverged':
    case 'crashed':
    case 'failed':
      return `${name} ${status}. ${statusDetail ?? ''}`.trimEnd() + go;
    case 'queued':
    case 'running':
    case 'paused':
      return `${name} is ${status}: ${where}.`;
  }
}
