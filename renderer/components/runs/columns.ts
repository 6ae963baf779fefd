// The columns of the runs table: what each is called, how wide it is, what it shows and what it is sorted by.

import type { Measure, RunState, RunSummary } from '../../../core/protocol/contract.ts';
import { metricFacts, metricKeys, type MetricKey } from '../../../core/spec/metric.ts';
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatTime,
  formatValue,
} from '../../composables/format.ts';
import { progressOf } from '../../composables/progress.ts';
import { keyMetric, shortEngine, shortObjective, shortTitle, stateWords } from './words.ts';

export type SortValue = number | string | null;

export interface Column {
  readonly id: string;
  /** In the table's head; '' where a sign says it. */
  readonly head: string;
  /** In menus, and read out. */
  readonly title: string;
  readonly meaning?: string;
  /** Pixels. */
  readonly width: number;
  readonly least: number;
  /** How much of the room that is left it takes, while it has no width of its own. */
  readonly stretch?: number;
  readonly align: 'start' | 'end';
  /** What it is sorted by; null and NaN come last in either direction. */
  readonly value: (run: RunSummary) => SortValue;
  /** Runs of different parts cannot be compared by it and are kept apart. */
  readonly part?: (run: RunSummary) => number;
  /** The direction a first click sorts in. */
  readonly first: 'up' | 'down';
  /** What the cell says; null for the columns that draw something. */
  readonly text: ((run: RunSummary, now: number) => string) | null;
  /** In front of the text, fainter. */
  readonly prefix?: (run: RunSummary) => string;
  /** What pointing at the cell tells. */
  readonly hint?: (run: RunSummary, now: number) => string;
}

const stateOrder = Object.keys(stateWords) as readonly RunState[];

/** "↓" where lower is better, "↑" where higher is. */
export function betterSign(key: MetricKey): string {
  const { better } = metricFacts[key];
  return better === null ? '' : better === 'lower' ? '↓' : '↑';
}

function measureHint(key: MetricKey, measure: Measure | undefined): string {
  const { title, better } = metricFacts[key];
  if (measure === undefined) return `${title}: not measured`;
  const last = `${title} ${formatValue(measure.last)} at iteration ${formatCount(measure.lastIteration)}`;
  if (measure.best === null || better === null) return last;
  const best = `best ${formatValue(measure.best)} at ${formatCount(measure.bestIteration ?? 0)}`;
  return `${last}, ${best}; ${better} is better`;
}

function measureText(value: number | null | undefined): string {
  return value === null || value === undefined ? '' : formatValue(value);
}

/** The newest or best value of the metric that is right for each run's data. */
function distanceColumn(which: 'last' | 'best'): Column {
  return {
    id: which,
    head: which === 'last' ? 'Distance ↓' : 'Best ↓',
    title: which === 'last' ? 'Distance, last' : 'Distance, best',
    meaning:
      'How far samples are from held-out data, lower is better: exact W1 for points, sliced Wasserstein (SWD) for images. Compare runs on the same data by it.',
    ...{ width: which === 'last' ? 92 : 66, least: 56, align: 'end', first: 'up' },
    value: (run) => run.measures[keyMetric(run)]?.[which] ?? null,
    part: (run) => (keyMetric(run) === 'w1' ? 0 : 1),
    text: (run) => measureText(run.measures[keyMetric(run)]?.[which]),
    ...(which === 'last'
      ? {
          prefix: (run: RunSummary) =>
            run.measures[keyMetric(run)] === undefined ? '' : metricFacts[keyMetric(run)].short,
        }
      : {}),
    hint: (run) => measureHint(keyMetric(run), run.measures[keyMetric(run)]),
  };
}

function metricColumn(key: MetricKey, which: 'last' | 'best'): Column {
  const { title, short, better, meaning } = metricFacts[key];
  const name = which === 'last' ? title : `${title}, best`;
  return {
    id: which === 'last' ? `metric:${key}` : `best:${key}`,
    head: `${which === 'last' ? '' : 'best '}${short}${better === null ? '' : ` ${betterSign(key)}`}`,
    ...{ title: name, meaning, width: 96, least: 64, align: 'end' },
    first: better === 'higher' ? 'down' : 'up',
    value: ({ measures }) => measures[key]?.[which] ?? null,
    text: ({ measures }) => measureText(measures[key]?.[which]),
    hint: ({ measures }) => measureHint(key, measures[key]),
  };
}

const plainColumns: readonly Column[] = [
  {
    ...{ id: 'star', head: '', title: 'Star', width: 28, least: 28, align: 'start', first: 'down' },
    value: ({ starred }) => (starred ? 1 : 0),
    text: null,
  },
  {
    ...{ id: 'state', head: 'State', title: 'State', width: 96, least: 60, align: 'start', first: 'up' },
    value: ({ state, queuePlace }) => stateOrder.indexOf(state) + (queuePlace ?? 0) / 1e6,
    text: null,
  },
  {
    ...{
      id: 'picture',
      head: '',
      title: 'Newest samples',
      width: 44,
      least: 44,
      align: 'start',
      first: 'down',
    },
    value: ({ newestGrid }) => newestGrid,
    text: null,
  },
  {
    ...{
      id: 'name',
      head: 'Name',
      title: 'Name',
      width: 176,
      least: 120,
      stretch: 4,
      align: 'start',
      first: 'up',
    },
    value: ({ name }) => name.toLowerCase(),
    text: null,
  },
  {
    ...{
      id: 'objective',
      head: 'Objective',
      title: 'Objective',
      width: 84,
      least: 60,
      align: 'start',
      first: 'up',
    },
    value: ({ objective }) => shortObjective[objective],
    text: ({ objective }) => shortObjective[objective],
  },
  {
    ...{
      id: 'data',
      head: 'Dataset',
      title: 'Dataset',
      width: 140,
      least: 70,
      stretch: 1,
      align: 'start',
      first: 'up',
    },
    value: ({ dataTitle }) => dataTitle.toLowerCase(),
    text: shortTitle,
    hint: ({ dataTitle }) => dataTitle,
  },
  {
    ...{
      id: 'progress',
      head: 'Progress',
      title: 'Progress',
      width: 128,
      least: 84,
      stretch: 1,
      align: 'start',
      first: 'down',
    },
    meaning: 'Share of its budget, and generator updates.',
    value: progressOf,
    text: null,
  },
  distanceColumn('last'),
  distanceColumn('best'),
  {
    ...{
      id: 'time',
      head: 'Trained',
      title: 'Training time',
      width: 64,
      least: 56,
      align: 'end',
      first: 'down',
    },
    meaning: 'Time of training, the queue and pauses left out.',
    value: ({ activeSeconds }) => activeSeconds,
    text: ({ activeSeconds }) => (activeSeconds > 0 ? formatDuration(activeSeconds) : ''),
  },
  {
    ...{ id: 'engine', head: 'Engine', title: 'Engine', width: 62, least: 50, align: 'start', first: 'up' },
    value: (run) => shortEngine(run) || null,
    text: shortEngine,
    hint: ({ engine }) =>
      engine === null
        ? 'Chosen when it leaves the queue'
        : `${engine.device} (${engine.id}); ${engine.deterministic ? 'the same bits every time' : 'last bits may differ from run to run'}`,
  },
  {
    ...{
      id: 'created',
      head: 'Created',
      title: 'Created',
      width: 92,
      least: 56,
      align: 'end',
      first: 'down',
    },
    value: ({ createdAt }) => createdAt,
    text: ({ createdAt }, now) => formatTime(createdAt, now),
    hint: ({ createdAt }) => new Date(createdAt).toLocaleString('en-GB'),
  },
  {
    ...{ id: 'size', head: 'Size', title: 'Size on disk', width: 62, least: 54, align: 'end', first: 'down' },
    value: ({ bytes }) => bytes,
    text: ({ bytes }) => formatBytes(bytes),
  },
  {
    ...{ id: 'seed', head: 'Seed', title: 'Seed', width: 64, least: 44, align: 'end', first: 'up' },
    value: ({ seed }) => seed,
    text: ({ seed }) => String(seed),
  },
  {
    ...{ id: 'batch', head: 'Batch', title: 'Batch', width: 60, least: 44, align: 'end', first: 'up' },
    meaning: 'Samples per update, real and generated each.',
    value: ({ batch }) => batch,
    text: ({ batch }) => formatCount(batch),
  },
  {
    ...{
      id: 'group',
      head: 'Group',
      title: 'Group',
      width: 120,
      least: 60,
      align: 'start',
      first: 'up',
    },
    meaning:
      'Runs that were started together share this: those of a comparison have the same seed, noise and budget, those of a sweep differ in the swept fields.',
    value: ({ compareGroup }) => compareGroup,
    text: ({ compareGroup }) => compareGroup ?? '',
    hint: ({ compareGroup }) => compareGroup ?? 'Started alone',
  },
];

export const columns: readonly Column[] = [
  ...plainColumns,
  ...metricKeys.flatMap((key) => [
    metricColumn(key, 'last'),
    ...(metricFacts[key].better === null ? [] : [metricColumn(key, 'best')]),
  ]),
];

const byId = new Map(columns.map((column) => [column.id, column]));

export function findColumn(id: string): Column | undefined {
  return byId.get(id);
}

/** What a new window shows. */
export const usualColumns: readonly string[] = plainColumns.map(({ id }) => id).slice(0, 13);
