// Which series of grids is looked at, among those that a run has. The choice is remembered for every run that has it.

import { computed, type ComputedRef, type WritableComputedRef } from 'vue';
import { gridSeriesOf, gridSeriesTitles, type GridSeries } from '../../../core/spec/grid-series.ts';
import type { RunSpec } from '../../../core/spec/run-spec.ts';
import { useShortcuts } from '../../composables/use-shortcuts.ts';
import { useNotices } from '../../stores/notices.ts';
import { useSettings } from '../../stores/settings.ts';

export interface GridSeriesChoice {
  readonly series: WritableComputedRef<GridSeries>;
  /** For a switch; a single one where there is nothing to choose. */
  readonly options: ComputedRef<readonly SeriesOption[]>;
}

export interface SeriesOption {
  readonly value: GridSeries;
  readonly label: string;
  readonly title: string;
}

const hints: Readonly<Record<GridSeries, string>> = {
  fixed: 'The generator on the same noise in every grid: each tile is one sample taking shape (W)',
  fresh: 'The generator on noise drawn anew for each grid: more of what it can do (W)',
  ema: 'The moving average of the generator’s weights, on the noise of “Fixed noise” (W)',
};

const name = 'grid-series';

/** What is shown of a run where something else was chosen for another one. */
export function shownSeries(remembered: unknown, has: readonly GridSeries[]): GridSeries {
  return has.find((one) => one === remembered) ?? 'fixed';
}

/** The one after, and the first after the last. */
export function seriesAfter(series: GridSeries, has: readonly GridSeries[]): GridSeries {
  return has[(has.indexOf(series) + 1) % has.length];
}

export function useGridSeries(spec: () => RunSpec | null): GridSeriesChoice {
  const settings = useSettings();
  const notices = useNotices();
  const has = computed((): readonly GridSeries[] => {
    const known = spec();
    return known === null ? ['fixed'] : gridSeriesOf(known);
  });
  const series = computed({
    get: () => shownSeries(settings.recall(name), has.value),
    set: (to) => {
      settings.remember(name, to).catch(notices.fail);
    },
  });
  useShortcuts([
    {
      ...{ keys: 'w', label: 'Fixed noise, fresh noise, averaged generator', group: 'Samples' },
      when: () => has.value.length > 1,
      run: () => {
        series.value = seriesAfter(series.value, has.value);
      },
    },
  ]);
  return {
    series,
    options: computed(() =>
      has.value.map((value) => ({ value, label: gridSeriesTitles[value], title: hints[value] })),
    ),
  };
}
