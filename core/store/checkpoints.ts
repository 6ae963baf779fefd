// Checkpoints: one file each, a row once its file is safe. The two newest stay, and the one of a finished run.

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Checkpoint, CheckpointEvent } from '../gan/events.ts';
import { isPlainName, readCheckpoint, type WrittenCheckpoint } from './checkpoint-file.ts';
import type { StoreDatabase } from './database.ts';
import { StoreError } from './errors.ts';
import { bytesOf } from './files.ts';
import { addEntry } from './journal.ts';
import type { Runs } from './runs.ts';
import { addBytes } from './sizes.ts';

export type CheckpointReason = CheckpointEvent['reason'];

export interface CheckpointStep {
  readonly iteration: number;
  readonly criticUpdates: number;
  readonly activeSeconds: number;
  readonly reason: CheckpointReason;
}

export interface LatestCheckpoint {
  readonly checkpoint: Checkpoint;
  readonly reason: CheckpointReason;
  /** Newer ones that could not be used, newest first, each with a sentence on why. */
  readonly skipped: readonly { readonly iteration: number; readonly why: string }[];
}

const kept = 2;

export class Checkpoints {
  readonly #database: StoreDatabase;
  readonly #runs: Runs;

  constructor(database: StoreDatabase, runs: Runs) {
    this.#database = database;
    this.#runs = runs;
  }

  /** Where the files of a run's checkpoints are: `writeCheckpoint` writes them there. */
  folderOf(runId: string): string {
    return join(this.#runs.folderOf(runId), 'checkpoints');
  }

  /**
   * Keeps a checkpoint whose file `writeCheckpoint` has put into the run's folder, and removes older ones.
   * @returns its number in the run's journal
   * @throws StoreError when the file is not there as it was written, with everything as it was
   */
  adopt(runId: string, step: CheckpointStep & WrittenCheckpoint): number {
    const { iteration, criticUpdates, activeSeconds, reason, file, bytes } = step;
    const doing = `save the checkpoint of iteration ${iteration}`;
    const folder = this.folderOf(runId);
    if (!isPlainName(file) || bytesOf(join(folder, file)) !== bytes) {
      throw new StoreError('damaged', `Cannot ${doing}: ${join(folder, file)} does not hold ${bytes} bytes.`);
    }
    const { connection } = this.#database;
    const { seq, old } = this.#database.change(doing, () => {
      const run = this.#runs.numberOf(runId);
      // One that is there already for the iteration is of the same networks, so the new file is as large.
      const replaces = this.#fileOf(run, iteration) !== undefined;
      connection
        .prepare('INSERT OR REPLACE INTO checkpoints VALUES (?, ?, ?, ?, ?, ?)')
        .run(run, iteration, criticUpdates, activeSeconds, reason, file);
      const names = connection
        .prepare<[number, number, number], string>(
          `DELETE FROM checkpoints WHERE run = ? AND reason <> 'end' AND step NOT IN
             (SELECT step FROM checkpoints WHERE run = ? ORDER BY step DESC LIMIT ?) RETURNING file`,
        )
        .pluck()
        .all(run, run, kept);
      const removed = names.reduce((sum, name) => sum + bytesOf(join(folder, name)), 0);
      addBytes(connection, run, (replaces ? 0 : bytes) - removed);
      return { seq: addEntry(connection, run, 'checkpoint', iteration).seq, old: names };
    });
    for (const name of old) rmSync(join(folder, name), { force: true });
    return seq;
  }

  /** Those that are kept, in order. */
  list(runId: string): CheckpointStep[] {
    return this.#database.read(`list the checkpoints of the run ${runId}`, () =>
      this.#database.connection
        .prepare<[number], CheckpointStep>(
          `SELECT step AS iteration, critic_updates AS criticUpdates, active_seconds AS activeSeconds, reason
             FROM checkpoints WHERE run = ? ORDER BY step`,
        )
        .all(this.#runs.numberOf(runId)),
    );
  }

  /** The file of one, which nobody has looked into. @throws StoreError when there is none for the iteration */
  pathOf(runId: string, iteration: number): string {
    const file = this.#database.read(`read the checkpoint of iteration ${iteration}`, () =>
      this.#fileOf(this.#runs.numberOf(runId), iteration),
    );
    if (file === undefined) {
      throw new StoreError('unknown', `The run ${runId} has no checkpoint of iteration ${iteration}.`);
    }
    return join(this.folderOf(runId), file);
  }

  /** @throws StoreError when there is none for the iteration, or its file is truncated or altered */
  read(runId: string, iteration: number): Checkpoint {
    return readCheckpoint(this.pathOf(runId, iteration), iteration);
  }

  /**
   * The newest checkpoint that can be proved whole; null when the run has none at all.
   * @throws StoreError when there are some and every one is damaged
   */
  latest(runId: string): LatestCheckpoint | null {
    const skipped: { iteration: number; why: string }[] = [];
    for (const { iteration, reason } of this.list(runId).reverse()) {
      try {
        return { checkpoint: this.read(runId, iteration), reason, skipped };
      } catch (error) {
        if (!(error instanceof StoreError)) throw error;
        skipped.push({ iteration, why: error.message });
      }
    }
    const newest = skipped.at(0);
    if (newest === undefined) return null;
    throw new StoreError(
      'damaged',
      `No checkpoint of the run ${runId} can be used, so it has to be trained anew. The newest: ${newest.why}`,
    );
  }

  #fileOf(run: number, iteration: number): string | undefined {
    return this.#database.connection
      .prepare<[number, number], string>('SELECT file FROM checkpoints WHERE run = ? AND step = ?')
      .pluck()
      .get(run, iteration);
  }
}
