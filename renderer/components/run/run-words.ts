// Sentences about the state of a run, for the banner and for the place where values will be.

import type { RunSummary } from '../../../core/protocol/contract.ts';
import { formatCount } from '../../composables/format.ts';

export interface Banner {
  readonly tone: 'bad' | 'warn' | 'info';
  readonly title: string;
  readonly text: string;
}

/** What went wrong or stands still; null while there is nothing to say. */
export function bannerOf({ state, detail, iteration, resumable }: RunSummary): Banner | null {
  const at = `iteration ${formatCount(iteration)}`;
  const offer = resumable ? ' Resume goes on from its newest checkpoint.' : '';
  switch (state) {
    case 'crashed':
      return {
        tone: 'bad',
        title: `Crashed at ${at}`,
        text: detail ?? `Its trainer process ended unexpectedly.${offer}`,
      };
    case 'failed':
      return { tone: 'bad', title: 'Failed', text: detail ?? `It could not be trained.${offer}` };
    case 'diverged':
      return {
        tone: 'bad',
        title: `Diverged at ${at}`,
        text:
          detail ??
          `A value became NaN or infinite.${offer} Duplicate it with a smaller learning rate to try again.`,
      };
    case 'interrupted':
      return { tone: 'info', title: `Stopped at ${at}`, text: detail ?? `It was saved.${offer}` };
    case 'queued':
    case 'starting':
    case 'running':
    case 'paused':
    case 'completed':
      return null;
  }
}

/** What a run without values waits for. @param before runs in training now */
export function waitingWords({ state, queuePlace }: RunSummary, before: readonly string[]): string {
  switch (state) {
    case 'queued': {
      const place = `Place ${queuePlace ?? 1} in the queue. `;
      if (before.length === 0) return `${place}It starts as soon as there is room.`;
      const names = before
        .slice(0, 2)
        .map((name) => `“${name}”`)
        .join(' and ');
      const more = before.length > 2 ? ` and ${before.length - 2} more` : '';
      return `${place}It starts when there is room beside ${names}${more}.`;
    }
    case 'starting':
      return 'Its trainer reads the data and compiles the training step. The first values follow in some seconds.';
    case 'running':
      return 'The first iteration is being computed.';
    case 'paused':
    case 'completed':
    case 'interrupted':
    case 'diverged':
    case 'crashed':
    case 'failed':
      return 'It ended before the first value was stored.';
  }
}
