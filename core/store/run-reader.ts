// The runs as they are read: one row each, and a folder of the same name for what is too large for a row.

import type { StoreDatabase } from './database.ts';
import { StoreError } from './errors.ts';
import { bytesBelow, type Write } from './files.ts';
import { isAlive, systemProcesses, type ProcessTable } from './processes.ts';
import { queuedIds } from './queue.ts';
import { findRow } from './run-find.ts';
import { RunFolders } from './run-folders.ts';
import { toRecord, unknownRun, type RunRecord, type RunRow } from './run-record.ts';
import { statement } from './statements.ts';
import { readSummaries, readSummary, type StoredSummary } from './summaries.ts';
import { trashedIds } from './trash.ts';

/** Runs in the trash are unknown to everything but `trashed`. */
export class RunReader {
  protected readonly database: StoreDatabase;
  protected readonly folders: RunFolders;
  protected readonly processes: ProcessTable;

  constructor(
    database: StoreDatabase,
    folder: string,
    write?: Write,
    processes: ProcessTable = systemProcesses,
  ) {
    this.database = database;
    this.folders = new RunFolders(folder, write);
    this.processes = processes;
  }

  /**
   * Finds a run by its id, by its name, or by the first letters of its id.
   * @throws StoreError when none or more than one fits
   */
  get(reference: string): RunRecord {
    return this.database.read(`find the run "${reference}"`, () =>
      toRecord(findRow(this.database.connection, reference)),
    );
  }

  /** All runs, newest first. */
  list(): RunRecord[] {
    return this.database.read('list the runs', () => this.rows('').map(toRecord));
  }

  /** All runs as lists show them, newest first. */
  summaries(): StoredSummary[] {
    return this.database.read('list the runs', () => readSummaries(this.database.connection));
  }

  /** @throws StoreError when there is no such run */
  summary(id: string): StoredSummary {
    return this.database.read(`read the run ${id}`, () => this.summaryOf(id));
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
      isAlive({ pid, bootId, startTime: processStart }, this.processes)
    );
  }

  /** Ids of the runs that wait for their turn, next one first. */
  queue(): readonly string[] {
    return this.database.read('read the queue', () => queuedIds(this.database.connection));
  }

  /** Ids of the runs in the trash, first one put there first. */
  trashed(): string[] {
    return this.database.read('read the trash', () => trashedIds(this.database.connection));
  }

  /** The folder of a run. */
  folderOf(id: string): string {
    return this.folders.of(id);
  }

  /** Bytes of the run's folder. Its rows in the database, about 30 bytes for each value, are not in it. */
  sizeOnDisk(id: string): number {
    return bytesBelow(this.folderOf(this.byId(id).id));
  }

  /** The row number that other tables know the run by. @throws StoreError when it is not there (any more) */
  numberOf(id: string): number {
    const sql = 'SELECT number FROM runs WHERE id = ? AND trashed_at IS NULL';
    const number = statement<[string], number>(this.database.connection, 'pluck', sql).get(id);
    if (number === undefined) throw unknownRun(id);
    return number;
  }

  /** @throws StoreError when a living process trains the run */
  protected requireIdle(run: RunRecord): void {
    if (!this.isAlive(run)) return;
    throw new StoreError(
      'busy',
      `The run ${run.id} is being trained by process ${run.pid ?? 0}; stop it there first.`,
    );
  }

  protected summaryOf(id: string): StoredSummary {
    return readSummary(this.database.connection, this.numberOf(id));
  }

  protected byId(id: string): RunRecord {
    const row = this.rows('AND id = ?', id).at(0);
    if (row === undefined) throw unknownRun(id);
    return toRecord(row);
  }

  protected rows(and: string, ...values: string[]): RunRow[] {
    return this.database.connection
      .prepare<string[], RunRow>(`SELECT * FROM runs WHERE trashed_at IS NULL ${and} ORDER BY number DESC`)
      .all(...values);
  }
}
