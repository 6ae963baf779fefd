// The newest wanted grid of a run, one request at a time: a hand that scrubs over a thousand steps asks for few, and
// sees what there is on the way.

import { shallowRef, type ShallowRef } from 'vue';
import type { SampleGrid } from '../../../core/protocol/contract.ts';

export class GridFollower {
  /** Null until the first was read. */
  readonly shown: ShallowRef<SampleGrid | null> = shallowRef(null);
  readonly #read: (iteration: number) => Promise<SampleGrid>;
  readonly #tell: (error: unknown) => void;
  #wanted: number | null = null;
  #ahead: readonly number[] = [];
  #busy = false;

  /** @param tell hears of grids that could not be read */
  constructor(read: (iteration: number) => Promise<SampleGrid>, tell: (error: unknown) => void) {
    this.#read = read;
    this.#tell = tell;
  }

  /** @param ahead iterations that may be wanted next */
  want(iteration: number | null, ahead: readonly number[]): void {
    this.#wanted = iteration;
    this.#ahead = ahead;
    if (iteration === null) this.shown.value = null;
    else if (!this.#busy) void this.#follow();
  }

  /** Asked after waiting, when it may have changed. */
  get #isWanted(): boolean {
    return this.#wanted !== null;
  }

  async #follow(): Promise<void> {
    this.#busy = true;
    let asked: number | null = null;
    while (this.#wanted !== null && this.#wanted !== asked) {
      asked = this.#wanted;
      try {
        const grid = await this.#read(asked);
        if (this.#isWanted) this.shown.value = grid;
      } catch (error) {
        this.#tell(error);
      }
    }
    this.#busy = false;
    // Whoever goes there asks again and hears of a failure.
    for (const iteration of this.#ahead) this.#read(iteration).catch(() => undefined);
  }
}
