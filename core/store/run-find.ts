// Finding a run by what somebody typed.

import type Database from 'better-sqlite3';
import { StoreError } from './errors.ts';
import type { RunRow } from './run-record.ts';

/**
 * The run with the id, or else the name, or else the first letters of an id, inside a transaction of the caller.
 * @throws StoreError when none or more than one fits
 */
export function findRow(connection: Database.Database, reference: string): RunRow {
  const rows = (where: string, ...values: string[]): RunRow[] =>
    connection
      .prepare<string[], RunRow>(
        `SELECT * FROM runs WHERE trashed_at IS NULL AND ${where} ORDER BY number DESC`,
      )
      .all(...values);
  const id = reference.toLowerCase();
  const exact = rows('id = ?', id).at(0);
  if (exact !== undefined) return exact;
  const named = rows('name = ?', reference);
  const fitting = named.length > 0 || id === '' ? named : rows('substr(id, 1, length(?)) = ?', id, id);
  const found = fitting.at(0);
  if (found === undefined) {
    throw new StoreError(
      'unknown',
      `There is no run "${reference}"; list the runs to see their names and ids.`,
    );
  }
  if (fitting.length > 1) {
    const ids = fitting.slice(0, 5).map((row) => row.id);
    const more = fitting.length > ids.length ? ` and ${fitting.length - ids.length} more` : '';
    throw new StoreError(
      'ambiguous',
      `"${reference}" could be any of ${fitting.length} runs (${ids.join(', ')}${more}); give the id of one.`,
    );
  }
  return found;
}
