// Removing a run for good: its folder is moved aside, its row hidden, and then everything goes piece by piece, so that
// a process that does other things can do them in between. What a crash cuts short is finished at the next opening.

import type { StoreDatabase } from './database.ts';
import { StoreError } from './errors.ts';
import type { RunFolders } from './run-folders.ts';
import { giveUp } from './trash.ts';

/** Takes some ten milliseconds. */
const rowsPerStep = 10_000;
/** Pages of the database that are given back to the file system at once. */
const pagesPerStep = 2000;
/** Those with many rows for a run; the others go with the run's row. */
const longTables = ['metrics', 'chunks', 'steps', 'journal', 'samples'] as const;

/** @throws StoreError when the folder cannot be moved aside or the row not be hidden; then nothing has changed */
export function* removeRun(database: StoreDatabase, folders: RunFolders, id: string): Generator<void> {
  const doing = `delete the run ${id}`;
  const hide = (): void => {
    database.change(doing, () => {
      giveUp(database.connection, id);
    });
  };
  const aside = folders.moveAside(id, doing);
  try {
    hide();
  } catch (cause) {
    if (!(cause instanceof StoreError) || cause.code !== 'full') {
      aside.putBack();
      throw cause;
    }
    // Deleting is what one does on a full disk, and it takes a little room in the database's log.
    aside.empty();
    hide();
  }
  aside.empty();
  yield;
  yield* removeRows(database, id);
  // Only now, as it is what tells the next opening that there is something to finish.
  folders.removeAside(id);
}

/** Removes the rows of a run and gives their space back. */
export function* removeRows(database: StoreDatabase, id: string): Generator<void> {
  const doing = `delete the run ${id}`;
  const { connection } = database;
  for (const table of longTables) {
    const some = connection.prepare(
      `DELETE FROM ${table} WHERE run = (SELECT number FROM runs WHERE id = ?) LIMIT ${rowsPerStep}`,
    );
    while (database.batch(doing, () => some.run(id).changes) === rowsPerStep) yield;
  }
  database.change(doing, () => {
    // What is left of the run refers to this row and goes with it.
    connection.prepare('DELETE FROM runs WHERE id = ?').run(id);
  });
  yield;
  while (database.reclaim(pagesPerStep)) yield;
}
