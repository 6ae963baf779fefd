// What somebody has to be told who has seen a run's journal up to some number.

import type { StoreDatabase } from './database.ts';
import { marksAfter, type Mark } from './journal.ts';
import type { Runs } from './runs.ts';

export interface Replay {
  /** Everything after this iteration is to be forgotten first; null when nothing is. */
  readonly rewoundTo: number | null;
  /** Metrics from this iteration on are to be told again; null when there are none. None before it is missing. */
  readonly from: number | null;
  /** The newest grid, when one was stored since, or when going back has made an older one the newest. */
  readonly newestGrid: number | null;
  /** Since then, in order. */
  readonly marks: readonly Mark[];
  /** The number that all of this leads to. */
  readonly seq: number;
}

/** @throws StoreError when there is no such run */
export function replaySince(database: StoreDatabase, runs: Runs, runId: string, seq: number): Replay {
  const { connection } = database;
  return database.read(`read the journal of the run ${runId}`, () => {
    const run = runs.numberOf(runId);
    const newest = connection
      .prepare<[number], number>('SELECT seq FROM runs WHERE number = ?')
      .pluck()
      .get(run)!;
    // A number that has not been given out yet is from before a power cut took the last metrics, or from a store that
    // a backup has replaced: what was seen then is not to be trusted.
    const foreign = seq > newest;
    const after = foreign ? 0 : seq;
    const marks = marksAfter(connection, run, after);
    const back = marks.filter(({ kind }) => kind === 'rewound').map(({ iteration }) => iteration);
    // Going back removes the rows of what it drops, so those that are left stand for things that are there.
    const from = connection
      .prepare<[number, number], number>(
        `SELECT step FROM journal WHERE run = ? AND seq > ? AND kind = 'metrics' ORDER BY seq LIMIT 1`,
      )
      .pluck()
      .get(run, after);
    const grid = connection
      .prepare<[number, number], number | null>(
        `SELECT max(step) FROM journal INDEXED BY journal_grids WHERE run = ? AND seq > ? AND kind = 'grid'`,
      )
      .pluck();
    const anew = foreign || back.length > 0;
    return {
      rewoundTo: foreign ? -1 : back.length > 0 ? Math.min(...back) : null,
      from: from ?? null,
      newestGrid: grid.get(run, anew ? 0 : after) ?? null,
      marks,
      seq: newest,
    };
  });
}
