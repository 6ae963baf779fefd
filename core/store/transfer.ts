// Runs on the move: everything the database has of a run, read out piece by piece, and put back under the same id or a
// new one. Values are carried as numbers; what is summed up from them is summed up anew. Files are the caller's.

import type Database from 'better-sqlite3';
import { renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { sumUp } from './chunks.ts';
import type { CheckpointStep } from './checkpoints.ts';
import type { StoreDatabase } from './database.ts';
import { StoreError, storeError } from './errors.ts';
import { syncFolder } from './files.ts';
import { measureAnew } from './measures.ts';
import { nextId } from './run-ids.ts';
import { specValues, type EngineRecord, type Progress, type RunStatus } from './run-record.ts';
import { isEnd } from './run-states.ts';
import type { Runs } from './runs.ts';
import type { GridStep } from './samples.ts';
import type { RunSpec } from '../spec/run-spec.ts';
import { countBytes } from './sizes.ts';
import { fromStored, toStored } from './values.ts';

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

/** A run that is to be put into the store. The rows are read once, in order, inside the transaction. */
export interface Arrival {
  readonly run: CarriedRun;
  readonly labels: CarriedLabels;
  readonly steps: () => Iterable<CarriedStep>;
  /** By metric. */
  readonly values: ReadonlyMap<string, () => Iterable<CarriedValue>>;
  readonly journal: () => Iterable<CarriedEntry>;
  /** Its files, as `runs/<id>` is to hold them; on the disk of the data directory. It moves. */
  readonly folder: string;
}

const pageRows = 4096;

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

  /**
   * Puts runs into the store with their folders: all of them or, where something is wrong, none. One whose id is taken
   * gets another.
   * @returns their ids, in order
   * @throws StoreError
   */
  add(arrivals: readonly Arrival[]): readonly string[] {
    const moved: { from: string; to: string }[] = [];
    try {
      return this.#database.change('import runs', () =>
        arrivals.map((arrival) => {
          const id = this.#insert(arrival);
          const to = this.#runs.folderOf(id);
          try {
            renameSync(arrival.folder, to);
          } catch (cause) {
            throw storeError(cause, 'move the files of an imported run to their place', to);
          }
          moved.push({ from: arrival.folder, to });
          syncFolder(dirname(to));
          return id;
        }),
      );
    } catch (cause) {
      for (const { from, to } of moved) renameSync(to, from);
      throw cause;
    }
  }

  #insert({ run, labels, steps, values, journal, folder }: Arrival): string {
    const { connection } = this.#database;
    const id = this.#idFor(run.id);
    const number = insertRun(connection, id, run, labels);
    const addStep = connection.prepare('INSERT INTO steps VALUES (?, ?, ?, ?)');
    for (const [step, criticUpdates, activeSeconds] of steps())
      addStep.run(number, step, criticUpdates, activeSeconds);
    for (const [name, rows] of values) insertValues(connection, number, name, rows());
    const addEntry = connection.prepare(
      'INSERT INTO journal (run, seq, kind, step, at, text) VALUES (?, ?, ?, ?, ?, ?)',
    );
    for (const entry of journal()) addEntry.run(number, ...entry);
    const addGrid = connection.prepare('INSERT INTO samples VALUES (?, ?, ?, ?, ?, ?)');
    for (const { series, iteration, criticUpdates, activeSeconds, file } of run.grids)
      addGrid.run(number, series, iteration, criticUpdates, activeSeconds, file);
    const addCheckpoint = connection.prepare('INSERT INTO checkpoints VALUES (?, ?, ?, ?, ?, ?)');
    for (const { iteration, criticUpdates, activeSeconds, reason, file } of run.checkpoints)
      addCheckpoint.run(number, iteration, criticUpdates, activeSeconds, reason, file);
    countBytes(connection, number, folder);
    return id;
  }

  /** The id it has, unless another run has it, be it in the trash, or it was made after now: later ids must be greater. */
  #idFor(id: string): string {
    const { connection } = this.#database;
    const isTaken = connection.prepare('SELECT 1 FROM runs WHERE id = ?').get(id) !== undefined;
    if (!isTaken && id < nextId(null)) return id;
    const newest = connection.prepare<[], string | null>('SELECT max(id) FROM runs').pluck().get();
    return nextId(newest ?? null);
  }

  /** Rows in pages by their first column, so that a long run never is in memory as a whole. */
  *#pages<Row extends readonly [number, ...unknown[]]>(
    runId: string,
    sql: string,
    more: readonly string[],
  ): Generator<Row> {
    for (let after = -1; ;) {
      const page = this.#database.read(`read the run ${runId}`, () =>
        this.#database.connection
          .prepare<unknown[], Row>(sql)
          .raw()
          .all(this.#runs.numberOf(runId), after, ...more, pageRows),
      );
      yield* page;
      const last = page.at(-1);
      if (last === undefined) return;
      after = last[0];
    }
  }
}

/** @returns its number */
function insertRun(
  connection: Database.Database,
  id: string,
  run: CarriedRun,
  { name, starred, tags, note }: CarriedLabels,
): number {
  const { spec, status, statusDetail, requestedEngine, engine, createdAt, startedAt, endedAt } = run;
  const { iteration, criticUpdates, activeSeconds, seconds, compareGroup, dataFingerprint, seq } = run;
  const { lastInsertRowid } = connection
    .prepare(
      `INSERT INTO runs (id, name, spec, status, status_detail, requested_engine, engine_id, engine_device,
         engine_version, engine_deterministic, created_at, started_at, ended_at, iteration, critic_updates,
         active_seconds, seconds, compare_group, data_fingerprint, seq, starred, tags, note,
         objective, data, data_title, sample_shape, batch, seed, iterations)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      ...[id, name, JSON.stringify(spec), status, statusDetail, requestedEngine],
      ...(engine === null
        ? [null, null, null, null]
        : [engine.id, engine.device, engine.version, engine.deterministic ? 1 : 0]),
      ...[createdAt, startedAt, endedAt, iteration, criticUpdates, activeSeconds, seconds],
      ...[compareGroup, dataFingerprint, seq, starred ? 1 : 0, JSON.stringify(tags), note],
      ...specValues(spec),
    );
  return Number(lastInsertRowid);
}

/** The values of a metric, with what is kept summed up of them. */
function insertValues(
  connection: Database.Database,
  run: number,
  name: string,
  rows: Iterable<CarriedValue>,
): void {
  connection.prepare('INSERT INTO metric_keys (name) VALUES (?) ON CONFLICT DO NOTHING').run(name);
  const key = connection
    .prepare<[string], number>('SELECT key FROM metric_keys WHERE name = ?')
    .pluck()
    .get(name)!;
  const add = connection.prepare('INSERT INTO metrics VALUES (?, ?, ?, ?, ?)');
  const steps: number[] = [];
  for (const [step, value] of rows) {
    add.run(run, key, step, ...toStored(value));
    steps.push(step);
  }
  const last = steps.at(-1);
  if (last === undefined) return;
  sumUp(connection, run, key, steps, last, null);
  measureAnew(connection, run, { number: key, name });
}
