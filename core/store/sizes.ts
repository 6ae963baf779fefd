// What a run takes up on the disk: the files of its folder, and about what its rows need in the database.

import type Database from 'better-sqlite3';
import { bytesBelow } from './files.ts';
import { statement } from './statements.ts';

/** Of a value in the database: its row, and its share of the steps, the chunks and the journal. Measured, roughly. */
export const bytesPerValue = 30;

/** Adds what was written and takes off what was removed, inside a transaction of the caller. @param run its row number */
export function addBytes(connection: Database.Database, run: number, bytes: number): void {
  const add = 'UPDATE runs SET bytes = max(0, bytes + ?) WHERE number = ?';
  statement(connection, 'run', add).run(bytes, run);
}

/** Looks at every file, inside a transaction of the caller. @param run its row number */
export function countBytes(connection: Database.Database, run: number, folder: string): void {
  const values = connection
    .prepare<[number], number>('SELECT coalesce(sum(count), 0) FROM run_measures WHERE run = ?')
    .pluck()
    .get(run)!;
  connection
    .prepare('UPDATE runs SET bytes = ? WHERE number = ?')
    .run(bytesBelow(folder) + values * bytesPerValue + histogramBytes(connection, run), run);
}

/** Of the texts of a run's histograms. @param run its row number */
export function histogramBytes(connection: Database.Database, run: number): number {
  // Sizes are counted while an old database is brought up to date, too, where the table is yet to come.
  const isThere = connection.prepare(
    "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'histograms'",
  );
  if (isThere.get() === undefined) return 0;
  return connection
    .prepare<[number], number>('SELECT coalesce(sum(length(tensors)), 0) FROM histograms WHERE run = ?')
    .pluck()
    .get(run)!;
}
