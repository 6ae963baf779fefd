// The store: a data directory with `critic.db` and one folder per run. Everything a run leaves behind goes through
// here, and is on the disk before anybody is told of it. Two processes may have the same directory open.

import { accessSync, constants, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Checkpoints } from './checkpoints.ts';
import { openDatabase, type StoreDatabase } from './database.ts';
import { storeError } from './errors.ts';
import type { Write } from './files.ts';
import { Histograms } from './histograms.ts';
import { Marks } from './journal.ts';
import { Measurements } from './measurements.ts';
import { replaySince, type Replay } from './replay.ts';
import { rewind } from './rewind.ts';
import type { RunStart } from './run-begin.ts';
import type { RunRecord } from './run-record.ts';
import { Runs } from './runs.ts';
import { SampleGrids } from './samples.ts';
import { MetricSeries } from './series.ts';
import { Settings } from './settings.ts';
import { Transfer } from './transfer.ts';
import { claimWorkstation, purgeTrash } from './workstation.ts';

export class Store {
  readonly directory: string;
  readonly runs: Runs;
  readonly series: MetricSeries;
  readonly samples: SampleGrids;
  readonly histograms: Histograms;
  readonly checkpoints: Checkpoints;
  readonly marks: Marks;
  readonly measurements: Measurements;
  readonly settings: Settings;
  readonly transfer: Transfer;
  readonly #database: StoreDatabase;

  /** A store over a database that is open already; `openStore` is the usual way to one. */
  constructor(directory: string, database: StoreDatabase, write?: Write) {
    this.directory = directory;
    this.#database = database;
    this.runs = new Runs(database, join(directory, 'runs'), write);
    this.series = new MetricSeries(database, this.runs);
    this.samples = new SampleGrids(database, this.runs, write);
    this.histograms = new Histograms(database, this.runs);
    this.checkpoints = new Checkpoints(database, this.runs);
    this.marks = new Marks(database, this.runs);
    this.measurements = new Measurements(database, this.runs);
    this.settings = new Settings(database);
    this.transfer = new Transfer(database, this.runs);
  }

  /**
   * Forgets what a run did after a checkpoint, and makes it `running`, in one transaction.
   * @throws StoreError when there is no checkpoint of the iteration or another process trains the run
   */
  rewind(runId: string, iteration: number, start: RunStart): RunRecord {
    return rewind(this.#database, this.runs, runId, iteration, start);
  }

  /**
   * What somebody has to be told who has seen a run's journal up to a number; 0 for nothing.
   * @throws StoreError when there is no such run
   */
  since(runId: string, seq: number): Replay {
    return replaySince(this.#database, this.runs, runId, seq);
  }

  /** A number that changes whenever another process has changed something. Cheap. */
  dataVersion(): number {
    return this.#database.dataVersion();
  }

  /** Bytes of the database's files. */
  databaseBytes(): number {
    return this.#database.bytes();
  }

  /**
   * Makes this process the workstation of the data directory until the returned function is called or the process is gone.
   * @throws StoreError `busy` when another living process is, or this one already
   */
  claimWorkstation(): () => void {
    return claimWorkstation(this.#database, this.directory);
  }

  close(): void {
    this.#database.close();
  }
}

export interface StoreOptions {
  /** Writes the bytes of files; tests replace it. */
  readonly write?: Write;
}

/**
 * Opens the store in a directory, which is created when it is not there.
 * @throws StoreError when the directory cannot be written, or its database is damaged, not ours, or of a newer version
 */
export function openStore(directory: string, options: StoreOptions = {}): Store {
  const folder = join(directory, 'runs');
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(directory, constants.W_OK);
    accessSync(folder, constants.W_OK);
  } catch (cause) {
    throw storeError(cause, 'use the data directory', directory);
  }
  const database = openDatabase(join(directory, 'critic.db'));
  try {
    const store = new Store(directory, database, options.write);
    store.runs.tidy();
    purgeTrash(database, store.runs);
    return store;
  } catch (cause) {
    database.close();
    throw cause;
  }
}
