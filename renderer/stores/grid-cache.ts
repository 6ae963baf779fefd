// Grids that were looked at of late, so that going back and forth costs nothing.

import type { SampleGrid } from '../../core/protocol/contract.ts';

export class GridCache {
  readonly #read: (iteration: number) => Promise<SampleGrid>;
  readonly #most: number;
  /** The least recently used comes first. */
  readonly #grids = new Map<number, Promise<SampleGrid>>();

  /** @param most grids kept */
  constructor(read: (iteration: number) => Promise<SampleGrid>, most = 200) {
    this.#read = read;
    this.#most = most;
  }

  get(iteration: number): Promise<SampleGrid> {
    const known = this.#grids.get(iteration);
    if (known !== undefined) {
      this.#keep(iteration, known);
      return known;
    }
    const reading = this.#read(iteration);
    this.#keep(iteration, reading);
    // A failure is not worth remembering.
    reading.catch(() => {
      if (this.#grids.get(iteration) === reading) this.#grids.delete(iteration);
    });
    return reading;
  }

  put(grid: SampleGrid): void {
    this.#keep(grid.iteration, Promise.resolve(grid));
  }

  forgetAfter(iteration: number): void {
    for (const at of [...this.#grids.keys()]) if (at > iteration) this.#grids.delete(at);
  }

  clear(): void {
    this.#grids.clear();
  }

  #keep(iteration: number, grid: Promise<SampleGrid>): void {
    this.#grids.delete(iteration);
    this.#grids.set(iteration, grid);
    for (const oldest of this.#grids.keys()) {
      if (this.#grids.size <= this.#most) return;
      this.#grids.delete(oldest);
    }
  }
}
