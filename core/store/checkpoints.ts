// Checkpoints: one file each, a row once its file is safe. The two newest stay, and the one of a finished run.

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import type { Checkpoint, CheckpointEvent } from '../gan/events.ts';
import { encode, readContainer } from './container.ts';
import type { StoreDatabase } from './database.ts';
import { StoreError } from './errors.ts';
import { writeDurably, type Write } from './files.ts';
import type { Runs } from './runs.ts';

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

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const headerSchema = v.looseObject({
  kind: v.literal('checkpoint'),
  format: v.literal(1),
  iteration: count,
  criticUpdates: count,
  activeSeconds: v.number(),
  samplesDrawn: count,
  streams: v.record(
    v.string(),
    v.object({ words: v.array(v.pipe(v.number(), v.integer())), spare: v.nullable(v.number()) }),
  ),
});

export class Checkpoints {
  readonly #database: StoreDatabase;
  readonly #runs: Runs;
  readonly #write: Write | undefined;

  constructor(database: StoreDatabase, runs: Runs, write?: Write) {
    this.#database = database;
    this.#runs = runs;
    this.#write = write;
  }

  /**
   * Stores a checkpoint; after this returns it survives a power cut. Older ones are removed only then.
   * @throws StoreError, with everything as it was
   */
  save(runId: string, { checkpoint, reason }: Pick<CheckpointEvent, 'checkpoint' | 'reason'>): void {
    const { tensors, ...rest } = checkpoint;
    const { iteration, criticUpdates, activeSeconds } = rest;
    const doing = `save the checkpoint of iteration ${iteration}`;
    const file = `${String(iteration).padStart(9, '0')}.checkpoint`;
    const run = this.#database.read(doing, () => this.#runs.numberOf(runId));
    const arrays = Object.entries(tensors).map(([name, { shape, data }]) => ({ name, shape, data }));
    const bytes = encode({ header: { kind: 'checkpoint', run: runId, ...rest }, arrays });
    writeDurably(join(this.#folder(runId), file), bytes, doing, this.#write);
    const old = this.#database.change(doing, () => {
      this.#database.connection
        .prepare('INSERT OR REPLACE INTO checkpoints VALUES (?, ?, ?, ?, ?, ?)')
        .run(run, iteration, criticUpdates, activeSeconds, reason, file);
      return this.#database.connection
        .prepare<[number, number, number], string>(
          `DELETE FROM checkpoints WHERE run = ? AND reason <> 'end' AND step NOT IN
             (SELECT step FROM checkpoints WHERE run = ? ORDER BY step DESC LIMIT ?) RETURNING file`,
        )
        .pluck()
        .all(run, run, kept);
    });
    for (const name of old) rmSync(join(this.#folder(runId), name), { force: true });
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

  /** @throws StoreError when there is none for the iteration, or its file is truncated or altered */
  read(runId: string, iteration: number): Checkpoint {
    const file = this.#database.read(`read the checkpoint of iteration ${iteration}`, () =>
      this.#database.connection
        .prepare<[number, number], string>('SELECT file FROM checkpoints WHERE run = ? AND step = ?')
        .pluck()
        .get(this.#runs.numberOf(runId), iteration),
    );
    if (file === undefined) {
      throw new StoreError('unknown', `The run ${runId} has no checkpoint of iteration ${iteration}.`);
    }
    return readCheckpoint(join(this.#folder(runId), file), iteration);
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

  #folder(runId: string): string {
    return join(this.#runs.folderOf(runId), 'checkpoints');
  }
}

function readCheckpoint(path: string, iteration: number): Checkpoint {
  const { header, arrays } = readContainer(path);
  const parsed = v.safeParse(headerSchema, header);
  if (!parsed.success || parsed.output.iteration !== iteration) {
    throw new StoreError(
      'damaged',
      `${path} is damaged: it is not the checkpoint of iteration ${iteration}.`,
    );
  }
  const { format, criticUpdates, activeSeconds, samplesDrawn, streams } = parsed.output;
  const tensors: Record<string, { shape: readonly number[]; data: Float32Array }> = {};
  for (const { name, shape, data } of arrays) {
    if (data instanceof Uint8Array)
      throw new StoreError('damaged', `${path} is damaged: "${name}" is not float32.`);
    tensors[name] = { shape, data };
  }
  return { format, iteration, criticUpdates, activeSeconds, tensors, streams, samplesDrawn };
}
