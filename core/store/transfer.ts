// Runs on the move: everything the database has of a run, read out piece by piece, and put back under the same id or a
// new one. Values are carried as numbers; what is summed up from them is summed up anew. Files are the caller's.

import type { CheckpointStep } from './checkpoints.ts';
import type { StoreDatabase } from './database.ts';
import { addRuns } from './arrival.ts';
import { StoreError } from './errors.ts';
import type { EngineRecord, Progress, RunStatus } from './run-record.ts';
import type { NoiseFloor, StoredMeasurement } from './measurements.ts';
import { isEnd } from './run-states.ts';
import type { Runs } from './runs.ts';
import type { GridStep } from './samples.ts';
import type { RunSpec } from '../spec/run-spec.ts';
import { histogramBytes } from './sizes.ts';
import { fromStored } from './values.ts';

/** What a run is, but for its values and files: nothing here depends on the machine. */
export interface CarriedRun extends Progress {
  readonly id: string;
  readonly spec: RunSpec;
  readonly status: RunStatus;
  readonly statusDetail: string | null;
  readonly requestedEngine: string | null;
  readonly engine: EngineRecord | null;
  readonly createdAt: number;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly seconds: number | null;
  readonly compareGroup: string | null;
  readonly dataFingerprint: string | null;
  /** The last number of its journal. */
  readonly seq: number;
  readonly grids: readonly (GridStep & { readonly series: string; readonly file: string })[];
  readonly checkpoints: readonly (CheckpointStep & { readonly file: string })[];
}

/** What people say of it. */
export interface CarriedLabels {
  readonly name: string;
  readonly starred: boolean;
  readonly tags: readonly string[];
  readonly note: string;
}

export type CarriedStep = readonly [iteration: number, criticUpdates: number, activeSeconds: number];
export type CarriedValue = readonly [iteration: number, value: number];
export type CarriedEntry = readonly [
  seq: number,
  kind: string,
  iteration: number,
  at: number,
  text: string | null,
];

/** What was measured of it afterwards, which may be more without another run. */
export interface CarriedMeasurements {
  readonly values: readonly StoredMeasurement[];
  /** Of its data. */
  readonly floors: readonly NoiseFloor[];
}

/** Of one evaluation: the text that the store has. */
export type CarriedHistograms = readonly [iteration: number, tensors: string];

/** A run that is to be put into the store. The rows are read once, in order, inside the transaction. */
export interface Arrival {
  readonly run: CarriedRun;
  readonly labels: CarriedLabels;
  /** Absent in bundles of older versions. */
  readonly measurements?: CarriedMeasurements;
  readonly steps: () => Iterable<CarriedStep>;
  /** By metric. */
  readonly values: ReadonlyMap<string, () => Iterable<CarriedValue>>;
  readonly journal: () => Iterable<CarriedEntry>;
  /** Absent for runs that have none. */
  readonly histograms?: () => Iterable<CarriedHistograms>;
  /** Its files, as `runs/<id>` is to hold them; on the disk of the data directory. It moves. */
  readonly folder: string;
}

const pageRows = 4096;
/** Each is some ten kilobytes. */
const histogramsPerPage = 64;

export class Transfer {
  readonly #database: StoreDatabase;
  readonly #runs: Runs;

  constructor(database: StoreDatabase, runs: Runs) {
    this.#database = database;
    this.#runs = runs;
  }

  /**
   * What is known of a run that nobody trains.
   * @throws StoreError when there is none, or it has not ended
   */
  read(runId: string): { readonly run: CarriedRun; readonly labels: CarriedLabels } {
    return this.#database.read(`read the run ${runId}`, () => {
      const { connection } = this.#database;
      const record = this.#runs.get(runId);
      if (!isEnd(record.status)) {
        throw new StoreError(
          'busy',
          `The run ${record.id} is ${record.status}; stop it first, so that what is carried away is one whole.`,
        );
      }
      const number = this.#runs.numberOf(record.id);
      const { name, starred, tags, note } = this.#runs.summary(record.id);
      const { id, spec, status, statusDetail, requestedEngine, engine, createdAt, startedAt, endedAt } =
        record;
      const { iteration, criticUpdates, activeSeconds, seconds, compareGroup, dataFingerprint, seq } = record;
      const place = 'step AS iteration, critic_updates AS criticUpdates, active_seconds AS activeSeconds';
      const grids = connection
        .prepare<[number], CarriedRun['grids'][number]>(
          `SELECT series, ${place}, file FROM samples WHERE run = ? ORDER BY series, step`,
        )
        .all(number);
      const checkpoints = connection
        .prepare<[number], CarriedRun['checkpoints'][number]>(
          `SELECT ${place}, reason, file FROM checkpoints WHERE run = ? ORDER BY step`,
        )
        .all(number);
      return {
        run: {
          ...{ id, spec, status, statusDetail, requestedEngine, engine, createdAt, startedAt, endedAt },
          ...{ iteration, criticUpdates, activeSeconds, seconds, compareGroup, dataFingerprint, seq },
          ...{ grids, checkpoints },
        },
        labels: { name, starred, tags, note },
      };
    });
  }

  /** Rows by which each metric of a run is known, by name. */
  counts(runId: string): ReadonlyMap<string, number> {
    return this.#database.read(`read the metrics of the run ${runId}`, () => {
      const rows = this.#database.connection
        .prepare<[number], [string, number]>(
          'SELECT name, count FROM run_measures JOIN metric_keys USING (key) WHERE run = ? ORDER BY name',
        )
        .raw()
        .all(this.#runs.numberOf(runId));
      return new Map(rows);
    });
  }

  /** Where each iteration stands on the other axes, in order. */
  *steps(runId: string): Generator<CarriedStep> {
    yield* this.#pages<CarriedStep>(
      runId,
      'SELECT step, critic_updates, active_seconds FROM steps WHERE run = ? AND step > ? ORDER BY step LIMIT ?',
      [],
    );
  }

  /** All values of a metric, in order. */
  *values(runId: string, key: string): Generator<CarriedValue> {
    const rows = this.#pages<[number, number, number]>(
      runId,
      `SELECT step, value, flag FROM metrics WHERE run = ? AND step > ?
         AND key = (SELECT key FROM metric_keys WHERE name = ?) ORDER BY step LIMIT ?`,
      [key],
    );
    for (const [step, value, flag] of rows) yield [step, fromStored(value, flag)];
  }

  /** The journal, in order. */
  *journal(runId: string): Generator<CarriedEntry> {
    yield* this.#pages<CarriedEntry>(
      runId,
      'SELECT seq, kind, step, at, text FROM journal WHERE run = ? AND seq > ? ORDER BY seq LIMIT ?',
      [],
    );
  }

  /** Histograms of weights and gradients, in order. */
  *histograms(runId: string): Generator<CarriedHistograms> {
    yield* this.#pages<CarriedHistograms>(
      runId,
      'SELECT step, tensors FROM histograms WHERE run = ? AND step > ? ORDER BY step LIMIT ?',
      [],
      histogramsPerPage,
    );
  }

  /** What they take as text. */
  histogramBytes(runId: string): number {
    return this.#database.read(`read the histograms of the run ${runId}`, () =>
      histogramBytes(this.#database.connection, this.#runs.numberOf(runId)),
    );
  }

  /**
   * Puts runs into the store with their folders: all of them or, where something is wrong or the steps are not taken to
   * the end, none. One whose id is taken gets another. Each step takes some ten milliseconds; the database is free
   * between them, and nothing can be seen of the runs before the last.
   * @returns their ids, in order
   * @throws StoreError
   */
  addInSteps(arrivals: readonly Arrival[]): Generator<void, readonly string[]> {
    return addRuns(this.#database, this.#runs, arrivals);
  }

  /** Rows in pages by their first column, so that a long run never is in memory as a whole. */
  *#pages<Row extends readonly [number, ...unknown[]]>(
    runId: string,
    sql: string,
    more: readonly string[],
    rows = pageRows,
  ): Generator<Row> {
    for (let after = -1; ;) {
      const page = this.#database.read(`read the run ${runId}`, () =>
        this.#database.connection
          .prepare<unknown[], Row>(sql)
          .raw()
          .all(this.#runs.numberOf(runId), after, ...more, rows),
      );
      yield* page;
      const last = page.at(-1);
      if (last === undefined) return;
      after = last[0];
    }
  }
}
