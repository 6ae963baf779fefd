// What the row of a run holds when it is created, when its training starts, and what is said when that crashed.

import type Database from 'better-sqlite3';
import type { RunSpec } from '../spec/run-spec.ts';
import { addEntry } from './journal.ts';
import type { ProcessIdentity } from './processes.ts';
import { endOfQueue } from './queue.ts';
import { specValues, type EngineRecord, type RunRecord } from './run-record.ts';

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

/** Adds the row of a run, as `queued`. Inside a transaction of the caller. */
export function insertRun(
  connection: Database.Database,
  id: string,
  spec: RunSpec,
  { compareGroup, seconds, engine }: CreateOptions,
): void {
  const place = engine === undefined ? null : endOfQueue(connection);
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
}

/** Makes a run `running` under a process. Inside a transaction of the caller. @param number its row number */
export function markStarted(
  connection: Database.Database,
  { id, iteration }: RunRecord,
  number: number,
  { engine, dataFingerprint }: RunStart,
  owner: ProcessIdentity,
): void {
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
  addEntry(connection, number, 'started', iteration, `On ${engine.device}.`);
}

/** For a run whose process has vanished. @param number its row number */
export function crashSentence(connection: Database.Database, number: number, iteration: number): string {
  const checkpoint = connection
    .prepare<[number], number | null>('SELECT max(step) FROM checkpoints WHERE run = ?')
    .pluck()
    .get(number);
  const offer =
    typeof checkpoint === 'number'
      ? `Resume it to go on from the checkpoint at iteration ${checkpoint}.`
      : 'No checkpoint had been saved; train it again from the start.';
  return `Its process ended without a word at iteration ${iteration}. ${offer}`;
}
