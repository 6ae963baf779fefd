// The trash: runs that were deleted and can still be had back. Everything is inside a transaction of the caller.

import type Database from 'better-sqlite3';
import type { ProcessTable } from './processes.ts';
import { unknownRun } from './run-record.ts';

/** `trashed_at` of a run whose removal has begun. */
const beyondRestoring = 0;

/** `trashed_at` of a run that this process imports; the process's id makes it negative. */
export const arrivingHere = -process.pid;

/** Ids of the runs in the trash, first one put there first. */
export function trashedIds(connection: Database.Database): string[] {
  return connection
    .prepare<[], string>('SELECT id FROM runs WHERE trashed_at >= 0 ORDER BY trashed_at, number')
    .pluck()
    .all();
}

/** Ids of runs whose import was cut short, as its process is gone. */
export function strandedIds(connection: Database.Database, processes: ProcessTable): string[] {
  return connection
    .prepare<[], [string, number]>('SELECT id, -trashed_at FROM runs WHERE trashed_at < 0')
    .raw()
    .all()
    .filter(([, pid]) => !processes.exists(pid))
    .map(([id]) => id);
}

/** Its place in the queue stays, for when it comes back. */
export function putIntoTrash(connection: Database.Database, id: string): void {
  connection.prepare('UPDATE runs SET trashed_at = ? WHERE id = ?').run(Date.now(), id);
}

/** Hides a run for good. */
export function giveUp(connection: Database.Database, id: string): void {
  connection.prepare('UPDATE runs SET trashed_at = ? WHERE id = ?').run(beyondRestoring, id);
}

/** @throws StoreError when there is no such run any more */
export function takeOutOfTrash(connection: Database.Database, id: string): void {
  const { changes } = connection
    .prepare('UPDATE runs SET trashed_at = NULL WHERE id = ? AND trashed_at IS NOT ?')
    .run(id, beyondRestoring);
  if (changes === 0) throw unknownRun(id);
}
