// Deleted runs: hidden at once, gone for good a little later, and brought back in between.

import type { Deleted, RunId } from '../protocol/contract.ts';
import { CallError } from '../protocol/call-error.ts';
import type { Store } from '../store/store.ts';

/** How long a deletion can be undone. */
const undoMs = 30_000;

export class Trash {
  readonly #store: Store;
  readonly #failed: (error: unknown) => void;
  readonly #timers = new Map<RunId, NodeJS.Timeout>();
  /** Removals that have begun. */
  readonly #going = new Map<RunId, Generator<void>>();

  /** `failed` gets the error of a run that could not be removed; it goes when the store is opened next. */
  constructor(store: Store, failed: (error: unknown) => void) {
    this.#store = store;
    this.#failed = failed;
  }

  /** @throws StoreError when one is being trained or unknown; then nothing has changed */
  put(runs: readonly RunId[]): Deleted {
    const ids = [...new Set(runs)];
    const bytes = ids.reduce((sum, id) => sum + this.#store.runs.summary(id).bytes, 0);
    this.#store.runs.trash(ids);
    const until = Date.now() + undoMs;
    for (const id of ids) {
      this.#timers.set(
        id,
        setTimeout(() => {
          this.#forget(id);
          this.#removeInSteps(id, this.#store.runs.deleteInSteps(id));
        }, undoMs),
      );
    }
    return { runs: ids, bytes, until };
  }

  /** @throws CallError when one of them is gone; then nothing has changed */
  restore(runs: readonly RunId[]): void {
    const gone = runs.find((id) => !this.#timers.has(id));
    if (gone !== undefined) {
      throw new CallError(
        'unknown',
        `The run ${gone} is not in the trash any more; it cannot be brought back.`,
      );
    }
    this.#store.runs.restore([...new Set(runs)]);
    for (const id of runs) this.#forget(id);
  }

  /** Removes everything that is in it, and everything that is half removed, before it returns. */
  empty(): void {
    for (const id of [...this.#timers.keys(), ...this.#going.keys()]) {
      this.#forget(id);
      const steps = this.#going.get(id) ?? this.#store.runs.deleteInSteps(id);
      this.#going.delete(id);
      this.#attempt(() => {
        while (steps.next().done !== true);
      });
    }
  }

  /** Values of a long run take seconds to remove: other work has its turn between the steps. */
  #removeInSteps(id: RunId, steps: Generator<void>): void {
    this.#going.set(id, steps);
    const step = (): void => {
      // `empty` may have been quicker.
      if (this.#going.get(id) !== steps) return;
      const isOver = this.#attempt(() => steps.next().done === true) ?? true;
      if (isOver) this.#going.delete(id);
      else setImmediate(step);
    };
    step();
  }

  #attempt<T>(action: () => T): T | undefined {
    try {
      return action();
    } catch (error) {
      this.#failed(error);
      return undefined;
    }
  }

  #forget(id: RunId): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
  }
}
