// A stored grid as a picture: images pixel for pixel, points drawn over held-out ones.

import { gridSeriesMark, gridSeriesOf, gridSeriesTitles, type GridSeries } from '../spec/grid-series.ts';
import type { RunRecord } from '../store/run-record.ts';
import type { Store } from '../store/store.ts';
import { ExportError } from './errors.ts';
import { gridPng } from './grid.ts';
import type { Points } from './point-square.ts';
import { scatterPng } from './scatter.ts';
import { countText } from './ticks.ts';

export interface StoredGridOptions {
  /** The newest one unless given. */
  readonly iteration?: number;
  /** `fixed` unless given. */
  readonly series?: GridSeries;
  /** Held-out points of a run's data; none for images. */
  readonly realOf: (run: RunRecord) => Points;
  readonly fontFolder: string;
}

/** The bytes of a PNG. @throws ExportError when there is no such grid, StoreError when there is no such run */
export function storedGridPng(
  store: Store,
  runId: string,
  { iteration, series = 'fixed', realOf, fontFolder }: StoredGridOptions,
): Uint8Array {
  const run = store.runs.get(runId);
  const { id, name, spec } = run;
  const steps = store.samples.list(id, series).map((step) => step.iteration);
  const last = steps.at(-1);
  if (last === undefined) {
    throw noGrids(run, series, 'export one that was trained');
  }
  const chosen = iteration ?? last;
  if (!steps.includes(chosen)) {
    const near = steps.reduce((best, one) => (Math.abs(one - chosen) < Math.abs(best - chosen) ? one : best));
    throw new ExportError(
      `The run ${id} has no grid of iteration ${chosen}; the nearest one is of iteration ${near}.`,
    );
  }
  const grid = store.samples.read(id, chosen, series);
  if (grid.shape.length === 4) return gridPng(grid, spec.grid.columns);
  const title = `${name}${gridSeriesMark(series)} at iteration ${countText(chosen)}`;
  return scatterPng(grid.data, { real: realOf(run), title, fontFolder });
}

/** Why a run has no grids of a series, and what to do. `otherwise`: what else there is to do. */
export function noGrids({ id, spec }: RunRecord, series: GridSeries, otherwise: string): ExportError {
  if (gridSeriesOf(spec).includes(series)) {
    return new ExportError(`The run ${id} has no samples yet; resume it, or ${otherwise}.`);
  }
  const setting = series === 'ema' ? 'ema.decay above 0' : 'grid.fresh=true';
  return new ExportError(
    `The run ${id} has no grids of the series ${series} (${gridSeriesTitles[series].toLowerCase()}): a run with ${setting} saves them. Leave the series out for fixed noise.`,
  );
}
