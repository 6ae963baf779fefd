// Exports that take a while: they tell how far they are, can be given up, and leave room for others in between.

import { setImmediate } from 'node:timers/promises';

export interface Work {
  /** Gives it up: what is under way rejects with the signal's reason, and leaves nothing. */
  readonly signal?: AbortSignal;
  /** How far it is: `done` grows up to `of`, in units that only the export knows. */
  readonly onProgress?: (done: number, of: number) => void;
}

/** Longest time without looking up, so that a window that is drawn in the same process stays smooth. */
const turnMs = 8;

/** What to wait for between small pieces of work. It rejects once the work was given up. */
export function pacer({ signal, onProgress }: Work): (done: number, of: number) => Promise<void> {
  let since = performance.now();
  return async (done, of) => {
    signal?.throwIfAborted();
    if (performance.now() - since < turnMs) return;
    onProgress?.(done, of);
    await setImmediate();
    signal?.throwIfAborted();
    since = performance.now();
  };
}
