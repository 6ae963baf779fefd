// The journal of a run: one numbered row for each thing that was stored of it, written in the same transaction. Who
// has seen everything up to a number can be told of the rest, and of nothing twice.

import type Database from 'better-sqlite3';
import type { StoreDatabase } from './database.ts';
import { StoreError } from './errors.ts';
import type { Runs } from './runs.ts';
import { statement } from './statements.ts';

/** Something that happened to a run, as people are told of it. */
export type MarkKind =
  | 'started'
  | 'paused'
  | 'continued'
  | 'checkpoint'
  | 'rewound'
  | 'diverged'
  | 'ended'
  | 'crashed'
  | 'note'
  | 'changed';

export interface Mark {
  /** Its number in the run's journal. Numbers grow by time; those between belong to metrics and grids. */
  readonly seq: number;
  readonly kind: MarkKind;
  readonly iteration: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** A sentence, where there is something to say. */
  readonly text: string | null;
}

type EntryKind = MarkKind | 'metrics' | 'grid';

/**
 * Adds a row inside a transaction of the caller.
 * @param run the run's row number
 */
export function addEntry<K extends EntryKind>(
  connection: Database.Database,
  run: number,
  kind: K,
  iteration: number,
  text: string | null = null,
  at: number = Date.now(),
): Omit<Mark, 'kind'> & { readonly kind: K } {
  const count = 'UPDATE runs SET seq = seq + 1 WHERE number = ? RETURNING seq';
  const seq = statement<[number], number>(connection, 'pluck', count).get(run)!;
  const add = 'INSERT INTO journal (run, seq, kind, step, at, text) VALUES (?, ?, ?, ?, ?, ?)';
  statement(connection, 'run', add).run(run, seq, kind, iteration, at, text);
  return { seq, kind, iteration, at, text };
}

/**
 * Adds the row of a batch of metrics inside a transaction of the caller.
 * @param first its first iteration
 * @returns its number
 */
export function addBatch(connection: Database.Database, run: number, first: number): number {
  const newest = statement<[number], number>(
    connection,
    'pluck',
    `SELECT step FROM journal WHERE run = ? AND kind = 'metrics' ORDER BY seq DESC LIMIT 1`,
  ).get(run);
  if (newest !== undefined && newest > first) {
    // Values that come late. Whoever catches up looks at one row only, which must not hide them.
    connection
      .prepare(`UPDATE journal SET step = ? WHERE run = ? AND kind = 'metrics' AND step > ?`)
      .run(first, run, first);
  }
  return addEntry(connection, run, 'metrics', first).seq;
}

/** A run's marks after a number, in order, inside a transaction of the caller. */
export function marksAfter(connection: Database.Database, run: number, seq: number): Mark[] {
  return (
    connection
      // Left to itself, SQLite goes through all of the metrics' rows.
      .prepare<[number, number], Mark>(
        `SELECT seq, kind, step AS iteration, at, text FROM journal INDEXED BY journal_marks
           WHERE run = ? AND seq > ? AND kind NOT IN ('metrics', 'grid') ORDER BY seq`,
      )
      .all(run, seq)
  );
}

export class Marks {
  readonly #database: StoreDatabase;
  readonly #runs: Runs;

  constructor(database: StoreDatabase, runs: Runs) {
    this.#database = database;
    this.#runs = runs;
  }

  /** Adds one; states and checkpoints add their own. @throws StoreError */
  add(
    runId: string,
    {
      kind,
      iteration,
      text,
    }: { readonly kind: MarkKind; readonly iteration: number; readonly text?: string | null },
  ): Mark {
    return this.#database.change(`add a mark to the run ${runId}`, () =>
      addEntry(this.#database.connection, this.#runs.numberOf(runId), kind, iteration, text),
    );
  }

  /**
   * Writes a note anew under its number; null removes it.
   * @throws StoreError when the run has no such note
   */
  rewriteNote(runId: string, seq: number, text: string | null): void {
    const { connection } = this.#database;
    const which = `WHERE run = ? AND seq = ? AND kind = 'note'`;
    this.#database.change(`change a note of the run ${runId}`, () => {
      const run = this.#runs.numberOf(runId);
      const { changes } =
        text === null
          ? connection.prepare(`DELETE FROM journal ${which}`).run(run, seq)
          : connection.prepare(`UPDATE journal SET text = ? ${which}`).run(text, run, seq);
      if (changes > 0) return;
      throw new StoreError('unknown', 'This note is not there any more; it was removed elsewhere.');
    });
  }

  /** All of a run, in order. */
  list(runId: string): Mark[] {
    return this.since(runId, 0);
  }

  /** Those with a greater number, in order. */
  since(runId: string, seq: number): Mark[] {
    return this.#database.read(`read the marks of the run ${runId}`, () =>
      marksAfter(this.#database.connection, this.#runs.numberOf(runId), seq),
    );
  }
}
