// A run as its view follows it: its values as series that are few enough to draw, its events, and its grids. Kept up
// to date by events, read again after a broken line, cut back when the run goes on from a checkpoint.

import { shallowRef, type ShallowRef } from 'vue';
import { CallError } from '../../core/protocol/call-error.ts';
import type {
  GridSeries,
  GridSteps,
  MetricBatch,
  RunDetail,
  RunId,
  RunMark,
  SampleGrid,
} from '../../core/protocol/contract.ts';
import type { MetricKey } from '../../core/spec/metric.ts';
import type { Session } from '../bridge/session.ts';
import { PlaceLog } from '../charts/place-log.ts';
import { SeriesModel, type SeriesWindow } from '../charts/series-model.ts';
import { GridCache } from './grid-cache.ts';

/** What charts want to draw. */
export interface SeriesWish {
  readonly keys: readonly MetricKey[];
  /** Stretches for the width of a chart. */
  readonly buckets: number;
  /** Iterations to look at closely; null for the whole run. */
  readonly closeUp: { readonly from: number; readonly to: number } | null;
}

export interface WatchedRun {
  readonly id: RunId;
  /** Null until the host has answered. */
  readonly detail: Readonly<ShallowRef<RunDetail | null>>;
  /** Why there is nothing to show, as a sentence. */
  readonly problem: Readonly<ShallowRef<string | null>>;
  readonly marks: Readonly<ShallowRef<readonly RunMark[]>>;
  readonly steps: Readonly<ShallowRef<GridSteps>>;
  /** Metrics it has values of. */
  readonly keys: Readonly<ShallowRef<readonly MetricKey[]>>;
  /** The newest grid from fixed noise that was told or read; null while there is none. */
  readonly newestGrid: Readonly<ShallowRef<SampleGrid | null>>;
  /** Grows whenever a series has changed: what is drawn depends on it. */
  readonly revision: Readonly<ShallowRef<number>>;
  /** Places that are known, to translate between axes. */
  readonly places: PlaceLog;
  /** Over the whole run. */
  readonly whole: (key: MetricKey) => SeriesModel | null;
  /** Over the wished close-up; the whole run while there is none, or until it was read. */
  readonly shown: (key: MetricKey) => SeriesModel | null;
  /** Reads what is not there yet. */
  readonly wish: (wish: SeriesWish) => void;
  /** The grid of a series, `fixed` unless named, stored at exactly this iteration; from memory when it was seen of late. */
  readonly grid: (iteration: number, series?: GridSeries) => Promise<SampleGrid>;
  /** Shows a mark that the host has answered with. */
  readonly addMark: (mark: RunMark) => void;
  readonly close: () => void;
}

const noSteps: GridSteps = {
  ...{ iterations: new Float64Array(), criticUpdates: new Float64Array(), activeSeconds: new Float64Array() },
};

/**
 * Follows a run until it is closed.
 * @param tell hears of values and grids that could not be read
 */
export function watchRun(
  { host, on, whenReady }: Pick<Session, 'host' | 'on' | 'whenReady'>,
  id: RunId,
  tell: (error: unknown) => void,
): WatchedRun {
  const detail = shallowRef<RunDetail | null>(null);
  const problem = shallowRef<string | null>(null);
  const marks = shallowRef<readonly RunMark[]>([]);
  const steps = shallowRef<GridSteps>(noSteps);
  const keys = shallowRef<readonly MetricKey[]>([]);
  const newestGrid = shallowRef<SampleGrid | null>(null);
  const revision = shallowRef(0);
  const places = new PlaceLog();
  const wholes = new Map<MetricKey, SeriesModel>();
  const closeUps = new Map<MetricKey, SeriesModel>();
  const grids = new GridCache((iteration) => host.readGrid(id, iteration));
  /** Of the other series: what is looked at one after the other is of one of them. */
  const otherGrids = new Map<GridSeries, GridCache>();
  /** Batches that came while series were being read: the answer may or may not have them. */
  let early: MetricBatch[] = [];
  let reading = 0;
  /** Grows when what was asked for before is of no use any more. */
  let generation = 0;
  let wished: SeriesWish | null = null;
  /** Metrics that were asked for over the whole run, and in how many stretches. */
  const asked = new Set<MetricKey>();
  let askedBuckets = 0;
  let closed = false;

  /** A line that breaks is told by the window as a whole; everything is read again when it is back. */
  function matters(error: unknown): boolean {
    return !closed && !(error instanceof CallError && error.code === 'closed');
  }

  /** Reads everything. Until the answers are there, what was known before stays on show. */
  async function open(): Promise<void> {
    outdate();
    const mine = generation;
    try {
      const answer = await host.readRun(id);
      if (mine !== generation) return;
      detail.value = answer;
      problem.value = null;
      marks.value = answer.marks;
      steps.value = answer.grids;
      keys.value = answer.keys;
      grids.clear();
      otherGrids.clear();
      places.replace(answer.grids);
      await host.watchRun(id, answer.seq);
      readSeries();
      showNewest();
    } catch (error) {
      if (matters(error)) problem.value = error instanceof Error ? error.message : String(error);
    }
  }

  /** What was asked for before is of no use any more. */
  function outdate(): void {
    generation += 1;
    asked.clear();
    early = [];
  }

  function showNewest(): void {
    const newest = steps.value.iterations.at(-1);
    if (newest === undefined) return;
    grids.get(newest).then(showIfNewer, (error: unknown) => {
      if (matters(error)) tell(error);
    });
  }

  function showIfNewer(grid: SampleGrid): void {
    if (closed || grid.iteration < (newestGrid.value?.iteration ?? -1)) return;
    newestGrid.value = grid;
  }

  /** Reads what is wished for and not there, all metrics in one call. */
  function readSeries(): void {
    if (wished === null || detail.value === null) return;
    const missing = wished.keys.filter((key) => !asked.has(key));
    for (const key of missing) asked.add(key);
    askedBuckets = wished.buckets;
    if (missing.length > 0) void read(missing, { from: 0, to: null, buckets: wished.buckets }, wholes);
    if (wished.closeUp !== null)
      void read(wished.keys, { ...wished.closeUp, buckets: wished.buckets }, closeUps);
  }

  async function read(
    wanted: readonly MetricKey[],
    window: SeriesWindow,
    into: Map<MetricKey, SeriesModel>,
  ): Promise<void> {
    const mine = generation;
    const wish = wished;
    reading += 1;
    try {
      const parts = await host.readSeries(id, { keys: wanted, ...window });
      // An answer about a window that nobody looks at any more.
      if (mine !== generation || (into === closeUps && wish !== wished)) return;
      if (into === closeUps) closeUps.clear();
      for (const part of parts) {
        const model = new SeriesModel(part, window);
        for (const batch of early) model.extend(batch);
        into.set(part.key, model);
        if (into === wholes) places.add(part);
      }
      revision.value += 1;
    } catch (error) {
      if (into === wholes) for (const key of wanted) asked.delete(key);
      if (matters(error)) tell(error);
    } finally {
      reading -= 1;
      if (reading === 0) early = [];
    }
  }

  function addValues(batch: MetricBatch): void {
    if (batch.run !== id) return;
    if (reading > 0) early.push(batch);
    places.extend(batch);
    const fresh = batch.columns.map(({ key }) => key).filter((key) => !keys.value.includes(key));
    if (fresh.length > 0) {
      keys.value = [...keys.value, ...fresh];
      // Their charts will wish for them; whatever was read before did not have them.
      for (const key of fresh) if (!wholes.has(key)) asked.delete(key);
    }
    let changed = false;
    for (const model of [...wholes.values(), ...closeUps.values()]) changed = model.extend(batch) || changed;
    if (changed) revision.value += 1;
  }

  function addGrid(grid: SampleGrid): void {
    if (grid.run !== id) return;
    grids.put(grid);
    showIfNewer(grid);
    const { iterations, criticUpdates, activeSeconds } = steps.value;
    if (grid.iteration <= (iterations.at(-1) ?? -1)) return;
    steps.value = {
      iterations: appended(iterations, grid.iteration),
      criticUpdates: appended(criticUpdates, grid.criticUpdates),
      activeSeconds: appended(activeSeconds, grid.activeSeconds),
    };
  }

  function gridsOf(series: GridSeries): GridCache {
    if (series === 'fixed') return grids;
    const known = otherGrids.get(series);
    if (known !== undefined) return known;
    const made = new GridCache((iteration) => host.readGrid(id, iteration, series));
    otherGrids.set(series, made);
    return made;
  }

  function addMark(mark: RunMark): void {
    if (!marks.value.some(({ seq }) => seq === mark.seq)) marks.value = [...marks.value, mark];
  }

  function rewind(iteration: number): void {
    outdate();
    const kept = steps.value.iterations.filter((step) => step <= iteration).length;
    steps.value = {
      iterations: steps.value.iterations.slice(0, kept),
      criticUpdates: steps.value.criticUpdates.slice(0, kept),
      activeSeconds: steps.value.activeSeconds.slice(0, kept),
    };
    grids.forgetAfter(iteration);
    for (const others of otherGrids.values()) others.forgetAfter(iteration);
    places.rewind(iteration);
    if ((newestGrid.value?.iteration ?? -1) > iteration) {
      newestGrid.value = null;
      showNewest();
    }
    for (const models of [wholes, closeUps]) for (const model of models.values()) model.rewind(iteration);
    revision.value += 1;
    // Stretches across the cut, and answers on their way, are read anew.
    readSeries();
  }

  const undo = [
    on('metrics', addValues),
    on('grid', addGrid),
    on('mark', ({ run, mark }) => {
      if (run === id) addMark(mark);
    }),
    on('note', ({ run, seq, text }) => {
      if (run === id) marks.value = rewritten(marks.value, seq, text);
    }),
    on('rewound', ({ run, iteration }) => {
      if (run === id) rewind(iteration);
    }),
    whenReady(() => void open()),
  ];

  return {
    ...{ id, detail, problem, marks, steps, keys, newestGrid, revision, places },
    whole: (key) => wholes.get(key) ?? null,
    shown: (key) =>
      (wished?.closeUp == null ? wholes.get(key) : (closeUps.get(key) ?? wholes.get(key))) ?? null,
    wish(wish) {
      if (wish.buckets > 1.5 * askedBuckets) asked.clear();
      wished = wish;
      if (wish.closeUp === null && closeUps.size > 0) {
        closeUps.clear();
        revision.value += 1;
      }
      readSeries();
    },
    grid: (iteration, series = 'fixed') => gridsOf(series).get(iteration),
    addMark,
    close() {
      if (closed) return;
      closed = true;
      generation += 1;
      for (const one of undo) one();
      // Without a line there is nothing to end.
      host.unwatchRun(id).catch(() => undefined);
    },
  };
}

/** The marks with a note written anew, or without it. */
function rewritten(marks: readonly RunMark[], seq: number, text: string | null): readonly RunMark[] {
  if (text === null) return marks.filter((mark) => mark.seq !== seq);
  return marks.map((mark) => (mark.seq === seq ? { ...mark, text } : mark));
}

function appended(values: Float64Array, value: number): Float64Array {
  const longer = new Float64Array(values.length + 1);
  longer.set(values);
  longer[values.length] = value;
  return longer;
}
