// The workstation: a host with a queue, for any number of windows. The desktop app and the loopback server each are a
// shell around one.

import { availableParallelism } from 'node:os';
import type { MetricsEvent } from '../gan/events.ts';
import type { RunId, RunSummary, Settings } from '../protocol/contract.ts';
import { serve } from '../protocol/serve.ts';
import type { Transport } from '../protocol/transport.ts';
import { StoreError } from '../store/errors.ts';
import type { StoredSummary } from '../store/summaries.ts';
import { Arrivals } from './arrivals.ts';
import { findAsset, type Asset } from './assets.ts';
import { tellMetrics } from './batches.ts';
import { toCallError } from './call-errors.ts';
import { callsOf } from './calls.ts';
import { Engines, type ListEngines } from './engines.ts';
import type { HostEvent } from './events.ts';
import { ExportFolder } from './export-folder.ts';
import { Exports } from './exports.ts';
import { tellGrid } from './grids.ts';
import { openHost, type Host } from './host.ts';
import { Measurer } from './measurer.ts';
import { Outbox } from './outbox.ts';
import { Outside } from './outside.ts';
import { Downloads } from './downloads.ts';
import { Previews } from './previews.ts';
import { RunQueue } from './queue.ts';
import { Rates } from './rates.ts';
import { replay } from './replay.ts';
import { forkProcess, forkTrainer, type ForkProcess, type ForkTrainer } from './run-process.ts';
import { RunOrders } from './run-orders.ts';
import { changeSettings, readSettings } from './settings.ts';
import { Studios } from './studios.ts';
import { toSummary } from './summaries.ts';
import { Trash } from './trash.ts';
import { Trials } from './trials.ts';
import { Windows, type Window } from './windows.ts';

export type { Asset };

export interface WorkstationOptions {
  /** Folder of the store. */
  readonly dataDir: string;
  /** Folder of the bundled datasets and fonts. */
  readonly resourcesDir: string;
  /** The trainer's script. */
  readonly trainerEntry: string;
  /** The exporter's script. */
  readonly exporterEntry: string;
  readonly engines: ListEngines;
  /** Of the program. */
  readonly version: string;
  readonly shell: 'desktop' | 'server';
  /** How trainer processes are started; as children of this one unless given. */
  readonly forkTrainer?: ForkTrainer;
  /** The same for exporter processes. */
  readonly forkExporter?: ForkProcess;
  /** Processors that runs may share; those of the machine unless given. */
  readonly processors?: number;
  /** Bytes that are free; those of the machine unless given. */
  readonly freeMemory?: () => number;
}

/** What shells want to know. */
export type ShellEvent =
  /** A run that was trained here is over. */
  | { readonly kind: 'ended'; readonly run: RunSummary }
  /** Whether anything computes now. */
  | { readonly kind: 'training'; readonly training: boolean }
  | { readonly kind: 'settings'; readonly settings: Settings };

export interface Workstation {
  readonly settings: Settings;
  /** Serves one window. Returns the undo, after which nothing is sent any more. */
  connect(transport: Transport): () => void;
  /** A file of a run, or one that was exported, by its address; null where there is none. */
  asset(path: string): Asset | null;
  /** Calls the listener with what happens from now on; it must not throw. Returns the undo. */
  on(listener: (event: ShellEvent) => void): () => void;
  /** Saves and stops all runs, empties the trash and closes the store. Waiting runs wait for the next time. */
  close(): Promise<void>;
}

/** What the addresses of exported files begin with. */
const exportAddress = 'exports/';

/** How often lists are told how far a run is. */
const progressMs = 500;

/**
 * Opens the workstation of a data directory, and goes on with what waits in its queue.
 * @throws StoreError, `busy` when another process has the workstation open
 */
export function openWorkstation(options: WorkstationOptions): Workstation {
  const host = openHost(options);
  let release: (() => void) | null = null;
  try {
    release = host.store.claimWorkstation();
    return new OpenWorkstation(host, options, release, new ExportFolder(options.dataDir));
  } catch (error) {
    release?.();
    host.store.close();
    throw error;
  }
}

class OpenWorkstation implements Workstation {
  readonly #host: Host;
  readonly #options: WorkstationOptions;
  readonly #release: () => void;
  readonly #folder: ExportFolder;
  readonly #windows = new Windows();
  readonly #engines: Engines;
  readonly #queue: RunQueue;
  readonly #orders: RunOrders;
  readonly #outside: Outside;
  readonly #previews: Previews;
  readonly #measurer: Measurer;
  readonly #downloads = new Downloads();
  readonly #trash: Trash;
  readonly #rates = new Rates();
  readonly #listeners = new Set<(event: ShellEvent) => void>();
  /** Runs whose progress lists have not been told of. */
  readonly #moved = new Set<RunId>();
  readonly #paused = new Set<RunId>();
  /** Hang up on each of the windows. */
  readonly #leaves = new Set<() => void>();
  /** Of windows that have left: until their processes are gone. */
  readonly #leaving = new Set<Promise<unknown>>();
  #moveTimer: NodeJS.Timeout | null = null;
  #settings: Settings;
  #isTraining = false;
  /** Counts parts of measurements that were stored. */
  #measured = 0;
  #closing: Promise<void> | null = null;

  constructor(host: Host, options: WorkstationOptions, release: () => void, folder: ExportFolder) {
    this.#host = host;
    this.#options = options;
    this.#release = release;
    this.#folder = folder;
    const { store } = host;
    this.#settings = readSettings(store);
    this.#engines = new Engines(options.engines, (step, done, of) => {
      this.#windows.tell('busy', { what: 'engines', step, done, of });
    });
    const changed = (run: RunId): void => {
      this.#changed(run);
    };
    const usualEngine = (): string => this.#settings.engine;
    this.#queue = new RunQueue({
      host,
      choose: (requested) => this.#engines.choose(requested),
      usualEngine,
      runsAtOnce: () => this.#settings.runsAtOnce,
      processors: this.#processors,
      freeMemory: options.freeMemory ?? (() => process.availableMemory()),
      changed,
      refused: (run) => {
        this.#tellShell({ kind: 'ended', run: this.#summary(run) });
      },
      failed: report,
    });
    this.#orders = new RunOrders({ host, queue: this.#queue, engines: this.#engines, usualEngine, changed });
    this.#outside = new Outside({
      store,
      isWanted: () => !this.#windows.isEmpty,
      isOurs: (run) => host.isTraining(run),
      changed: (runs) => {
        for (const run of runs) this.#changedOutside(run);
      },
      gone: (runs) => {
        this.#windows.tellGone(runs);
      },
      failed: report,
    });
    this.#previews = new Previews(this.#processOptions);
    this.#measurer = new Measurer({
      ...this.#processOptions,
      store,
      choose: (requested) => this.#engines.choose(requested),
      told: (run, step, done, of, behind) => {
        this.#windows.tell('measuring', { run, step, done, of, behind, stored: this.#measured });
      },
      stored: () => {
        this.#measured += 1;
      },
      isTraining: () => this.#queue.busy.length > 0,
      isAutomatic: () => this.#settings.measureWhenComplete,
      failed: report,
    });
    this.#trash = new Trash(store, report);
    host.on((event) => {
      this.#hear(event);
    });
    this.#outside.start();
    this.#queue.look();
  }

  get settings(): Settings {
    return this.#settings;
  }

  connect(transport: Transport): () => void {
    const { store } = this.#host;
    const outbox = new Outbox({
      post: (message) => {
        transport.post(message);
      },
      replay: (run, afterSeq) => replay(store, run, afterSeq),
      failed: report,
    });
    const window: Window = { outbox, lists: false };
    const choose = (requested: string) => this.#engines.choose(requested);
    const trials = new Trials({ ...this.#processOptions, choose }, (step, done, of) => {
      outbox.tell('busy', { what: 'trial', step, done, of });
    });
    const studios = new Studios({ ...this.#processOptions, store, choose, processors: this.#processors });
    const busy = (step: string, done: number, of: number): void => {
      outbox.tell('busy', { what: 'export', step, done, of });
    };
    const exporting = { ...this.#exporterOptions, store, folder: this.#folder };
    const exports = new Exports(exporting, busy);
    const arrived = (runs: readonly RunId[]): void => {
      for (const run of runs) this.#changed(run);
    };
    const arrivals = new Arrivals({ ...exporting, arrived }, busy);
    this.#windows.add(window);
    const calls = callsOf({
      options: this.#options,
      store,
      window,
      trials,
      studios,
      exports,
      arrivals,
      engines: this.#engines,
      orders: this.#orders,
      previews: this.#previews,
      measurer: this.#measurer,
      downloads: this.#downloads,
      settings: () => this.#settings,
      changeSettings: (change) => this.#changeSettings(change),
      list: () => this.#outside.list().map((run) => this.#living(run)),
      summary: (run) => this.#summary(run),
      tellNote: (note) => {
        this.#windows.tell('note', note);
      },
      changed: (run) => {
        this.#changed(run);
      },
      moved: () => {
        this.#placesChanged();
      },
      deleteRuns: (runs) => this.#deleteRuns(runs),
      restoreRuns: (runs) => {
        this.#restoreRuns(runs);
      },
    });
    const stopServing = serve(transport, {
      calls,
      seen: (number) => {
        outbox.seen(number);
      },
      describe: (error) => toCallError(error, report),
    });
    const leave = (): void => {
      if (!this.#leaves.delete(leave)) return;
      stopServing();
      trials.stop();
      this.#windows.remove(window);
      const left = Promise.all([studios.closeAll(), exports.close(), arrivals.close()])
        .catch(report)
        .finally(() => this.#leaving.delete(left));
      this.#leaving.add(left);
    };
    this.#leaves.add(leave);
    transport.closed(leave);
    return leave;
  }

  asset(path: string): Asset | null {
    if (path.startsWith(exportAddress)) return this.#folder.find(path.slice(exportAddress.length));
    return findAsset(this.#host.store, this.#options.resourcesDir, path);
  }

  on(listener: (event: ShellEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  get #processOptions() {
    const { trainerEntry, resourcesDir, forkTrainer: fork = forkTrainer } = this.#options;
    return { fork, trainerEntry, resourcesDir };
  }

  get #exporterOptions() {
    const { exporterEntry, resourcesDir, dataDir, version, forkExporter: fork = forkProcess } = this.#options;
    return { fork, exporterEntry, resourcesDir, dataDir, version };
  }

  get #processors(): number {
    return this.#options.processors ?? availableParallelism();
  }

  async #close(): Promise<void> {
    this.#outside.stop();
    this.#downloads.cancel();
    this.#queue.close();
    await this.#measurer.close();
    await this.#host.stop();
    if (this.#moveTimer !== null) clearTimeout(this.#moveTimer);
    this.#trash.empty();
    for (const leave of this.#leaves) leave();
    await Promise.all(this.#leaving);
    this.#folder.empty();
    this.#release();
    this.#host.store.close();
  }

  #hear(event: HostEvent): void {
    switch (event.kind) {
      case 'run': {
        const { id, status } = event.run;
        this.#rates.forget(id);
        this.#setPaused(id, status === 'paused');
        this.#changed(id);
        if (status !== 'running' && status !== 'paused')
          this.#tellShell({ kind: 'ended', run: this.#summary(id) });
        if (status === 'completed') this.#measurer.completed(id);
        break;
      }
      case 'metrics':
        this.#rates.saw(event.run, event.events[event.events.length - 1].iteration);
        this.#followMetrics(event.run, event.seq, event.events);
        this.#move(event.run);
        break;
      case 'samples':
        if (this.#windows.isWatched(event.run)) this.#followGrid(event.run, event.iteration, event.seq);
        this.#move(event.run);
        break;
      case 'checkpoint':
        this.#windows.catchUp(event.run);
        this.#move(event.run);
        break;
      case 'mark':
        this.#windows.catchUp(event.run);
        break;
      case 'notice': {
        const { iteration } = this.#host.store.runs.summary(event.run);
        this.#host.store.marks.add(event.run, { kind: 'note', iteration, text: event.sentence });
        this.#windows.catchUp(event.run);
        break;
      }
    }
  }

  /** Built only where somebody watches, and once for all who do. */
  #followMetrics(run: RunId, seq: number, events: readonly MetricsEvent[]): void {
    if (this.#windows.isWatched(run)) this.#windows.follow(tellMetrics(run, seq, events));
  }

  #followGrid(run: RunId, iteration: number, seq: number): void {
    try {
      this.#windows.follow(tellGrid(this.#host.store, run, iteration, seq));
    } catch (error) {
      // It was stored a moment ago; whoever asks for it will hear what is wrong with its file.
      report(error);
    }
  }

  /** How far a run is, told a few times a second. */
  #move(run: RunId): void {
    if (!this.#windows.listed) return;
    this.#moved.add(run);
    this.#moveTimer ??= setTimeout(() => {
      this.#moveTimer = null;
      for (const id of [...this.#moved]) this.#tellRun(id);
    }, progressMs);
  }

  /** A run is other than it was: everybody is told at once. */
  #changed(run: RunId): void {
    this.#tellRun(run);
    this.#windows.catchUp(run);
    this.#tellTraining();
    this.#measurer.look();
  }

  #tellRun(run: RunId): void {
    this.#moved.delete(run);
    if (!this.#windows.listed) return;
    try {
      const stored = this.#host.store.runs.summary(run);
      this.#outside.told(stored);
      this.#windows.tellRun(this.#living(stored));
    } catch (error) {
      // A run that was deleted meanwhile is not told of.
      if (!(error instanceof StoreError && error.code === 'unknown')) report(error);
    }
  }

  #changedOutside(stored: StoredSummary): void {
    if (stored.status === 'running') this.#rates.saw(stored.id, stored.iteration);
    else this.#rates.forget(stored.id);
    this.#windows.tellRun(this.#living(stored));
    this.#windows.catchUp(stored.id);
  }

  #setPaused(run: RunId, isPaused: boolean): void {
    if (isPaused) this.#paused.add(run);
    else this.#paused.delete(run);
    this.#queue.pause(run, isPaused);
  }

  #tellTraining(): void {
    const training = this.#queue.busy.some((run) => !this.#paused.has(run));
    if (training === this.#isTraining) return;
    this.#isTraining = training;
    this.#tellShell({ kind: 'training', training });
  }

  #tellShell(event: ShellEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  /** Places in the queue that runs move up to are told of, too. */
  #placesChanged(): void {
    for (const id of this.#host.store.runs.queue()) this.#tellRun(id);
  }

  #summary(run: RunId): RunSummary {
    return this.#living(this.#host.store.runs.summary(run));
  }

  #living(stored: StoredSummary): RunSummary {
    return toSummary(stored, {
      isStarting: (run) => this.#queue.isStarting(run),
      rate: (run) => this.#rates.of(run),
      foresee: (requested) => this.#engines.foresee(requested ?? this.#settings.engine),
    });
  }

  #changeSettings(change: Partial<Settings>): Settings {
    if (change.engine !== undefined) this.#engines.check(change.engine);
    this.#settings = changeSettings(this.#host.store, change);
    this.#windows.tell('settings', this.#settings);
    this.#tellShell({ kind: 'settings', settings: this.#settings });
    this.#queue.look();
    return this.#settings;
  }

  #deleteRuns(runs: readonly RunId[]) {
    this.#queue.checkIdle(runs);
    const deleted = this.#trash.put(runs);
    this.#outside.toldGone(deleted.runs);
    this.#windows.tellGone(deleted.runs);
    this.#placesChanged();
    return deleted;
  }

  #restoreRuns(runs: readonly RunId[]): void {
    this.#trash.restore(runs);
    for (const run of runs) this.#changed(run);
    this.#placesChanged();
    this.#queue.look();
  }
}

/** For whoever looks into it: what windows are told is a sentence. */
function report(error: unknown): void {
  console.error(error);
}
