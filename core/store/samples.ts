// Sample grids: one file per grid, a row for each once its file is safe. Images keep eight bits per channel, which
// is what is shown and exported; points in the plane keep float32.

import { join } from 'node:path';
import type { SamplesEvent } from '../gan/events.ts';
import { encode, readContainer } from './container.ts';
import type { StoreDatabase } from './database.ts';
import { StoreError } from './errors.ts';
import { writeDurably, type Write } from './files.ts';
import { fromByte, toByte } from './pixels.ts';
import type { Runs } from './runs.ts';

export interface GridStep {
  readonly iteration: number;
  readonly criticUpdates: number;
  readonly activeSeconds: number;
}

export interface SampleGrid extends GridStep {
  /** `[count, height, width, channels]`, or `[count, 2]`. */
  readonly shape: readonly number[];
  /** Images as the 256 levels of `fromByte`, points as they were. */
  readonly data: Float32Array;
}

const series = 'fixed' satisfies SamplesEvent['series'];

export class SampleGrids {
  readonly #database: StoreDatabase;
  readonly #runs: Runs;
  readonly #write: Write | undefined;

  constructor(database: StoreDatabase, runs: Runs, write?: Write) {
    this.#database = database;
    this.#runs = runs;
    this.#write = write;
  }

  /** Stores a grid; one that is there already for the iteration is replaced. @throws StoreError */
  save(runId: string, event: SamplesEvent): void {
    const { iteration, criticUpdates, activeSeconds, shape, data } = event;
    const doing = `save the samples of iteration ${iteration}`;
    const file = `${event.series}-${String(iteration).padStart(9, '0')}.grid`;
    const run = this.#database.read(doing, () => this.#runs.numberOf(runId));
    const stored = shape.length === 4 ? Uint8Array.from(data, toByte) : data;
    const header = { kind: 'samples', run: runId, iteration, criticUpdates, activeSeconds };
    const bytes = encode({ header, arrays: [{ name: 'samples', shape, data: stored }] });
    writeDurably(join(this.#folder(runId), file), bytes, doing, this.#write);
    this.#database.change(doing, () =>
      this.#database.connection
        .prepare('INSERT OR REPLACE INTO samples VALUES (?, ?, ?, ?, ?, ?)')
        .run(run, event.series, iteration, criticUpdates, activeSeconds, file),
    );
  }

  /** The iterations with a grid, in order. */
  list(runId: string): GridStep[] {
    return this.#database.read(`list the samples of the run ${runId}`, () =>
      this.#database.connection
        .prepare<[number, string], GridStep>(
          `SELECT step AS iteration, critic_updates AS criticUpdates, active_seconds AS activeSeconds
             FROM samples WHERE run = ? AND series = ? ORDER BY step`,
        )
        .all(this.#runs.numberOf(runId), series),
    );
  }

  /** @throws StoreError when there is no grid for the iteration or its file is damaged */
  read(runId: string, iteration: number): SampleGrid {
    const row = this.#database.read(`read the samples of iteration ${iteration}`, () =>
      this.#database.connection
        .prepare<[number, string, number], GridStep & { readonly file: string }>(
          `SELECT step AS iteration, critic_updates AS criticUpdates, active_seconds AS activeSeconds, file
             FROM samples WHERE run = ? AND series = ? AND step = ?`,
        )
        .get(this.#runs.numberOf(runId), series, iteration),
    );
    if (row === undefined) {
      throw new StoreError('unknown', `The run ${runId} has no samples of iteration ${iteration}.`);
    }
    const path = join(this.#folder(runId), row.file);
    const array = readContainer(path).arrays.at(0);
    if (array === undefined) throw new StoreError('damaged', `${path} is damaged: it holds no samples.`);
    const { shape, data } = array;
    return {
      iteration: row.iteration,
      criticUpdates: row.criticUpdates,
      activeSeconds: row.activeSeconds,
      shape,
      data: data instanceof Uint8Array ? Float32Array.from(data, fromByte) : data,
    };
  }

  #folder(runId: string): string {
    return join(this.#runs.folderOf(runId), 'samples');
  }
}
