// What is told of runs: to windows how they come along, and to the shell when one is over or nothing trains any more.

import type { MetricsEvent } from '../gan/events.ts';
import type { RunId, RunSummary } from '../protocol/contract.ts';
import { StoreError } from '../store/errors.ts';
import type { Store } from '../store/store.ts';
import type { StoredSummary } from '../store/summaries.ts';
import { tellMetrics } from './batches.ts';
import type { Engines } from './engines.ts';
import type { HostEvent } from './events.ts';
import { tellGrid } from './grids.ts';
import type { Measurer } from './measurer.ts';
import type { Outside } from './outside.ts';
import type { RunQueue } from './queue.ts';
import { Rates } from './rates.ts';
import type { ShellEvent } from './shell.ts';
import { toSummary } from './summaries.ts';
import type { Windows } from './windows.ts';

/** How often lists are told how far a run is. */
const progressMs = 500;

export interface NewsOptions {
  readonly store: Store;
  readonly windows: Windows;
  readonly queue: RunQueue;
  readonly outside: Outside;
  readonly measurer: Measurer;
  readonly engines: Engines;
  readonly usualEngine: () => string;
  readonly failed: (error: unknown) => void;
}

export class News {
  readonly #options: NewsOptions;
  readonly #rates = new Rates();
  readonly #listeners = new Set<(event: ShellEvent) => void>();
  /** Runs whose progress lists have not been told of. */
  readonly #moved = new Set<RunId>();
  readonly #paused = new Set<RunId>();
  #moveTimer: NodeJS.Timeout | null = null;
  #isTraining = false;

  constructor(options: NewsOptions) {
    this.#options = options;
  }

  /** Calls the listener with what shells want to know. Returns the undo. */
  on(listener: (event: ShellEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  stop(): void {
    if (this.#moveTimer !== null) clearTimeout(this.#moveTimer);
  }

  hear(event: HostEvent): void {
    switch (event.kind) {
      case 'run': {
        const { id, status } = event.run;
        this.#rates.forget(id);
        this.#setPaused(id, status === 'paused');
        this.changed(id);
        if (status !== 'running' && status !== 'paused')
          this.tellShell({ kind: 'ended', run: this.summary(id) });
        if (status === 'completed') this.#options.measurer.completed(id);
        break;
      }
      case 'metrics':
        this.#rates.saw(event.run, event.events[event.events.length - 1].iteration);
        this.#followMetrics(event.run, event.seq, event.events);
        this.#move(event.run);
        break;
      case 'samples':
        if (this.#options.windows.isWatched(event.run))
          this.#followGrid(event.run, event.iteration, event.seq);
        this.#move(event.run);
        break;
      case 'checkpoint':
        this.#options.windows.catchUp(event.run);
        this.#move(event.run);
        break;
      case 'mark':
        this.#options.windows.catchUp(event.run);
        break;
      case 'notice': {
        const { iteration } = this.#options.store.runs.summary(event.run);
        this.#options.store.marks.add(event.run, { kind: 'note', iteration, text: event.sentence });
        this.#options.windows.catchUp(event.run);
        break;
      }
    }
  }

  /** Built only where somebody watches, and once for all who do. */
  #followMetrics(run: RunId, seq: number, events: readonly MetricsEvent[]): void {
    if (this.#options.windows.isWatched(run)) this.#options.windows.follow(tellMetrics(run, seq, events));
  }

  #followGrid(run: RunId, iteration: number, seq: number): void {
    try {
      this.#options.windows.follow(tellGrid(this.#options.store, run, iteration, seq));
    } catch (error) {
      // It was stored a moment ago; whoever asks for it will hear what is wrong with its file.
      this.#options.failed(error);
    }
  }

  /** How far a run is, told a few times a second. */
  #move(run: RunId): void {
    if (!this.#options.windows.listed) return;
    this.#moved.add(run);
    this.#moveTimer ??= setTimeout(() => {
      this.#moveTimer = null;
      for (const id of [...this.#moved]) this.#tellRun(id);
    }, progressMs);
  }

  /** A run is other than it was: everybody is told at once. */
  changed(run: RunId): void {
    this.#tellRun(run);
    this.#options.windows.catchUp(run);
    this.#tellTraining();
    this.#options.measurer.look();
  }

  #tellRun(run: RunId): void {
    this.#moved.delete(run);
    if (!this.#options.windows.listed) return;
    try {
      const stored = this.#options.store.runs.summary(run);
      this.#options.outside.told(stored);
      this.#options.windows.tellRun(this.living(stored));
    } catch (error) {
      // A run that was deleted meanwhile is not told of.
      if (!(error instanceof StoreError && error.code === 'unknown')) this.#options.failed(error);
    }
  }

  changedOutside(stored: StoredSummary): void {
    if (stored.status === 'running') this.#rates.saw(stored.id, stored.iteration);
    else this.#rates.forget(stored.id);
    this.#options.windows.tellRun(this.living(stored));
    this.#options.windows.catchUp(stored.id);
  }

  #setPaused(run: RunId, isPaused: boolean): void {
    if (isPaused) this.#paused.add(run);
    else this.#paused.delete(run);
    this.#options.queue.pause(run, isPaused);
  }

  #tellTraining(): void {
    const training = this.#options.queue.busy.some((run) => !this.#paused.has(run));
    if (training === this.#isTraining) return;
    this.#isTraining = training;
    this.tellShell({ kind: 'training', training });
  }

  tellShell(event: ShellEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  /** Places in the queue that runs move up to are told of, too. */
  placesChanged(): void {
    for (const id of this.#options.store.runs.queue()) this.#tellRun(id);
  }

  summary(run: RunId): RunSummary {
    return this.living(this.#options.store.runs.summary(run));
  }

  living(stored: StoredSummary): RunSummary {
    return toSummary(stored, {
      isStarting: (run) => this.#options.queue.isStarting(run),
      rate: (run) => this.#rates.of(run),
      foresee: (requested) => this.#options.engines.foresee(requested ?? this.#options.usualEngine()),
    });
  }
}
