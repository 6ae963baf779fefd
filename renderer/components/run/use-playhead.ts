// Which stored grid of a run is looked at: the newest while it is followed live, or one that was chosen. Grids are
// read as they are needed, the neighbours ahead of time.

import { computed, onScopeDispose, ref, shallowRef, watch, type ComputedRef, type Ref } from 'vue';
import type { SampleGrid } from '../../../core/protocol/contract.ts';
import type { WatchedRun } from '../../stores/watched-run.ts';
import { nearestStep } from '../samples/playhead.ts';

export interface Playhead {
  /** Iteration of the chosen grid; null follows the newest. */
  readonly iteration: Ref<number | null>;
  /** What there is to look at; the one before until the chosen one was read. */
  readonly grid: ComputedRef<SampleGrid | null>;
  /** Goes to the stored grid nearest to an iteration. */
  readonly goTo: (iteration: number) => void;
  /** Goes some grids on; back with a negative number. Beyond the newest it follows live. */
  readonly step: (by: number) => void;
  readonly first: () => void;
  readonly live: () => void;
}

/** @param tell hears of grids that could not be read */
export function usePlayhead(run: WatchedRun, tell: (error: unknown) => void): Playhead {
  const iteration = ref<number | null>(null);
  const chosen = shallowRef<SampleGrid | null>(null);
  let closed = false;
  onScopeDispose(() => {
    closed = true;
  });

  const stepAt = (index: number): number | undefined => run.steps.value.iterations.at(Math.max(0, index));

  watch(iteration, (wanted) => {
    if (wanted === null) {
      chosen.value = null;
      return;
    }
    // What was shown stays until the wanted one is there.
    chosen.value ??= run.newestGrid.value;
    run.grid(wanted).then(
      (grid) => {
        if (!closed && iteration.value === wanted) chosen.value = grid;
      },
      (error: unknown) => {
        if (!closed) tell(error);
      },
    );
    const { iterations } = run.steps.value;
    const at = nearestStep(run.steps.value, wanted);
    for (const neighbour of [at + 1, at - 1, at + 2, at - 2]) {
      // Read ahead: whoever goes there asks again and hears of a failure.
      if (neighbour in iterations) run.grid(iterations[neighbour]).catch(() => undefined);
    }
  });
  // The run went on from a checkpoint before the chosen grid: it is no part of the run any more.
  watch(run.steps, ({ iterations }) => {
    if (iteration.value !== null && iteration.value > (iterations.at(-1) ?? -1)) iteration.value = null;
  });

  return {
    iteration,
    grid: computed(() => (iteration.value === null ? run.newestGrid.value : chosen.value)),
    goTo(wanted) {
      iteration.value = stepAt(nearestStep(run.steps.value, wanted)) ?? null;
    },
    step(by) {
      const newest = run.steps.value.iterations.length - 1;
      const at = iteration.value === null ? newest : nearestStep(run.steps.value, iteration.value);
      if (iteration.value === null && by > 0) return;
      iteration.value = at + by > newest ? null : (stepAt(at + by) ?? null);
    },
    first() {
      iteration.value = stepAt(0) ?? null;
    },
    live() {
      iteration.value = null;
    },
  };
}
