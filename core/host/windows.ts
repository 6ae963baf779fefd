// All windows that are connected: who is told of what.

import type { HostEvents, RunId, RunSummary } from '../protocol/contract.ts';
import type { Outbox } from './outbox.ts';
import type { Told } from './told.ts';

export interface Window {
  readonly outbox: Outbox;
  /** Whether it has asked for the list of runs, and wants to know of changes. */
  lists: boolean;
}

export class Windows {
  readonly #windows = new Set<Window>();

  add(window: Window): void {
    this.#windows.add(window);
  }

  remove(window: Window): void {
    window.outbox.close();
    this.#windows.delete(window);
  }

  get isEmpty(): boolean {
    return this.#windows.size === 0;
  }

  /** Whether any of them has the list of runs. */
  get listed(): boolean {
    return [...this.#windows].some(({ lists }) => lists);
  }

  tellRun(run: RunSummary): void {
    for (const { outbox, lists } of this.#windows) if (lists) outbox.tell('run', run);
  }

  tellGone(runs: readonly RunId[]): void {
    for (const { outbox, lists } of this.#windows) {
      for (const run of runs) outbox.unwatch(run);
      if (lists) outbox.tell('gone', { runs });
    }
  }

  tell<K extends 'settings' | 'busy' | 'measuring' | 'note'>(name: K, value: HostEvents[K]): void {
    for (const { outbox } of this.#windows) outbox.tell(name, value);
  }

  isWatched(run: RunId): boolean {
    return [...this.#windows].some(({ outbox }) => outbox.watches(run));
  }

  /** Tells those who watch the run of the next thing in its journal. */
  follow(told: Told): void {
    for (const { outbox } of this.#windows) outbox.follow(told);
  }

  /** Something was stored of the run that nothing was told of. */
  catchUp(run: RunId): void {
    for (const { outbox } of this.#windows) outbox.catchUp(run);
  }
}
