// Runs that arrive from elsewhere. A long one has millions of values: they are stored a step at a time, so that whoever
// else writes has its turn, while the run is hidden as those in the trash are. The last step shows all of them at once.

import type Database from 'better-sqlite3';
import { renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { sumUp } from './chunks.ts';
import type { StoreDatabase } from './database.ts';
import { StoreError, storeError } from './errors.ts';
import { syncFolder } from './files.ts';
import { putFloors, putMeasurements } from './measurements.ts';
import { measureAnew } from './measures.ts';
import { nextId } from './run-ids.ts';
import { specValues } from './run-record.ts';
import { removeRows } from './run-removal.ts';
import type { Runs } from './runs.ts';
import { countBytes } from './sizes.ts';
import type { Arrival, CarriedLabels, CarriedRun } from './transfer.ts';
import { arrivingHere } from './trash.ts';
import { toStored } from './values.ts';

const doing = 'import runs';
/** Takes some ten milliseconds. */
const rowsPerStep = 2000;
/** These are long. */
const histogramsPerStep = 50;

/** A run that nobody sees yet. */
interface Hidden {
  readonly id: string;
  readonly number: number;
  readonly arrival: Arrival;
}

/** As `Transfer.addInSteps` says. */
export function* addRuns(
  database: StoreDatabase,
  runs: Runs,
  arrivals: readonly Arrival[],
): Generator<void, readonly string[]> {
  const { connection } = database;
  const hidden = database.change(doing, () =>
    arrivals.map((arrival): Hidden => {
      const id = idFor(connection, arrival.run.id);
      return { id, number: insertRun(connection, id, arrival.run, arrival.labels), arrival };
    }),
  );
  let isShown = false;
  try {
    for (const run of hidden) {
      for (const step of stepsOf(database, run)) {
        database.batch(doing, () => {
          requireHidden(connection, run);
          step();
        });
        yield;
      }
    }
    show(database, runs, hidden);
    isShown = true;
    return hidden.map(({ id }) => id);
  } finally {
    if (!isShown) for (const { id } of hidden) exhaust(removeRows(database, id));
  }
}

/** What is to be done in a transaction each. */
function* stepsOf(database: StoreDatabase, { number, arrival }: Hidden): Generator<() => void> {
  const { connection } = database;
  const { run, steps, values, journal, measurements } = arrival;
  const addStep = connection.prepare('INSERT INTO steps VALUES (?, ?, ?, ?)');
  for (const page of pagesOf(steps())) {
    yield () => {
      for (const step of page) addStep.run(number, ...step);
    };
  }
  const add = connection.prepare('INSERT INTO metrics VALUES (?, ?, ?, ?, ?)');
  for (const [name, rows] of values) {
    let before: number | null = null;
    for (const page of pagesOf(rows())) {
      yield () => {
        const key = keyOf(connection, name);
        for (const [step, value] of page) add.run(number, key, step, ...toStored(value));
        const added = page.map(([step]) => step);
        const last = added[added.length - 1];
        sumUp(connection, number, key, added, last, before);
        before = last;
      };
    }
    yield () => {
      measureAnew(connection, number, { number: keyOf(connection, name), name });
    };
  }
  const addEntry = connection.prepare(
    'INSERT INTO journal (run, seq, kind, step, at, text) VALUES (?, ?, ?, ?, ?, ?)',
  );
  for (const page of pagesOf(journal())) {
    yield () => {
      for (const entry of page) addEntry.run(number, ...entry);
    };
  }
  const addGrid = connection.prepare('INSERT INTO samples VALUES (?, ?, ?, ?, ?, ?)');
  for (const page of pagesOf(run.grids)) {
    yield () => {
      for (const { series, iteration, criticUpdates, activeSeconds, file } of page)
        addGrid.run(number, series, iteration, criticUpdates, activeSeconds, file);
    };
  }
  const addHistograms = connection.prepare('INSERT INTO histograms VALUES (?, ?, ?)');
  for (const page of pagesOf(arrival.histograms?.() ?? [], histogramsPerStep)) {
    yield () => {
      for (const row of page) addHistograms.run(number, ...row);
    };
  }
  const addCheckpoint = connection.prepare('INSERT INTO checkpoints VALUES (?, ?, ?, ?, ?, ?)');
  yield () => {
    for (const { iteration, criticUpdates, activeSeconds, reason, file } of run.checkpoints)
      addCheckpoint.run(number, iteration, criticUpdates, activeSeconds, reason, file);
    if (measurements === undefined) return;
    putMeasurements(database, number, measurements.values);
    if (run.dataFingerprint !== null) putFloors(database, run.dataFingerprint, measurements.floors);
  };
}

/** Moves the folders to their place and shows the runs. @throws StoreError, with the folders where they were */
function show(database: StoreDatabase, runs: Runs, hidden: readonly Hidden[]): void {
  const { connection } = database;
  const moved: { readonly from: string; readonly to: string }[] = [];
  try {
    database.change(doing, () => {
      for (const run of hidden) {
        const { id, number, arrival } = run;
        requireHidden(connection, run);
        countBytes(connection, number, arrival.folder);
        const [from, to] = [arrival.folder, runs.folderOf(id)];
        try {
          renameSync(from, to);
        } catch (cause) {
          throw storeError(cause, 'move the files of an imported run to their place', to);
        }
        moved.push({ from, to });
        syncFolder(dirname(to));
        connection.prepare('UPDATE runs SET trashed_at = NULL WHERE number = ?').run(number);
      }
    });
  } catch (cause) {
    for (const { from, to } of moved) renameSync(to, from);
    throw cause;
  }
}

/** Numbers are given again once a run is gone. @throws StoreError when somebody has removed it meanwhile */
function requireHidden(connection: Database.Database, { id, number }: Hidden): void {
  const there = connection
    .prepare('SELECT 1 FROM runs WHERE number = ? AND id = ? AND trashed_at = ?')
    .get(number, id, arrivingHere);
  if (there !== undefined) return;
  throw new StoreError(
    'failed',
    'Another process has removed the run that was being imported; import it again.',
  );
}

/** The id it has, unless another run has it, be it in the trash, or it was made after now: later ids must be greater. */
function idFor(connection: Database.Database, id: string): string {
  const isTaken = connection.prepare('SELECT 1 FROM runs WHERE id = ?').get(id) !== undefined;
  if (!isTaken && id < nextId(null)) return id;
  const newest = connection.prepare<[], string | null>('SELECT max(id) FROM runs').pluck().get();
  return nextId(newest ?? null);
}

function keyOf(connection: Database.Database, name: string): number {
  connection.prepare('INSERT INTO metric_keys (name) VALUES (?) ON CONFLICT DO NOTHING').run(name);
  return connection
    .prepare<[string], number>('SELECT key FROM metric_keys WHERE name = ?')
    .pluck()
    .get(name)!;
}

function* pagesOf<Row>(rows: Iterable<Row>, most = rowsPerStep): Generator<Row[]> {
  let page: Row[] = [];
  for (const row of rows) {
    page.push(row);
    if (page.length < most) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

function exhaust(steps: Iterator<void>): void {
  while (steps.next().done !== true);
}

/** Adds the row of a run, hidden. @returns its number */
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
         objective, data, data_title, sample_shape, batch, seed, iterations, trashed_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      ...[id, name, JSON.stringify(spec), status, statusDetail, requestedEngine],
      ...(engine === null
        ? [null, null, null, null]
        : [engine.id, engine.device, engine.version, engine.deterministic ? 1 : 0]),
      ...[createdAt, startedAt, endedAt, iteration, criticUpdates, activeSeconds, seconds],
      ...[compareGroup, dataFingerprint, seq, starred ? 1 : 0, JSON.stringify(tags), note],
      ...[...specValues(spec), arrivingHere],
    );
  return Number(lastInsertRowid);
}
