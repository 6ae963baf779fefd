// A note from the system when a run ended while nobody was looking at the window.

import type { RunSummary } from '../core/protocol/contract.ts';

export interface NotificationText {
  readonly title: string;
  readonly body: string;
}

type EndedRun = Pick<RunSummary, 'name' | 'state' | 'detail' | 'iteration' | 'iterations'>;

/** What to say of a run that ended; null where the user ended it, or it has not ended. */
export function endNotification(run: EndedRun): NotificationText | null {
  const body = ending(run);
  return body === null ? null : { title: run.name, body };
}

function ending({ state, detail, iteration, iterations }: EndedRun): string | null {
  const at = counted(iteration);
  switch (state) {
    case 'completed':
      return iteration < iterations
        ? `Completed: its time was up after ${at} iterations.`
        : `Completed: ${at} iterations.`;
    case 'diverged':
      return detail ?? `Diverged at iteration ${at}.`;
    case 'crashed':
      return detail ?? `Its training process ended unexpectedly at iteration ${at}.`;
    case 'failed':
      return detail ?? `Failed at iteration ${at}.`;
    case 'interrupted':
    case 'queued':
    case 'starting':
    case 'running':
    case 'paused':
      return null;
    default:
      return state satisfies never;
  }
}

/** Digits in groups of three, as all of the program writes numbers. */
const counted = (count: number): string => count.toLocaleString('en-US');
