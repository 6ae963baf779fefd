// What a host announces. All but notices has been stored before.

import type { CheckpointEvent, MetricsEvent } from '../gan/events.ts';
import type { RunRecord } from '../store/runs.ts';

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
  | { readonly kind: 'metrics'; readonly run: string; readonly events: readonly MetricsEvent[] }
  /** A grid of samples; the store has it. */
  | ({ readonly kind: 'samples' } & Place)
  | ({ readonly kind: 'checkpoint'; readonly reason: CheckpointEvent['reason'] } & Place)
  /** Something to know about a run, as a sentence. */
  | { readonly kind: 'notice'; readonly run: string; readonly sentence: string };
