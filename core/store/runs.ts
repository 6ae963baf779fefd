// The runs: one row each, and a folder of the same name for what is too large for a row.

import type { RunSpec } from '../spec/run-spec.ts';
import type { StoreDatabase } from './database.ts';
import { StoreError } from './errors.ts';
import { bytesBelow, type Write } from './files.ts';
import { addEntry } from './journal.ts';
import { identify, isAlive, systemProcesses, type ProcessTable } from './processes.ts';
import { endOfQueue, moveInQueue, queuedIds } from './queue.ts';
import { editRow, type RunEdit } from './run-edit.ts';
import { findRow } from './run-find.ts';
import { RunFolders } from './run-folders.ts';
import { nextId } from './run-ids.ts';
import {
  specValues,
  toRecord,
  unknownRun,
  type EngineRecord,
  type Progress,
  type RunRecord,
  type RunRow,
  type RunStatus,
} from './run-record.ts';
import { removeRows, removeRun } from './run-removal.ts';
import { isEnd, recordState } from './run-states.ts';
import { countBytes } from './sizes.ts';
import { statement } from './statements.ts';
import { readSummaries, readSummary, type StoredSummary } from './summaries.ts';
import { putIntoTrash, takeOutOfTrash, trashedIds } from './trash.ts';

export type { EngineRecord, Progress, RunEdit, RunRecord, RunStatus, StoredSummary };

export interface CreateOptions {
  /** Runs of one comparison share this. */
  readonly compareGroup?: string;
  /** Seconds of training after which it ends at the latest. */
  readonly seconds?: number;
  /** The engine that is asked for; with it the run waits in the queue. */
  readonly engine?: string;
}

/** What is known once a trainer has opened its data and engine. */
export interface RunStart {
  readonly engine: EngineRecord;
  readonly dataFingerprint: string;
  /** The process that trains; this one unless told. */
  readonly pid?: number;
}

/** Runs in the trash are unknown to everything but `restore`, `trashed` and `delete`. */
export class Runs {
  readonly #database: StoreDatabase;
  readonly #folders: RunFolders;
  readonly #processes: ProcessTable;

  constructor(
    database: StoreDatabase,
    folder: string,
    write?: Write,
    processes: ProcessTable = systemProcesses,
  ) {
    this.#database = database;
    this.#folders = new RunFolders(folder, write);
    this.#processes = processes;
  }

  /** Adds a run as `queued`, with its folder and its spec as `spec.json` in it. @throws StoreError */
  create(spec: RunSpec, { compareGroup, seconds, engine }: CreateOptions = {}): RunRecord {
    const { connection } = this.#database;
    const doing = `create the run "${spec.name}"`;
    return this.#database.change(doing, () => {
      const newest = connection.prepare<[], string | null>('SELECT max(id) FROM runs').pluck().get();
      const id = nextId(newest ?? null);
      const place = engine === undefined ? null : endOfQueue(connection);
      this.#folders.make(id, spec, doing, () => {
        connection
          .prepare(
            `INSERT INTO runs (id, name, spec, status, created_at, compare_group, requested_engine, queue_order,
               seconds, objective, data, data_title, sample_shape, batch, seed, iterations)
               VALUES (?, ?, ?, 'queued', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
          )
          .run(
            ...[id, spec.name, JSON.stringify(spec), Date.now()],
            ...[compareGroup ?? null, engine ?? null, place, seconds ?? null],
            ...specValues(spec),
          );
      });
      countBytes(connection, this.numberOf(id), this.folderOf(id));
      return this.#byId(id);
    });
  }

  /**
   * Finds a run by its id, by its name, or by the first letters of its id.
   * @throws StoreError when none or more than one fits
   */
  get(reference: string): RunRecord {
    return this.#database.read(`find the run "${reference}"`, () =>
      toRecord(findRow(this.#database.connection, reference)),
    );
  }

  /** All runs, newest first. */
  list(): RunRecord[] {
    return this.#database.read('list the runs', () => this.#rows('').map(toRecord));
  }

  /** All runs as lists show them, newest first. */
  summaries(): StoredSummary[] {
    return this.#database.read('list the runs', () => readSummaries(this.#database.connection));
  }

  /** @throws StoreError when there is no such run */
  summary(id: string): StoredSummary {
    return this.#database.read(`read the run ${id}`, () => this.#summary(id));
  }

  /** Changes what people say of a run; absent fields stay as they are. @throws StoreError */
  edit(id: string, edit: RunEdit): StoredSummary {
    return this.#database.change(`change the run ${id}`, () => {
      editRow(this.#database.connection, this.numberOf(id), edit);
      return this.#summary(id);
    });
  }

  /**
   * Makes it `running` under a process.
   * @throws StoreError when another living process trains it already
   */
  start(id: string, start: RunStart): RunRecord {
    return this.#database.change(`start the run ${id}`, () => this.startWithin(id, start));
  }

  /** The same inside a transaction of the caller. */
  startWithin(id: string, { engine, dataFingerprint, pid = process.pid }: RunStart): RunRecord {
    const before = this.#byId(id);
    const owner = identify(pid, this.#processes);
    if (before.pid !== pid) this.#requireIdle(before);
    const { connection } = this.#database;
    connection
      .prepare(
        `UPDATE runs SET status = 'running', status_detail = NULL, engine_id = ?, engine_device = ?, engine_version = ?,
           engine_deterministic = ?, data_fingerprint = ?, started_at = coalesce(started_at, ?), ended_at = NULL,
           pid = ?, boot_id = ?, process_start = ?, queue_order = NULL WHERE id = ?`,
      )
      .run(
        ...[engine.id, engine.device, engine.version, engine.deterministic ? 1 : 0, dataFingerprint],
        ...[Date.now(), owner.pid, owner.bootId, owner.startTime, id],
      );
    addEntry(connection, this.numberOf(id), 'started', before.iteration, `On ${engine.device}.`);
    return this.#byId(id);
  }

  /** Says what became of it. Every status but `queued`, `running` and `paused` ends it. @throws StoreError */
  setStatus(id: string, status: RunStatus, detail: string | null = null): RunRecord {
    return this.#database.change(`record that the run ${id} is ${status}`, () => {
      this.#setStatus(this.#byId(id), status, detail);
      return this.#byId(id);
    });
  }

  /** Notes how far it is. @throws StoreError */
  heartbeat(id: string, progress: Progress): void {
    this.#database.batch(`record the progress of the run ${id}`, () => {
      this.progressWithin(id, progress);
    });
  }

  /** The same inside a transaction of the caller. */
  progressWithin(id: string, { iteration, criticUpdates, activeSeconds }: Progress): void {
    const sql = 'UPDATE runs SET iteration = ?, critic_updates = ?, active_seconds = ? WHERE number = ?';
    statement(this.#database.connection, 'run', sql).run(
      iteration,
      criticUpdates,
      activeSeconds,
      this.numberOf(id),
    );
  }

  /** Whether the process that trains it is there. */
  isAlive({
    status,
    pid,
    bootId,
    processStart,
  }: Pick<RunRecord, 'status' | 'pid' | 'bootId' | 'processStart'>): boolean {
    return (
      (status === 'running' || status === 'paused') &&
      pid !== null &&
      isAlive({ pid, bootId, startTime: processStart }, this.#processes)
    );
  }

  /** Makes runs whose process has vanished `crashed`, and returns them. */
  reconcile(): RunRecord[] {
    // Most times there is none, and then nothing is written.
    const vanished = (): RunRecord[] =>
      this.#rows(`AND status IN ('running', 'paused')`)
        .map(toRecord)
        .filter((run) => !this.isAlive(run));
    if (this.#database.read('look for crashed runs', vanished).length === 0) return [];
    return this.#database.change('record crashed runs', () =>
      vanished().map((run) => {
        const { id, iteration } = run;
        const checkpoint = this.#database.connection
          .prepare<[number], number | null>('SELECT max(step) FROM checkpoints WHERE run = ?')
          .pluck()
          .get(this.numberOf(id));
        const offer =
          typeof checkpoint === 'number'
            ? `Resume it to go on from the checkpoint at iteration ${checkpoint}.`
            : 'No checkpoint had been saved; train it again from the start.';
        const detail = `Its process ended without a word at iteration ${iteration}. ${offer}`;
        this.#setStatus(run, 'crashed', detail);
        return this.#byId(id);
      }),
    );
  }

  /**
   * Puts a run at the end of the queue, to be started or to go on; what it has stays.
   * @param engine the engine that is asked for
   * @throws StoreError when it is being trained
   */
  enqueue(id: string, engine: string): RunRecord {
    return this.#database.change(`put the run ${id} into the queue`, () => {
      const before = this.#byId(id);
      this.#requireIdle(before);
      this.#setStatus(before, 'queued', null);
      const { connection } = this.#database;
      connection
        .prepare('UPDATE runs SET requested_engine = ?, queue_order = ? WHERE id = ?')
        .run(engine, endOfQueue(connection), id);
      return this.#byId(id);
    });
  }

  /** Ids of the runs that wait for their turn, next one first. */
  queue(): readonly string[] {
    return this.#database.read('read the queue', () => queuedIds(this.#database.connection));
  }

  /**
   * @param place 1 for the run that starts next; past the end is the end
   * @throws StoreError when the run does not wait, or the place is no whole number from 1
   */
  moveInQueue(id: string, place: number): void {
    this.#database.change(`move the run ${id} in the queue`, () => {
      this.numberOf(id);
      moveInQueue(this.#database.connection, id, place);
    });
  }

  /**
   * Hides runs until `restore` or `delete`: all of them or, where one cannot be, none.
   * @throws StoreError when one is being trained or unknown
   */
  trash(ids: readonly string[]): void {
    this.#database.change('put runs into the trash', () => {
      for (const id of new Set(ids)) {
        this.#requireIdle(this.#byId(id));
        putIntoTrash(this.#database.connection, id);
      }
    });
  }

  /**
   * Takes runs out of the trash: all or none. Those that are not in it stay as they are.
   * @throws StoreError when one is gone, or its deletion has begun
   */
  restore(ids: readonly string[]): void {
    this.#database.change('take runs out of the trash', () => {
      for (const id of ids) takeOutOfTrash(this.#database.connection, id);
    });
  }

  /** Ids of the runs in the trash, first one put there first. */
  trashed(): string[] {
    return this.#database.read('read the trash', () => trashedIds(this.#database.connection));
  }

  /**
   * Removes the run, its metrics and its folder, and frees their space. It may be in the trash.
   * @throws StoreError when it is being trained, or its folder cannot be moved aside; then nothing has changed
   */
  delete(id: string): void {
    exhaust(this.deleteInSteps(id));
  }

  /** The same in steps of some ten milliseconds, as values of a long run take seconds to remove. It is hidden at the first. */
  *deleteInSteps(id: string): Generator<void> {
    const run = this.#database.read(`delete the run ${id}`, () =>
      this.#database.connection.prepare<[string], RunRow>('SELECT * FROM runs WHERE id = ?').get(id),
    );
    if (run === undefined) throw unknownRun(id);
    if (this.isAlive(toRecord(run))) {
      throw new StoreError('busy', `The run ${id} is being trained; stop it before deleting it.`);
    }
    yield* removeRun(this.#database, this.#folders, id);
  }

  /** Finishes what a crash cut short in `create` or `delete`. Called when the store is opened. */
  tidy(): void {
    if (!this.#folders.hasLeftOvers()) return;
    // Inside a transaction nobody else is half-way through `create`.
    this.#database.change('tidy up after a crash', () => {
      this.#folders.removeHalfMade();
    });
    for (const id of this.#folders.halfRemoved()) {
      exhaust(removeRows(this.#database, id));
      this.#folders.removeAside(id);
    }
  }

  /** The folder of a run. */
  folderOf(id: string): string {
    return this.#folders.of(id);
  }

  /** Bytes of the run's folder. Its rows in the database, about 30 bytes for each value, are not in it. */
  sizeOnDisk(id: string): number {
    return bytesBelow(this.folderOf(this.#byId(id).id));
  }

  /** The row number that other tables know the run by. @throws StoreError when it is not there (any more) */
  numberOf(id: string): number {
    const sql = 'SELECT number FROM runs WHERE id = ? AND trashed_at IS NULL';
    const number = statement<[string], number>(this.#database.connection, 'pluck', sql).get(id);
    if (number === undefined) throw unknownRun(id);
    return number;
  }

  #setStatus(run: RunRecord, status: RunStatus, detail: string | null): void {
    const { connection } = this.#database;
    const number = this.numberOf(run.id);
    recordState(connection, number, run, status, detail);
    if (isEnd(status)) countBytes(connection, number, this.folderOf(run.id));
  }

  /** @throws StoreError when a living process trains the run */
  #requireIdle(run: RunRecord): void {
    if (!this.isAlive(run)) return;
    throw new StoreError(
      'busy',
      `The run ${run.id} is being trained by process ${run.pid ?? 0}; stop it there first.`,
    );
  }

  #summary(id: string): StoredSummary {
    return readSummary(this.#database.connection, this.numberOf(id));
  }

  #byId(id: string): RunRecord {
    const row = this.#rows('AND id = ?', id).at(0);
    if (row === undefined) throw unknownRun(id);
    return toRecord(row);
  }

  #rows(and: string, ...values: string[]): RunRow[] {
    return this.#database.connection
      .prepare<string[], RunRow>(`SELECT * FROM runs WHERE trashed_at IS NULL ${and} ORDER BY number DESC`)
      .all(...values);
  }
}

function exhaust(steps: Iterator<void>): void {
  while (steps.next().done !== true);
}
