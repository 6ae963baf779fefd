// Sample grids: one file per grid, a row for each once its file is safe. Images keep eight bits per channel, which
// is what is shown and exported; points in the plane, and the critic's field around them, keep float32.

import { join } from 'node:path';
import type { CriticField, SamplesEvent } from '../gan/events.ts';
import type { StoreDatabase } from './database.ts';
import { StoreError } from './errors.ts';
import { bytesOf, type Write } from './files.ts';
import { readGrid, writeGrid, type GridContent } from './grid-file.ts';
import { addEntry } from './journal.ts';
import { fromByte } from './pixels.ts';
import type { Runs } from './runs.ts';
import { addBytes } from './sizes.ts';

export type { CriticField, GridContent };

export interface GridStep {
  readonly iteration: number;
  readonly criticUpdates: number;
  readonly activeSeconds: number;
}

/** The iterations with a grid, in order; the other arrays say where each stands on the other axes. */
export interface GridSteps {
  readonly iterations: Float64Array;
  readonly criticUpdates: Float64Array;
  readonly activeSeconds: Float64Array;
}

export interface SampleGrid extends GridStep {
  /** `[count, height, width, channels]`, or `[count, 2]`. */
  readonly shape: readonly number[];
  /** Images as the 256 levels of `fromByte`, points as they were. */
  readonly data: Float32Array;
  /** Of points, where the run has it. */
  readonly field: CriticField | null;
}

/** A grid just as its file has it. */
export interface RawGrid extends GridStep {
  readonly content: GridContent;
}

/** The series that lists, windows and exports mean where none is named. */
const shown = 'fixed' satisfies SamplesEvent['series'];

export class SampleGrids {
  readonly #database: StoreDatabase;
  readonly #runs: Runs;
  readonly #write: Write | undefined;

  constructor(database: StoreDatabase, runs: Runs, write?: Write) {
    this.#database = database;
    this.#runs = runs;
    this.#write = write;
  }

  /**
   * Stores a grid; one that is there already for the iteration and series is replaced.
   * @returns its number in the run's journal; null for series other than `fixed`, which lie beside it unannounced
   * @throws StoreError
   */
  save(runId: string, event: SamplesEvent): number | null {
    const { iteration, criticUpdates, activeSeconds } = event;
    const doing = `save the samples of iteration ${iteration}`;
    const file = `${event.series}-${String(iteration).padStart(9, '0')}.grid`;
    const path = join(this.#folder(runId), file);
    this.#database.read(doing, () => this.#runs.numberOf(runId));
    const before = bytesOf(path);
    const bytes = writeGrid(path, runId, event, doing, this.#write);
    const { connection } = this.#database;
    return this.#database.change(doing, () => {
      const run = this.#runs.numberOf(runId);
      connection
        .prepare('INSERT OR REPLACE INTO samples VALUES (?, ?, ?, ?, ?, ?)')
        .run(run, event.series, iteration, criticUpdates, activeSeconds, file);
      addBytes(connection, run, bytes - before);
      return event.series === shown ? addEntry(connection, run, 'grid', iteration).seq : null;
    });
  }

  /** The iterations with a grid of a series, in order. */
  list(runId: string, series: SamplesEvent['series'] = shown): GridStep[] {
    return this.#rows(runId, series).map(([iteration, criticUpdates, activeSeconds]) => ({
      iteration,
      criticUpdates,
      activeSeconds,
    }));
  }

  /** Those of `fixed` as arrays. */
  steps(runId: string): GridSteps {
    const rows = this.#rows(runId, shown);
    return {
      iterations: Float64Array.from(rows, (row) => row[0]),
      criticUpdates: Float64Array.from(rows, (row) => row[1]),
      activeSeconds: Float64Array.from(rows, (row) => row[2]),
    };
  }

  /** @throws StoreError when there is no grid for the iteration or its file is damaged */
  read(runId: string, iteration: number, series: SamplesEvent['series'] = shown): SampleGrid {
    const { content, ...step } = this.readRaw(runId, iteration, series);
    const { shape } = content;
    return content.kind === 'images'
      ? { ...step, shape, data: Float32Array.from(content.pixels, fromByte), field: null }
      : { ...step, shape, data: content.points, field: content.field };
  }

  /** The same with images as the bytes they are stored in. @throws StoreError as `read` does */
  readRaw(runId: string, iteration: number, series: SamplesEvent['series'] = shown): RawGrid {
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
    const { file, ...step } = row;
    return { ...step, content: readGrid(join(this.#folder(runId), file)) };
  }

  #rows(
    runId: string,
    series: SamplesEvent['series'],
  ): [iteration: number, criticUpdates: number, activeSeconds: number][] {
    return this.#database.read(`list the samples of the run ${runId}`, () =>
      this.#database.connection
        .prepare<[number, string], [number, number, number]>(
          'SELECT step, critic_updates, active_seconds FROM samples WHERE run = ? AND series = ? ORDER BY step',
        )
        .raw()
        .all(this.#runs.numberOf(runId), series),
    );
  }

  #folder(runId: string): string {
    return join(this.#runs.folderOf(runId), 'samples');
  }
}
