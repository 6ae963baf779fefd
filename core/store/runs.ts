// The runs: one row each, and a folder of the same name for what is too large for a row.

import { randomInt } from 'node:crypto';
import { mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { RunSpec } from '../spec/run-spec.ts';
import type { StoreDatabase } from './database.ts';
import { StoreError, storeError } from './errors.ts';
import { bytesBelow, namesIn, syncFolder, writeDurably, type Write } from './files.ts';
import { identify, isAlive, systemProcesses, type ProcessTable } from './processes.ts';

/**
 * `interrupted` saved and stopped on request; `crashed` its process vanished; `diverged` something became NaN or
 * infinite; `failed` an error ended it.
 */
export type RunStatus =
  'queued' | 'running' | 'paused' | 'completed' | 'interrupted' | 'diverged' | 'crashed' | 'failed';

export interface EngineRecord {
  readonly id: string;
  readonly device: string;
  readonly version: string;
  readonly deterministic: boolean;
}

/** Times are milliseconds since 1970. */
export interface RunRecord {
  readonly id: string;
  readonly name: string;
  readonly spec: RunSpec;
  readonly status: RunStatus;
  /** A sentence on why it has this status, where there is something to say. */
  readonly statusDetail: string | null;
  /** Null until it starts. */
  readonly engine: EngineRecord | null;
  readonly createdAt: number;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly iteration: number;
  readonly criticUpdates: number;
  readonly activeSeconds: number;
  /** The process that trains it; null unless it is running or paused. */
  readonly pid: number | null;
  readonly bootId: string | null;
  readonly processStart: string | null;
  /** Runs of one comparison share this. */
  readonly compareGroup: string | null;
  /** `Dataset.fingerprint`; null until it starts. */
  readonly dataFingerprint: string | null;
}

/** What is known once a trainer has opened its data and engine. */
export interface RunStart {
  readonly engine: EngineRecord;
  readonly dataFingerprint: string;
  /** The process that trains; this one unless told. */
  readonly pid?: number;
}

export interface Progress {
  readonly iteration: number;
  readonly criticUpdates: number;
  readonly activeSeconds: number;
}

interface Row {
  id: string;
  name: string;
  spec: string;
  status: RunStatus;
  status_detail: string | null;
  engine_id: string | null;
  engine_device: string;
  engine_version: string;
  engine_deterministic: number;
  created_at: number;
  started_at: number | null;
  ended_at: number | null;
  iteration: number;
  critic_updates: number;
  active_seconds: number;
  pid: number | null;
  boot_id: string | null;
  process_start: string | null;
  compare_group: string | null;
  data_fingerprint: string | null;
}

// Folders in the middle of being made or removed carry these, and no list ever shows them.
const newPrefix = '.new-';
const deletedPrefix = '.deleted-';

export class Runs {
  readonly #database: StoreDatabase;
  readonly #folder: string;
  readonly #write: Write | undefined;
  readonly #processes: ProcessTable;

  constructor(
    database: StoreDatabase,
    folder: string,
    write?: Write,
    processes: ProcessTable = systemProcesses,
  ) {
    this.#database = database;
    this.#folder = folder;
    this.#write = write;
    this.#processes = processes;
  }

  /** Adds a run as `queued`, with its folder and its spec as `spec.json` in it. @throws StoreError */
  create(spec: RunSpec, options: { readonly compareGroup?: string } = {}): RunRecord {
    const doing = `create the run "${spec.name}"`;
    return this.#database.change(doing, () => {
      const id = this.#nextId();
      const made = join(this.#folder, `${newPrefix}${id}`);
      try {
        mkdirSync(join(made, 'samples'), { recursive: true });
        mkdirSync(join(made, 'checkpoints'));
        const json = new TextEncoder().encode(`${JSON.stringify(spec, null, 2)}\n`);
        writeDurably(join(made, 'spec.json'), [json], doing, this.#write);
        this.#database.connection
          .prepare(
            `INSERT INTO runs (id, name, spec, status, created_at, compare_group) VALUES (?, ?, ?, 'queued', ?, ?)`,
          )
          .run(id, spec.name, JSON.stringify(spec), Date.now(), options.compareGroup ?? null);
        // Last, so that a folder without a row is all that a crash before the commit can leave.
        renameSync(made, this.folderOf(id));
        syncFolder(this.#folder);
      } catch (cause) {
        rmSync(made, { recursive: true, force: true });
        throw storeError(cause, doing, this.#folder);
      }
      return this.#byId(id);
    });
  }

  /**
   * Finds a run by its id, by its name, or by the first letters of its id.
   * @throws StoreError when none or more than one fits
   */
  get(reference: string): RunRecord {
    return this.#database.read(`find the run "${reference}"`, () => {
      const exact = this.#rows('WHERE id = ?', reference.toLowerCase()).at(0);
      if (exact !== undefined) return toRecord(exact);
      const named = this.#rows('WHERE name = ?', reference);
      const fitting =
        named.length > 0 || reference === ''
          ? named
          : this.#rows(
              'WHERE substr(id, 1, length(?)) = ?',
              reference.toLowerCase(),
              reference.toLowerCase(),
            );
      const found = fitting.at(0);
      if (found === undefined) {
        throw new StoreError(
          'unknown',
          `There is no run "${reference}"; list the runs to see their names and ids.`,
        );
      }
      if (fitting.length > 1) {
        const ids = fitting.slice(0, 5).map(({ id }) => id);
        const more = fitting.length > ids.length ? ` and ${fitting.length - ids.length} more` : '';
        throw new StoreError(
          'ambiguous',
          `"${reference}" could be any of ${fitting.length} runs (${ids.join(', ')}${more}); give the id of one.`,
        );
      }
      return toRecord(found);
    });
  }

  /** All runs, newest first. */
  list(): RunRecord[] {
    return this.#database.read('list the runs', () => this.#rows('').map(toRecord));
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
    if (this.isAlive(before) && before.pid !== pid) {
      throw new StoreError(
        'busy',
        `The run ${id} is being trained by process ${before.pid ?? 0}; stop it there first.`,
      );
    }
    this.#database.connection
      .prepare(
        `UPDATE runs SET status = 'running', status_detail = NULL, engine_id = ?, engine_device = ?, engine_version = ?,
           engine_deterministic = ?, data_fingerprint = ?, started_at = coalesce(started_at, ?), ended_at = NULL,
           pid = ?, boot_id = ?, process_start = ? WHERE id = ?`,
      )
      .run(
        engine.id,
        engine.device,
        engine.version,
        engine.deterministic ? 1 : 0,
        dataFingerprint,
        Date.now(),
        owner.pid,
        owner.bootId,
        owner.startTime,
        id,
      );
    return this.#byId(id);
  }

  /** Says what became of it. Every status but `queued`, `running` and `paused` ends it. @throws StoreError */
  setStatus(id: string, status: RunStatus, detail: string | null = null): RunRecord {
    return this.#database.change(`record that the run ${id} is ${status}`, () => {
      this.#setStatus(this.#byId(id).id, status, detail);
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
    this.#database.connection
      .prepare('UPDATE runs SET iteration = ?, critic_updates = ?, active_seconds = ? WHERE id = ?')
      .run(iteration, criticUpdates, activeSeconds, this.#byId(id).id);
  }

  /** Whether the process that trains it is there. */
  isAlive({ status, pid, bootId, processStart }: RunRecord): boolean {
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
      this.#rows(`WHERE status IN ('running', 'paused')`)
        .map(toRecord)
        .filter((run) => !this.isAlive(run));
    if (this.#database.read('look for crashed runs', vanished).length === 0) return [];
    return this.#database.change('record crashed runs', () =>
      vanished().map(({ id, iteration }) => {
        const checkpoint = this.#database.connection
          .prepare<[string], number | null>(
            'SELECT max(step) FROM checkpoints WHERE run = (SELECT number FROM runs WHERE id = ?)',
          )
          .pluck()
          .get(id);
        const offer =
          typeof checkpoint === 'number'
            ? `Resume it to go on from the checkpoint at iteration ${checkpoint}.`
            : 'No checkpoint had been saved; train it again from the start.';
        this.#setStatus(
          id,
          'crashed',
          `Its process ended without a word at iteration ${iteration}. ${offer}`,
        );
        return this.#byId(id);
      }),
    );
  }

  /**
   * Removes the run, its metrics and its folder, and frees their space.
   * @throws StoreError when it is being trained, or its folder cannot be moved aside; then nothing has changed
   */
  delete(id: string): void {
    const run = this.#database.read(`delete the run ${id}`, () => this.#byId(id));
    if (this.isAlive(run)) {
      throw new StoreError('busy', `The run ${id} is being trained; stop it before deleting it.`);
    }
    const doing = `delete the run ${id}`;
    const folder = this.folderOf(id);
    const aside = join(this.#folder, `${deletedPrefix}${id}`);
    const exists = statSync(folder, { throwIfNoEntry: false }) !== undefined;
    try {
      if (exists) {
        renameSync(folder, aside);
        syncFolder(this.#folder);
      }
    } catch (cause) {
      throw storeError(cause, doing, folder);
    }
    try {
      this.#deleteRow(id, doing);
    } catch (cause) {
      if (!(cause instanceof StoreError) || cause.code !== 'full') {
        if (exists) renameSync(aside, folder);
        throw cause;
      }
      // Deleting is what one does on a full disk, and it takes a little room in the database's log. The emptied
      // folder stays as the mark by which `tidy` finishes the job if this is cut short.
      for (const name of namesIn(aside)) rmSync(join(aside, name), { recursive: true, force: true });
      this.#deleteRow(id, doing);
    }
    this.#removeAside(aside);
    this.#database.reclaim();
  }

  /** Finishes what a crash cut short in `create` or `delete`. Called when the store is opened. */
  tidy(): void {
    const leftOvers = namesIn(this.#folder).filter(
      (name) => name.startsWith(newPrefix) || name.startsWith(deletedPrefix),
    );
    if (leftOvers.length === 0) return;
    // Inside a transaction nobody else is half-way through `create`.
    this.#database.change('tidy up after a crash', () => {
      for (const name of leftOvers) {
        if (name.startsWith(newPrefix)) rmSync(join(this.#folder, name), { recursive: true, force: true });
      }
    });
    for (const name of leftOvers.filter((left) => left.startsWith(deletedPrefix))) {
      this.#deleteRow(name.slice(deletedPrefix.length), 'finish deleting a run');
      this.#removeAside(join(this.#folder, name));
    }
    this.#database.reclaim();
  }

  /** The folder of a run. */
  folderOf(id: string): string {
    return join(this.#folder, id);
  }

  /** Bytes of the run's folder. Its rows in the database, about 30 bytes for each value, are not in it. */
  sizeOnDisk(id: string): number {
    return bytesBelow(this.folderOf(this.#byId(id).id));
  }

  /** The row number that other tables know the run by. @throws StoreError when it is not there (any more) */
  numberOf(id: string): number {
    const number = this.#database.connection
      .prepare<[string], number>('SELECT number FROM runs WHERE id = ?')
      .pluck()
      .get(id);
    if (number === undefined) throw unknownRun(id);
    return number;
  }

  /**
   * Eight letters of time (milliseconds since 2025, good until 2059) and two of chance. Later runs sort after
   * earlier ones, even those of the same millisecond or made after the clock was set back.
   */
  #nextId(): string {
    const newest = this.#database.connection
      .prepare<[], string | null>('SELECT max(id) FROM runs')
      .pluck()
      .get();
    const now = Date.now() - Date.UTC(2025, 0, 1);
    const time = typeof newest === 'string' ? Math.max(now, base32Value(newest.slice(0, 8)) + 1) : now;
    return base32(time, 8) + base32(randomInt(1024), 2);
  }

  #setStatus(id: string, status: RunStatus, detail: string | null): void {
    const over = status !== 'queued' && status !== 'running' && status !== 'paused';
    const owner = over || status === 'queued' ? ', pid = NULL, boot_id = NULL, process_start = NULL' : '';
    this.#database.connection
      .prepare(`UPDATE runs SET status = ?, status_detail = ?, ended_at = ?${owner} WHERE id = ?`)
      .run(status, detail, over ? Date.now() : null, id);
  }

  #deleteRow(id: string, doing: string): void {
    this.#database.change(doing, () => {
      // Everything else of the run refers to this row and goes with it.
      this.#database.connection.prepare('DELETE FROM runs WHERE id = ?').run(id);
    });
  }

  #removeAside(folder: string): void {
    try {
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // A file in it is open elsewhere (Windows). It is invisible already, and the next opening removes it.
    }
  }

  #byId(id: string): RunRecord {
    const row = this.#rows('WHERE id = ?', id).at(0);
    if (row === undefined) throw unknownRun(id);
    return toRecord(row);
  }

  #rows(where: string, ...values: string[]): Row[] {
    return this.#database.connection
      .prepare<string[], Row>(`SELECT * FROM runs ${where} ORDER BY number DESC`)
      .all(...values);
  }
}

function unknownRun(id: string): StoreError {
  return new StoreError('unknown', `There is no run with the id ${id}; it may have been deleted.`);
}

function toRecord(row: Row): RunRecord {
  return {
    id: row.id,
    name: row.name,
    spec: JSON.parse(row.spec) as RunSpec,
    status: row.status,
    statusDetail: row.status_detail,
    engine:
      row.engine_id === null
        ? null
        : {
            id: row.engine_id,
            device: row.engine_device,
            version: row.engine_version,
            deterministic: row.engine_deterministic === 1,
          },
    createdAt: row.created_at,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    iteration: row.iteration,
    criticUpdates: row.critic_updates,
    activeSeconds: row.active_seconds,
    pid: row.pid,
    bootId: row.boot_id,
    processStart: row.process_start,
    compareGroup: row.compare_group,
    dataFingerprint: row.data_fingerprint,
  };
}

// Crockford's alphabet: no letters that look like digits, and its order is that of the characters.
const letters = '0123456789abcdefghjkmnpqrstvwxyz';

function base32(value: number, length: number): string {
  let text = '';
  for (let rest = value; text.length < length; rest = Math.floor(rest / 32)) text = letters[rest % 32] + text;
  return text;
}

function base32Value(text: string): number {
  let value = 0;
  for (const letter of text) value = value * 32 + letters.indexOf(letter);
  return value;
}
