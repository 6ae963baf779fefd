// What a host announces. All but notices has been stored before; `seq` is its number in the run's journal.

import type { MetricsEvent } from '../gan/events.ts';
import type { RunRecord } from '../store/run-record.ts';
import type { SavedCheckpoint } from '../trainer/messages.ts';

interface Place {
  /** The run's id. */
  readonly run: string;
  readonly iteration: number;
  readonly criticUpdates: number;
  readonly activeSeconds: number;
}

export type HostEvent =
  /** A run came to be, or has another status. */
  | { readonly kind: 'run'; readonly run: RunRecord }
  /** In order of iteration. */
  | {
      readonly kind: 'metrics';
      readonly run: string;
      readonly seq: number;
      readonly events: readonly MetricsEvent[];
    }
  /** A grid of samples; the store has it. */
  | ({ readonly kind: 'samples'; readonly seq: number } & Place)
  | ({ readonly kind: 'checkpoint'; readonly reason: SavedCheckpoint['reason'] } & Place)
  /** Something that happened to it, as a sentence; the store has it. */
  | { readonly kind: 'mark'; readonly run: string; readonly sentence: string }
  /** Something to know about a run, as a sentence. */
  | { readonly kind: 'notice'; readonly run: string; readonly sentence: string };
