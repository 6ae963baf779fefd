// Histograms of a run's weights over time: one row for each evaluation.

import type { HistogramsEvent, WeightHistogram } from '../gan/events.ts';
import type { StoreDatabase } from './database.ts';
import type { Runs } from './runs.ts';
import { addBytes } from './sizes.ts';

export interface HistogramStep {
  readonly iteration: number;
  readonly tensors: readonly WeightHistogram[];
}

type Stored = readonly [name: string, low: number, high: number, counts: readonly number[]];

export class Histograms {
  readonly #database: StoreDatabase;
  readonly #runs: Runs;

  constructor(database: StoreDatabase, runs: Runs) {
    this.#database = database;
    this.#runs = runs;
  }

  /** Stores those of an iteration, in place of any that are there. @throws StoreError */
  save(runId: string, { iteration, tensors }: HistogramsEvent): void {
    const { connection } = this.#database;
    const text = JSON.stringify(
      tensors.map(({ name, low, high, counts }): Stored => [name, low, high, [...counts]]),
    );
    this.#database.change(`save the weight histograms of iteration ${iteration}`, () => {
      const run = this.#runs.numberOf(runId);
      connection.prepare('INSERT OR REPLACE INTO histograms VALUES (?, ?, ?)').run(run, iteration, text);
      addBytes(connection, run, text.length);
    });
  }

  /** In order; of more than `most`, that many at about equal distances, the newest among them. @throws StoreError */
  read(runId: string, most = 200): HistogramStep[] {
    return this.#database.read(`read the weight histograms of the run ${runId}`, () => {
      const { connection } = this.#database;
      const run = this.#runs.numberOf(runId);
      const steps = connection
        .prepare<[number], number>('SELECT step FROM histograms WHERE run = ? ORDER BY step')
        .pluck()
        .all(run);
      const row = connection
        .prepare<[number, number], string>('SELECT tensors FROM histograms WHERE run = ? AND step = ?')
        .pluck();
      return thinned(steps, most).map((iteration) => ({
        iteration,
        tensors: (JSON.parse(row.get(run, iteration)!) as Stored[]).map(([name, low, high, counts]) => ({
          ...{ name, low, high, counts: Uint32Array.from(counts) },
        })),
      }));
    });
  }
}

function thinned(steps: readonly number[], most: number): readonly number[] {
  if (steps.length <= most) return steps;
  return Array.from({ length: most }, (_, i) => steps[Math.round((i * (steps.length - 1)) / (most - 1))]);
}
