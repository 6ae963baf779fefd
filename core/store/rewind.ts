// Going back to a checkpoint: what came after it is forgotten in the same transaction that makes the run go on, so
// that a resumed run holds exactly what a run that never stopped would hold.

import { join } from 'node:path';
import type { StoreDatabase } from './database.ts';
import { StoreError } from './errors.ts';
import { removeOthers } from './files.ts';
import type { Progress, RunRecord, Runs, RunStart } from './runs.ts';

/**
 * Drops metrics, samples and checkpoints after the iteration, keeps those at it, and makes the run `running`.
 * @throws StoreError when there is no checkpoint of the iteration or another process trains the run
 */
export function rewind(
  database: StoreDatabase,
  runs: Runs,
  runId: string,
  iteration: number,
  start: RunStart,
): RunRecord {
  const { connection } = database;
  const doing = `go back to iteration ${iteration} of the run ${runId}`;
  const record = database.change(doing, () => {
    const run = runs.numberOf(runId);
    const progress = connection
      .prepare<[number, number], Progress>(
        `SELECT step AS iteration, critic_updates AS criticUpdates, active_seconds AS activeSeconds
           FROM checkpoints WHERE run = ? AND step = ?`,
      )
      .get(run, iteration);
    if (progress === undefined) {
      throw new StoreError('unknown', `The run ${runId} has no checkpoint of iteration ${iteration}.`);
    }
    runs.progressWithin(runId, progress);
    const started = runs.startWithin(runId, start);
    for (const table of ['steps', 'samples', 'checkpoints']) {
      connection.prepare(`DELETE FROM ${table} WHERE run = ? AND step > ?`).run(run, iteration);
    }
    const drop = connection.prepare('DELETE FROM metrics WHERE run = ? AND key = ? AND step > ?');
    for (const key of connection.prepare<[], number>('SELECT key FROM metric_keys').pluck().all()) {
      drop.run(run, key, iteration);
    }
    connection.prepare('DELETE FROM chunks WHERE run = ? AND start + size - 1 > ?').run(run, iteration);
    return started;
  });
  // Files without a row are invisible, so they can wait until the rows are surely gone.
  for (const kind of ['samples', 'checkpoints']) {
    const named = database.read(doing, () =>
      connection
        .prepare<[number], string>(`SELECT file FROM ${kind} WHERE run = ?`)
        .pluck()
        .all(runs.numberOf(runId)),
    );
    removeOthers(join(runs.folderOf(runId), kind), new Set(named));
  }
  return record;
}
