// Which stored grid of a run is looked at: the newest while it is followed live, or one that was chosen. Grids are
// read as they are needed, the neighbours ahead of time.

import { computed, onScopeDispose, ref, shallowRef, watch, type ComputedRef, type Ref } from 'vue';
import type { GridSeries, SampleGrid } from '../../../core/protocol/contract.ts';
import type { WatchedRun } from '../../stores/watched-run.ts';
import { nearestStep } from '../samples/playhead.ts';

export interface Playhead {
  /** Iteration of the chosen grid; null follows the newest. */
  readonly iteration: Ref<number | null>;
  /** What there is to look at; the one before until the chosen one was read. */
  readonly grid: ComputedRef<SampleGrid | null>;
  /** Of that grid. */
  readonly series: ComputedRef<GridSeries>;
  /** Goes to the stored grid nearest to an iteration. */
  readonly goTo: (iteration: number) => void;
  /** Goes some grids on; back with a negative number. Beyond the newest it follows live. */
  readonly step: (by: number) => void;
  readonly first: () => void;
  readonly live: () => void;
}

interface Shown {
  readonly grid: SampleGrid;
  readonly series: GridSeries;
}

/**
 * @param tell hears of grids that could not be read
 * @param series of the grids to look at
 */
export function usePlayhead(
  run: WatchedRun,
  tell: (error: unknown) => void,
  series: () => GridSeries = () => 'fixed',
): Playhead {
  const iteration = ref<number | null>(null);
  const chosen = shallowRef<Shown | null>(null);
  let closed = false;
  onScopeDispose(() => {
    closed = true;
  });

  const stepAt = (index: number): number | undefined => run.steps.value.iterations.at(Math.max(0, index));

  /** What came with the news of it needs no reading. */
  const told = computed((): Shown | null => {
    const { value: grid } = run.newestGrid;
    return iteration.value === null && series() === 'fixed' && grid !== null
      ? { grid, series: 'fixed' }
      : null;
  });
  /** Iteration of the grid to read; null where none has to be. */
  const wanted = computed(() =>
    told.value === null ? (iteration.value ?? run.newestGrid.value?.iteration ?? null) : null,
  );
  watch([wanted, series], ([at, of], [, seriesBefore]) => {
    if (at === null) {
      chosen.value = null;
      return;
    }
    // What was shown stays until the wanted one is there.
    const newest = run.newestGrid.value;
    if (newest !== null && seriesBefore === 'fixed') chosen.value ??= { grid: newest, series: 'fixed' };
    run.grid(at, of).then(
      (grid) => {
        if (!closed && wanted.value === at && series() === of) chosen.value = { grid, series: of };
      },
      (error: unknown) => {
        if (!closed) tell(error);
      },
    );
    if (iteration.value === null) return;
    const { iterations } = run.steps.value;
    const place = nearestStep(run.steps.value, at);
    for (const neighbour of [place + 1, place - 1, place + 2, place - 2]) {
      // Read ahead: whoever goes there asks again and hears of a failure.
      if (neighbour in iterations) run.grid(iterations[neighbour], of).catch(() => undefined);
    }
  });
  // The run went on from a checkpoint before the chosen grid: it is no part of the run any more.
  watch(run.steps, ({ iterations }) => {
    if (iteration.value !== null && iteration.value > (iterations.at(-1) ?? -1)) iteration.value = null;
  });
  const shown = computed(() => told.value ?? chosen.value);

  return {
    iteration,
    grid: computed(() => shown.value?.grid ?? null),
    series: computed(() => shown.value?.series ?? series()),
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
