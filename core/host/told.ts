// What a window that watches a run is told of its journal.

import type { HostEvents, RunId } from '../protocol/contract.ts';

export type WatchEvents = Pick<HostEvents, 'metrics' | 'grid' | 'mark' | 'rewound'>;

export type Told = {
  readonly [K in keyof WatchEvents]: {
    readonly run: RunId;
    /** With this told, everything in the journal up to the number is. */
    readonly seq: number;
    readonly name: K;
    readonly value: WatchEvents[K];
    /** On the line, roughly. */
    readonly bytes: number;
  };
}[keyof WatchEvents];
