// The order in which queued runs wait for their turn. Runs that the command line starts are queued for a moment, too,
// but have no place here. Everything is inside a transaction of the caller.

import type Database from 'better-sqlite3';
import { StoreError } from './errors.ts';

/** Ids of the runs that wait, next one first. */
export function queuedIds(connection: Database.Database): string[] {
  return connection
    .prepare<[], string>(
      `SELECT id FROM runs WHERE queue_order IS NOT NULL AND trashed_at IS NULL ORDER BY queue_order, number`,
    )
    .pluck()
    .all();
}

/** The order number of a place behind all others. */
export function endOfQueue(connection: Database.Database): number {
  return connection
    .prepare<[], number>('SELECT coalesce(max(queue_order), 0) + 1 FROM runs WHERE queue_order IS NOT NULL')
    .pluck()
    .get()!;
}

/**
 * @param place 1 for the run that starts next; past the end is the end
 * @throws StoreError when the run does not wait, or the place is no whole number from 1
 */
export function moveInQueue(connection: Database.Database, id: string, place: number): void {
  if (!Number.isInteger(place) || place < 1) {
    throw new StoreError('invalid', `${place} is no place in the queue; the first one is 1.`);
  }
  const others = queuedIds(connection);
  const at = others.indexOf(id);
  if (at < 0) throw new StoreError('invalid', `The run ${id} does not wait in the queue.`);
  others.splice(at, 1);
  others.splice(place - 1, 0, id);
  const put = connection.prepare('UPDATE runs SET queue_order = ? WHERE id = ?');
  others.forEach((one, order) => put.run(order + 1, one));
}
