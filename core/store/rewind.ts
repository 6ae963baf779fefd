// Going back to a checkpoint: what came after it is forgotten in the same transaction that makes the run go on, so
// that a resumed run holds exactly what a run that never stopped would hold.

import { join } from 'node:path';
import type { StoreDatabase } from './database.ts';
import { StoreError } from './errors.ts';
import { removeOthers } from './files.ts';
import { addEntry } from './journal.ts';
import { measureAnew } from './measures.ts';
import type { RunStart } from './run-begin.ts';
import type { Progress, RunRecord } from './run-record.ts';
import type { Runs } from './runs.ts';
import { countBytes } from './sizes.ts';

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
    const dropped = dropAfter(database, run, iteration);
    const text = rewoundSentence(iteration, dropped);
    addEntry(connection, run, 'rewound', iteration, text);
    return runs.startWithin(runId, start);
  });
  // Files without a row are invisible, so they can wait until the rows are surely gone.
  database.change(doing, () => {
    const run = runs.numberOf(runId);
    for (const kind of ['samples', 'checkpoints']) {
      const named = connection
        .prepare<[number], string>(`SELECT file FROM ${kind} WHERE run = ?`)
        .pluck()
        .all(run);
      removeOthers(join(runs.folderOf(runId), kind), new Set(named));
    }
    countBytes(connection, run, runs.folderOf(runId));
  });
  return record;
}

function rewoundSentence(iteration: number, dropped: number): string {
  if (dropped === 0) return `Went on from iteration ${iteration}.`;
  const again = dropped === 1 ? 'one iteration after it is' : `${dropped} iterations after it are`;
  return `Went back to iteration ${iteration}; ${again} done again.`;
}

/** @returns how many iterations there were after it */
function dropAfter({ connection }: StoreDatabase, run: number, iteration: number): number {
  const [dropped] = ['steps', 'samples', 'checkpoints', 'measurements', 'histograms'].map(
    (table) =>
      connection.prepare(`DELETE FROM ${table} WHERE run = ? AND step > ?`).run(run, iteration).changes,
  );
  const drop = connection.prepare('DELETE FROM metrics WHERE run = ? AND key = ? AND step > ?');
  const keys = connection
    .prepare<[], { number: number; name: string }>('SELECT key AS number, name FROM metric_keys')
    .all();
  for (const key of keys) {
    if (drop.run(run, key.number, iteration).changes > 0) measureAnew(connection, run, key);
  }
  connection.prepare('DELETE FROM chunks WHERE run = ? AND start + size - 1 > ?').run(run, iteration);
  // Marks stay: they tell what happened. These stand for what is there.
  connection
    .prepare(`DELETE FROM journal WHERE run = ? AND kind IN ('metrics', 'grid') AND step > ?`)
    .run(run, iteration);
  return dropped;
}
