// From format 1 to 2: what a workstation needs of its runs without reading their specifications or all of their
// values, and a journal by which windows catch up.

import type Database from 'better-sqlite3';
import { dirname, join } from 'node:path';
import { storedSpec } from '../spec/whole.ts';
import { chunkSizes } from './chunks.ts';
import { addEntry } from './journal.ts';
import { measureAnew } from './measures.ts';
import type { Migration } from './migrations.ts';
import { endMark } from './run-states.ts';
import { specValues, type RunStatus } from './run-record.ts';
import { countBytes } from './sizes.ts';

interface OldRun {
  readonly number: number;
  readonly id: string;
  readonly spec: string;
  readonly status: RunStatus;
  readonly status_detail: string | null;
  readonly compare_group: string | null;
  readonly iteration: number;
  readonly started_at: number | null;
  readonly ended_at: number | null;
}

export const workstationMigration: Migration = {
  version: 2,
  sql: `
    -- From the specification, so that lists need not read it.
    ALTER TABLE runs ADD COLUMN objective TEXT NOT NULL DEFAULT '';
    ALTER TABLE runs ADD COLUMN data TEXT NOT NULL DEFAULT '';
    ALTER TABLE runs ADD COLUMN data_title TEXT NOT NULL DEFAULT '';
    ALTER TABLE runs ADD COLUMN sample_shape TEXT NOT NULL DEFAULT '[]';
    ALTER TABLE runs ADD COLUMN batch INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE runs ADD COLUMN seed INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE runs ADD COLUMN iterations INTEGER NOT NULL DEFAULT 0;
    -- Seconds of training after which it ends at the latest.
    ALTER TABLE runs ADD COLUMN seconds REAL;
    ALTER TABLE runs ADD COLUMN requested_engine TEXT;
    -- Of queued runs that wait for their turn.
    ALTER TABLE runs ADD COLUMN queue_order INTEGER;
    CREATE INDEX runs_queue ON runs (queue_order) WHERE queue_order IS NOT NULL;
    ALTER TABLE runs ADD COLUMN starred INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE runs ADD COLUMN tags TEXT NOT NULL DEFAULT '[]';
    ALTER TABLE runs ADD COLUMN note TEXT NOT NULL DEFAULT '';
    ALTER TABLE runs ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE runs ADD COLUMN trashed_at INTEGER;
    -- The last number of the journal that was given out.
    ALTER TABLE runs ADD COLUMN seq INTEGER NOT NULL DEFAULT 0;

    -- Of the finite values; NULL when there is none. A mean and not a sum, which could grow past every number.
    ALTER TABLE chunks ADD COLUMN mean REAL;

    -- best: of the finite values, where a direction is better. count: values of the key.
    CREATE TABLE run_measures (
      run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
      key INTEGER NOT NULL,
      last_step INTEGER NOT NULL,
      last REAL NOT NULL,
      last_flag INTEGER NOT NULL,
      best_step INTEGER,
      best REAL,
      count INTEGER NOT NULL,
      PRIMARY KEY (run, key)
    ) STRICT, WITHOUT ROWID;

    -- A row for each batch of metrics, grid and mark. Of metrics, step is the first iteration that is of this batch or
    -- a later one, so that it never falls.
    CREATE TABLE journal (
      run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
      seq INTEGER NOT NULL,
      kind TEXT NOT NULL,
      step INTEGER NOT NULL,
      at INTEGER NOT NULL,
      text TEXT,
      PRIMARY KEY (run, seq)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX journal_grids ON journal (run, seq) WHERE kind = 'grid';
    CREATE INDEX journal_marks ON journal (run, seq) WHERE kind NOT IN ('metrics', 'grid');

    CREATE TABLE settings (
      name TEXT PRIMARY KEY,
      value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    -- The process whose workstation this is, if any.
    CREATE TABLE workstation (
      only INTEGER PRIMARY KEY CHECK (only = 1),
      pid INTEGER NOT NULL,
      boot_id TEXT,
      process_start TEXT,
      claim TEXT NOT NULL
    ) STRICT;
  `,
  code(connection) {
    meanOfChunks(connection);
    const keys = connection
      .prepare<[], { number: number; name: string }>('SELECT key AS number, name FROM metric_keys')
      .all();
    for (const run of connection.prepare<[], OldRun>('SELECT * FROM runs').all()) {
      fillFromSpec(connection, run);
      for (const key of keys) measureAnew(connection, run.number, key);
      countBytes(connection, run.number, join(dirname(connection.name), 'runs', run.id));
      startJournal(connection, run);
    }
  },
};

function meanOfChunks(connection: Database.Database): void {
  const [smallest, ...larger] = chunkSizes;
  connection
    .prepare(
      `UPDATE chunks SET mean = (SELECT avg(value) FROM metrics AS m WHERE m.run = chunks.run AND m.key = chunks.key
         AND m.step BETWEEN chunks.start AND chunks.start + chunks.size - 1 AND m.flag IN (0, 4)) WHERE size = ?`,
    )
    .run(smallest);
  const fromSmaller = connection.prepare(
    `UPDATE chunks SET mean = (SELECT sum(c.mean * (c.count - c.non_finite)) / sum(c.count - c.non_finite)
       FROM chunks AS c WHERE c.run = chunks.run AND c.key = chunks.key AND c.size = ?
       AND c.start BETWEEN chunks.start AND chunks.start + chunks.size - 1) WHERE size = ?`,
  );
  larger.forEach((size, at) => fromSmaller.run(chunkSizes[at], size));
}

function fillFromSpec(connection: Database.Database, run: OldRun): void {
  const spec = storedSpec(run.spec);
  // Where the time that the runs of a comparison share was kept.
  const seconds = /^seconds=([\d.]+)\//.exec(run.compare_group ?? '')?.[1];
  connection
    .prepare(
      `UPDATE runs SET (objective, data, data_title, sample_shape, batch, seed, iterations) = (?, ?, ?, ?, ?, ?, ?),
         seconds = ? WHERE number = ?`,
    )
    .run(...specValues(spec), seconds === undefined ? null : Number(seconds), run.number);
}

/** What is still known of a run's history. */
function startJournal(connection: Database.Database, run: OldRun): void {
  const { number, status, status_detail: detail, iteration, started_at: started, ended_at: ended } = run;
  if (started !== null) addEntry(connection, number, 'started', 0, null, started);
  for (const [kind, select] of [
    ['metrics', 'SELECT min(step) FROM steps WHERE run = ?'],
    ['grid', 'SELECT max(step) FROM samples WHERE run = ?'],
  ] as const) {
    const step = connection.prepare<[number], number | null>(select).pluck().get(number);
    if (typeof step === 'number') addEntry(connection, number, kind, step, null, ended ?? started ?? 0);
  }
  const mark = endMark(status, detail);
  if (mark !== null && ended !== null) addEntry(connection, number, mark.kind, iteration, mark.text, ended);
}
