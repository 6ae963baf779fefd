// The series of grids that a run leaves: which there are, which of them a specification asks for, what they are called.

import type { RunSpec } from './run-spec.ts';

/**
 * `fixed`: the generator on the same noise at every look. `fresh`: the generator on noise drawn anew for each look.
 * `ema`: the moving average of the generator on the noise of `fixed`.
 */
export const gridSeries = ['fixed', 'fresh', 'ema'] as const;
export type GridSeries = (typeof gridSeries)[number];

/** Those that a run of the specification has, `fixed` first. They are saved at the same iterations. */
export function gridSeriesOf({ grid, ema }: Pick<RunSpec, 'grid' | 'ema'>): readonly GridSeries[] {
  const has: Readonly<Record<GridSeries, boolean>> = {
    fixed: true,
    fresh: grid.fresh === true,
    ema: ema.decay > 0,
  };
  return gridSeries.filter((series) => has[series]);
}

/** For switches and captions. */
export const gridSeriesTitles: Readonly<Record<GridSeries, string>> = {
  fixed: 'Fixed noise',
  fresh: 'Fresh noise',
  ema: 'Averaged generator',
};

/** For sentences: "samples from the same noise". */
export const gridSeriesWords: Readonly<Record<GridSeries, string>> = {
  fixed: 'from the same noise in every grid',
  fresh: 'from noise drawn anew for each grid',
  ema: 'by the averaged generator, from the same noise in every grid',
};

/** Behind a run's name in titles and names of files; nothing for the series that is meant where none is named. */
export const gridSeriesMark = (series: GridSeries): string =>
  series === 'fixed' ? '' : `, ${gridSeriesTitles[series].toLowerCase()}`;
