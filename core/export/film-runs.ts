// The film of one run or of several side by side: how their samples came to be, from the same noise in every frame.

import { gridSeriesMark, type GridSeries } from '../spec/grid-series.ts';
import type { RunRecord } from '../store/run-record.ts';
import type { GridStep } from '../store/samples.ts';
import type { Store } from '../store/store.ts';
import { ExportError } from './errors.ts';
import type { Film } from './film.ts';
import { panelFilm, type Panel } from './film-panels.ts';
import type { Points } from './point-square.ts';
import { noGrids } from './stored-grid.ts';
import { along, axisTitles, type AxisKind } from './steps.ts';
import { countText, durationText } from './ticks.ts';

export interface RunFilmOptions {
  readonly scale?: number;
  /** What the runs are equal in, frame by frame; iterations unless given. */
  readonly axis?: AxisKind;
  /** Which grids of the runs are shown; those from fixed noise unless given. */
  readonly series?: GridSeries;
  /** At most this many frames, spread over all grids; 300 unless given. */
  readonly frames?: number;
  /** Held-out points of a run's data; none for images. */
  readonly realOf: (run: RunRecord) => Points;
  readonly fontFolder: string;
}

const mostPanels = 6;
const usualFrames = 300;

/**
 * One panel for each run. Every place on the axis at which one of them has a grid may be a frame; the others then show
 * their newest grid up to there, and say which one it is.
 * @throws ExportError when a run has no samples, StoreError when there is no such run
 */
export function runFilm(store: Store, runIds: readonly string[], options: RunFilmOptions): Film {
  if (runIds.length > mostPanels) {
    throw new ExportError(`A film shows up to ${mostPanels} runs side by side, not ${runIds.length}.`);
  }
  const { frames: most = usualFrames, series = 'fixed' } = options;
  if (!Number.isInteger(most) || most < 1) {
    throw new ExportError(`A film has at least one frame, not ${most}; give a whole number.`);
  }
  const runs = runIds.map((id) => {
    const run = store.runs.get(id);
    const steps = store.samples.list(run.id, series);
    if (steps.length > 0) return { run, steps };
    throw noGrids(run, series, 'make a film of one that was trained');
  });
  const { axis = 'iterations' } = options;
  const lines = runs.map(({ run, steps }) => ({
    run,
    steps: steps.map((step) => ({ ...step, place: along(axis, step, run.spec.batch) })),
  }));
  const all = new Set(lines.flatMap(({ steps }) => steps.map(({ place }) => place)));
  const places = spreadOver(
    [...all].sort((a, b) => a - b),
    most,
  );
  const panels = lines.map(({ run, steps }) => panelOf(store, run, steps, { ...options, places, axis }));
  return panelFilm(panels, places.length, {
    ...options,
    title: `${runs.map(({ run }) => run.name).join(', ')}${gridSeriesMark(series)}`,
  });
}

/** At most `most` of them, the first and the last among them. */
export function spreadOver<T>(all: readonly T[], most: number): readonly T[] {
  if (all.length <= most) return all;
  if (most === 1) return all.slice(-1);
  return Array.from({ length: most }, (_, i) => all[Math.round((i * (all.length - 1)) / (most - 1))]);
}

/** A grid and where it stands on the film's axis. */
interface PlacedStep extends GridStep {
  readonly place: number;
}

interface Along extends RunFilmOptions {
  readonly axis: AxisKind;
  /** Of each frame, on the axis. */
  readonly places: readonly number[];
}

function panelOf(
  store: Store,
  run: RunRecord,
  steps: readonly PlacedStep[],
  { realOf, places, axis, series = 'fixed' }: Along,
): Panel {
  const { id, name, spec } = run;
  // Of neighbouring frames one may show the same grid.
  let shown = -1;
  let data: Float32Array = new Float32Array(0);
  return {
    name: `${name}${gridSeriesMark(series)}`,
    shape: store.samples.read(id, steps[0].iteration, series).shape,
    columns: spec.grid.columns,
    real: realOf(run),
    read(frame) {
      const step = newestUpTo(steps, places[frame]);
      if (step.iteration !== shown) {
        ({ data } = store.samples.read(id, step.iteration, series));
        shown = step.iteration;
      }
      return { caption: captionOf(step, places[frame], axis, step === steps.at(-1)), data };
    },
  };
}

/** "iteration 1,000", and why it is not the one that others show. */
function captionOf(
  { iteration, place }: PlacedStep,
  wanted: number,
  axis: AxisKind,
  isLast: boolean,
): string {
  const text = `iteration ${countText(iteration)}`;
  const upTo = axis === 'iterations' ? countText(wanted) : placeText(wanted, axis);
  if (place === wanted) return axis === 'iterations' ? text : `${text}, ${upTo}`;
  return isLast ? `${text}, its last` : `${text}, newest up to ${upTo}`;
}

function placeText(place: number, axis: AxisKind): string {
  return axis === 'seconds' ? durationText(place) : `${countText(place)} ${axisTitles[axis]}`;
}

/** The last of them at or before a place; the first where all are later. */
function newestUpTo(steps: readonly PlacedStep[], place: number): PlacedStep {
  let [low, high] = [0, steps.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (steps[middle].place <= place) low = middle;
    else high = middle - 1;
  }
  return steps[low];
}
