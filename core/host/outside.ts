// What other processes do to the same store, such as a training in a terminal: looked for about once a second while
// there is a window to show it, at next to no cost while nothing changes.

import type { RunId } from '../protocol/contract.ts';
import type { Store } from '../store/store.ts';
import type { StoredSummary } from '../store/summaries.ts';

const lookMs = 1000;
/** Reading all runs may take this share of the time. */
const readingShare = 0.02;

export interface OutsideOptions {
  readonly store: Store;
  /** Whether somebody would be told. */
  readonly isWanted: () => boolean;
  /** Whether the run is trained here: then all of it is told of already. */
  readonly isOurs: (run: RunId) => boolean;
  /** Runs that are new or other than they were. */
  readonly changed: (runs: readonly StoredSummary[]) => void;
  readonly gone: (runs: readonly RunId[]) => void;
  readonly failed: (error: unknown) => void;
}

export class Outside {
  readonly #options: OutsideOptions;
  #known = new Map<RunId, StoredSummary>();
  #version = -1;
  #notBefore = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(options: OutsideOptions) {
    this.#options = options;
  }

  start(): void {
    this.#timer ??= setInterval(() => {
      if (!this.#options.isWanted()) return;
      try {
        this.#look();
      } catch (error) {
        this.#options.failed(error);
      }
    }, lookMs);
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }

  /** All runs as they are now, newest first; what is new about them is told. */
  list(): readonly StoredSummary[] {
    const { store, isOurs, changed, gone } = this.#options;
    const before = this.#known;
    this.#version = store.dataVersion();
    const runs = store.runs.summaries();
    this.#known = new Map(runs.map((run) => [run.id, run]));
    changed(runs.filter((run) => !isOurs(run.id) && !isSame(run, before.get(run.id))));
    const lost = [...before.keys()].filter((id) => !this.#known.has(id));
    if (lost.length > 0) gone(lost);
    return runs;
  }

  /** Everybody has been told of this. */
  told(run: StoredSummary): void {
    this.#known.set(run.id, run);
  }

  /** Everybody has been told that they are gone. */
  toldGone(runs: readonly RunId[]): void {
    for (const run of runs) this.#known.delete(run);
  }

  #look(): void {
    this.#reconcile();
    const begun = performance.now();
    if (begun < this.#notBefore || this.#options.store.dataVersion() === this.#version) return;
    this.list();
    const end = performance.now();
    this.#notBefore = end + (end - begun) / readingShare;
  }

  /** Finds those whose process has vanished without a word. */
  #reconcile(): void {
    const { store, isOurs, changed } = this.#options;
    const trained = [...this.#known.values()].some(
      ({ id, status }) => (status === 'running' || status === 'paused') && !isOurs(id),
    );
    if (!trained) return;
    const crashed = store.runs.reconcile().map(({ id }) => store.runs.summary(id));
    for (const run of crashed) this.told(run);
    if (crashed.length > 0) changed(crashed);
  }
}

/** The journal's number and how far it is tell of all that training does; the rest is what people do. */
function isSame(run: StoredSummary, before: StoredSummary | undefined): boolean {
  return (
    before !== undefined &&
    run.seq === before.seq &&
    run.status === before.status &&
    run.iteration === before.iteration &&
    run.bytes === before.bytes &&
    run.name === before.name &&
    run.note === before.note &&
    run.starred === before.starred &&
    run.queuePlace === before.queuePlace &&
    run.requestedEngine === before.requestedEngine &&
    run.tags.join('\n') === before.tags.join('\n')
  );
}
