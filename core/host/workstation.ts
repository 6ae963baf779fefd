// The workstation: a host with a queue, for any number of windows. The desktop app and the loopback server each are a
// shell around one.

import { availableParallelism } from 'node:os';
import type { RunId, Settings } from '../protocol/contract.ts';
import type { Transport } from '../protocol/transport.ts';
import { findAsset, type Asset } from './assets.ts';
import { Connections, type ExporterOptions, type TrainerOptions } from './connections.ts';
import { Downloads } from './downloads.ts';
import { Engines } from './engines.ts';
import { ExportFolder } from './export-folder.ts';
import { openHost, type Host } from './host.ts';
import { Measurer } from './measurer.ts';
import { News } from './news.ts';
import { Outside } from './outside.ts';
import { Previews } from './previews.ts';
import { RunQueue } from './queue.ts';
import { forkProcess, forkTrainer } from './run-process.ts';
import { RunOrders } from './run-orders.ts';
import { changeSettings, readSettings } from './settings.ts';
import type { ShellEvent, Workstation, WorkstationOptions } from './shell.ts';
import { Trash } from './trash.ts';
import { Windows } from './windows.ts';

/** What the addresses of exported files begin with. */
const exportAddress = 'exports/';

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
  readonly #news: News;
  readonly #connections: Connections;
  #settings: Settings;
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
      this.#news.changed(run);
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
        this.#news.tellShell({ kind: 'ended', run: this.#news.summary(run) });
      },
      failed: report,
    });
    this.#orders = new RunOrders({ host, queue: this.#queue, engines: this.#engines, usualEngine, changed });
    this.#outside = new Outside({
      store,
      isWanted: () => !this.#windows.isEmpty,
      isOurs: (run) => host.isTraining(run),
      changed: (runs) => {
        for (const run of runs) this.#news.changedOutside(run);
      },
      gone: (runs) => {
        this.#windows.tellGone(runs);
      },
      failed: report,
    });
    this.#previews = new Previews(this.#trainer);
    this.#measurer = new Measurer({
      ...this.#trainer,
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
    this.#news = new News({
      ...{ store, windows: this.#windows, queue: this.#queue, outside: this.#outside },
      ...{ measurer: this.#measurer, engines: this.#engines, usualEngine, failed: report },
    });
    this.#connections = new Connections({
      options,
      store,
      windows: this.#windows,
      trainer: this.#trainer,
      exporter: this.#exporter,
      folder,
      processors: this.#processors,
      engines: this.#engines,
      orders: this.#orders,
      previews: this.#previews,
      measurer: this.#measurer,
      downloads: this.#downloads,
      settings: () => this.#settings,
      changeSettings: (change) => this.#changeSettings(change),
      list: () => this.#outside.list().map((run) => this.#news.living(run)),
      summary: (run) => this.#news.summary(run),
      tellNote: (note) => {
        this.#windows.tell('note', note);
      },
      changed,
      moved: () => {
        this.#news.placesChanged();
      },
      deleteRuns: (runs) => this.#deleteRuns(runs),
      restoreRuns: (runs) => {
        this.#restoreRuns(runs);
      },
      failed: report,
    });
    host.on((event) => {
      this.#news.hear(event);
    });
    this.#outside.start();
    this.#queue.look();
  }

  get settings(): Settings {
    return this.#settings;
  }

  connect(transport: Transport): () => void {
    return this.#connections.connect(transport);
  }

  asset(path: string): Asset | null {
    if (path.startsWith(exportAddress)) return this.#folder.find(path.slice(exportAddress.length));
    return findAsset(this.#host.store, this.#options.resourcesDir, path);
  }

  on(listener: (event: ShellEvent) => void): () => void {
    return this.#news.on(listener);
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  get #trainer(): TrainerOptions {
    const { trainerEntry, resourcesDir, forkTrainer: fork = forkTrainer } = this.#options;
    return { fork, trainerEntry, resourcesDir };
  }

  get #exporter(): ExporterOptions {
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
    this.#news.stop();
    this.#trash.empty();
    await this.#connections.close();
    this.#folder.empty();
    this.#release();
    this.#host.store.close();
  }

  #changeSettings(change: Partial<Settings>): Settings {
    if (change.engine !== undefined) this.#engines.check(change.engine);
    this.#settings = changeSettings(this.#host.store, change);
    this.#windows.tell('settings', this.#settings);
    this.#news.tellShell({ kind: 'settings', settings: this.#settings });
    this.#queue.look();
    return this.#settings;
  }

  #deleteRuns(runs: readonly RunId[]) {
    this.#queue.checkIdle(runs);
    const deleted = this.#trash.put(runs);
    this.#outside.toldGone(deleted.runs);
    this.#windows.tellGone(deleted.runs);
    this.#news.placesChanged();
    return deleted;
  }

  #restoreRuns(runs: readonly RunId[]): void {
    this.#trash.restore(runs);
    for (const run of runs) this.#news.changed(run);
    this.#news.placesChanged();
    this.#queue.look();
  }
}

/** For whoever looks into it: what windows are told is a sentence. */
function report(error: unknown): void {
  console.error(error);
}
