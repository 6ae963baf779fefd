// One workstation for each data directory: two would both start what waits in the queue. Command lines may work beside it.

import { randomUUID } from 'node:crypto';
import type { StoreDatabase } from './database.ts';
import { StoreError } from './errors.ts';
import type { Runs } from './runs.ts';
import { strandedIds } from './trash.ts';
import { identify, isAlive, systemProcesses, type ProcessTable } from './processes.ts';

interface Claim {
  readonly pid: number;
  readonly bootId: string | null;
  readonly startTime: string | null;
  readonly claim: string;
}

/** Claims of this very process. Its id alone is no proof: a process before it may have had the same one. */
const own = new Set<string>();

/**
 * Makes this process the workstation of the data directory until the returned function is called or the process is gone.
 * @throws StoreError `busy` when another living process is, or this one already
 */
export function claimWorkstation(
  database: StoreDatabase,
  directory: string,
  processes: ProcessTable = systemProcesses,
): () => void {
  const claim = randomUUID();
  database.change('open the workstation', () => {
    const other = livingWorkstation(database, processes);
    if (other !== null) {
      throw new StoreError(
        'busy',
        `A workstation is open on ${directory} already (process ${other}); use that one, close it, or choose another data directory.`,
      );
    }
    const { pid, bootId, startTime } = identify(process.pid, processes);
    database.connection
      .prepare('INSERT OR REPLACE INTO workstation VALUES (1, ?, ?, ?, ?)')
      .run(pid, bootId, startTime, claim);
  });
  own.add(claim);
  return () => {
    if (!own.delete(claim)) return;
    database.change('close the workstation', () => {
      database.connection.prepare('DELETE FROM workstation WHERE claim = ?').run(claim);
    });
  };
}

/** The process that has the workstation open, inside a transaction of the caller; null when there is none. */
function livingWorkstation(
  database: StoreDatabase,
  processes: ProcessTable = systemProcesses,
): number | null {
  const claim = database.connection
    .prepare<[], Claim>('SELECT pid, boot_id AS bootId, process_start AS startTime, claim FROM workstation')
    .get();
  if (claim === undefined) return null;
  const alive = claim.pid === process.pid ? own.has(claim.claim) : isAlive(claim, processes);
  return alive ? claim.pid : null;
}

/** Deletes for good what a workstation that is gone has left in the trash. One that is open does so itself, in its time. */
export function purgeTrash(database: StoreDatabase, runs: Runs): void {
  const left = database.read('look into the trash', () =>
    livingWorkstation(database) === null
      ? [...runs.trashed(), ...strandedIds(database.connection, systemProcesses)]
      : [],
  );
  for (const id of left) {
    try {
      runs.delete(id);
    } catch (error) {
      // Another process that opens the store just now does the same, or a file is in use: the next opening tries again.
      if (!(error instanceof StoreError)) throw error;
    }
  }
}
