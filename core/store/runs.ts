// The runs as they are changed: created, trained, queued, put into the trash and deleted.

import type { RunSpec } from '../spec/run-spec.ts';
import { StoreError } from './errors.ts';
import { identify } from './processes.ts';
import { endOfQueue, moveInQueue } from './queue.ts';
import { crashSentence, insertRun, markStarted, type CreateOptions, type RunStart } from './run-begin.ts';
import { editRow, type RunEdit } from './run-edit.ts';
import { nextId } from './run-ids.ts';
import { RunReader } from './run-reader.ts';
import {
  toRecord,
  unknownRun,
  type Progress,
  type RunRecord,
  type RunRow,
  type RunStatus,
} from './run-record.ts';
import { removeRows, removeRun } from './run-removal.ts';
import { isEnd, recordState } from './run-states.ts';
import { countBytes } from './sizes.ts';
import { statement } from './statements.ts';
import type { StoredSummary } from './summaries.ts';
import { putIntoTrash, takeOutOfTrash } from './trash.ts';

/** Runs in the trash are unknown to everything but `restore`, `trashed` and `delete`. */
export class Runs extends RunReader {
  /** Adds a run as `queued`, with its folder and its spec as `spec.json` in it. @throws StoreError */
  create(spec: RunSpec, options: CreateOptions = {}): RunRecord {
    const { connection } = this.database;
    const doing = `create the run "${spec.name}"`;
    return this.database.change(doing, () => {
      const newest = connection.prepare<[], string | null>('SELECT max(id) FROM runs').pluck().get();
      const id = nextId(newest ?? null);
      this.folders.make(id, spec, doing, () => {
        insertRun(connection, id, spec, options);
      });
      countBytes(connection, this.numberOf(id), this.folderOf(id));
      return this.byId(id);
    });
  }

  /** Changes what people say of a run; absent fields stay as they are. @throws StoreError */
  edit(id: string, edit: RunEdit): StoredSummary {
    return this.database.change(`change the run ${id}`, () => {
      editRow(this.database.connection, this.numberOf(id), edit);
      return this.summaryOf(id);
    });
  }

  /**
   * Makes it `running` under a process.
   * @throws StoreError when another living process trains it already
   */
  start(id: string, start: RunStart): RunRecord {
    return this.database.change(`start the run ${id}`, () => this.startWithin(id, start));
  }

  /** The same inside a transaction of the caller. */
  startWithin(id: string, start: RunStart): RunRecord {
    const { pid = process.pid } = start;
    const before = this.byId(id);
    const owner = identify(pid, this.processes);
    if (before.pid !== pid) this.requireIdle(before);
    markStarted(this.database.connection, before, this.numberOf(id), start, owner);
    return this.byId(id);
  }

  /** Says what became of it. Every status but `queued`, `running` and `paused` ends it. @throws StoreError */
  setStatus(id: string, status: RunStatus, detail: string | null = null): RunRecord {
    return this.database.change(`record that the run ${id} is ${status}`, () => {
      this.#setStatus(this.byId(id), status, detail);
      return this.byId(id);
    });
  }

  /** Notes how far it is. @throws StoreError */
  heartbeat(id: string, progress: Progress): void {
    this.database.batch(`record the progress of the run ${id}`, () => {
      this.progressWithin(id, progress);
    });
  }

  /** The same inside a transaction of the caller. */
  progressWithin(id: string, { iteration, criticUpdates, activeSeconds }: Progress): void {
    const sql = 'UPDATE runs SET iteration = ?, critic_updates = ?, active_seconds = ? WHERE number = ?';
    statement(this.database.connection, 'run', sql).run(
      iteration,
      criticUpdates,
      activeSeconds,
      this.numberOf(id),
    );
  }

  /** Makes runs whose process has vanished `crashed`, and returns them. */
  reconcile(): RunRecord[] {
    // Most times there is none, and then nothing is written.
    const vanished = (): RunRecord[] =>
      this.rows(`AND status IN ('running', 'paused')`)
        .map(toRecord)
        .filter((run) => !this.isAlive(run));
    if (this.database.read('look for crashed runs', vanished).length === 0) return [];
    return this.database.change('record crashed runs', () =>
      vanished().map((run) => {
        const { id, iteration } = run;
        const detail = crashSentence(this.database.connection, this.numberOf(id), iteration);
        this.#setStatus(run, 'crashed', detail);
        return this.byId(id);
      }),
    );
  }

  /**
   * Puts a run at the end of the queue, to be started or to go on; what it has stays.
   * @param engine the engine that is asked for
   * @throws StoreError when it is being trained
   */
  enqueue(id: string, engine: string): RunRecord {
    return this.database.change(`put the run ${id} into the queue`, () => {
      const before = this.byId(id);
      this.requireIdle(before);
      this.#setStatus(before, 'queued', null);
      const { connection } = this.database;
      connection
        .prepare('UPDATE runs SET requested_engine = ?, queue_order = ? WHERE id = ?')
        .run(engine, endOfQueue(connection), id);
      return this.byId(id);
    });
  }

  /**
   * @param place 1 for the run that starts next; past the end is the end
   * @throws StoreError when the run does not wait, or the place is no whole number from 1
   */
  moveInQueue(id: string, place: number): void {
    this.database.change(`move the run ${id} in the queue`, () => {
      this.numberOf(id);
      moveInQueue(this.database.connection, id, place);
    });
  }

  /**
   * Hides runs until `restore` or `delete`: all of them or, where one cannot be, none.
   * @throws StoreError when one is being trained or unknown
   */
  trash(ids: readonly string[]): void {
    this.database.change('put runs into the trash', () => {
      for (const id of new Set(ids)) {
        this.requireIdle(this.byId(id));
        putIntoTrash(this.database.connection, id);
      }
    });
  }

  /**
   * Takes runs out of the trash: all or none. Those that are not in it stay as they are.
   * @throws StoreError when one is gone, or its deletion has begun
   */
  restore(ids: readonly string[]): void {
    this.database.change('take runs out of the trash', () => {
      for (const id of ids) takeOutOfTrash(this.database.connection, id);
    });
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
    const run = this.database.read(`delete the run ${id}`, () =>
      this.database.connection.prepare<[string], RunRow>('SELECT * FROM runs WHERE id = ?').get(id),
    );
    if (run === undefined) throw unknownRun(id);
    if (this.isAlive(toRecord(run))) {
      throw new StoreError('busy', `The run ${id} is being trained; stop it before deleting it.`);
    }
    yield* removeRun(this.database, this.folders, id);
  }

  /** Finishes what a crash cut short in `create` or `delete`. Called when the store is opened. */
  tidy(): void {
    if (!this.folders.hasLeftOvers()) return;
    // Inside a transaction nobody else is half-way through `create`.
    this.database.change('tidy up after a crash', () => {
      this.folders.removeHalfMade();
    });
    for (const id of this.folders.halfRemoved()) {
      exhaust(removeRows(this.database, id));
      this.folders.removeAside(id);
    }
  }

  #setStatus(run: RunRecord, status: RunStatus, detail: string | null): void {
    const { connection } = this.database;
    const number = this.numberOf(run.id);
    recordState(connection, number, run, status, detail);
    if (isEnd(status)) countBytes(connection, number, this.folderOf(run.id));
  }
}

function exhaust(steps: Iterator<void>): void {
  while (steps.next().done !== true);
}
