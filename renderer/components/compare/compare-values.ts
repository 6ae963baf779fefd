// The table of values: newest, best and at the playhead, the winner of each, and the same as Markdown.

import type { Measure } from '../../../core/protocol/contract.ts';
import { metricFacts, type MetricKey } from '../../../core/spec/metric.ts';
import type { LineStyle } from '../../charts/palette.ts';
import type { SeriesModel } from '../../charts/series-model.ts';
import { nearestIndex, onAxis, type XAxis } from '../../charts/x-axis.ts';
import { formatCount, formatValue } from '../../composables/format.ts';

/** A value of one run, or the mean of several with their range. */
export interface Value {
  readonly value: number;
  readonly range: readonly [low: number, high: number] | null;
  /** Where it was measured; null for a mean over several runs. */
  readonly iteration: number | null;
}

export const valueColumns = ['last', 'best', 'here'] as const;
export type ValueColumn = (typeof valueColumns)[number];

export interface ValueCells {
  /** Name of the run, or of the group. */
  readonly name: string;
  readonly look: LineStyle;
  /** Null where there is none. */
  readonly cells: Readonly<Record<ValueColumn, Value | null>>;
  readonly wins: Readonly<Record<ValueColumn, boolean>>;
}

export interface ValueRows {
  readonly key: MetricKey;
  /** "↓" where lower is better. */
  readonly arrow: string;
  readonly lines: readonly ValueCells[];
}

/** What is known of a metric of one run. */
export interface Known {
  readonly measure: Measure | undefined;
  readonly here: Value | null;
}

/** @param comparable whether a winner may be named; values on different scales have none */
export function valueRows(
  key: MetricKey,
  lines: readonly { readonly name: string; readonly look: LineStyle; readonly runs: readonly Known[] }[],
  comparable: boolean,
): ValueRows {
  const { better } = metricFacts[key];
  const cells = lines.map(({ runs }) => ({
    last: merged(runs.map(({ measure }) => valueOf(measure?.last, measure?.lastIteration))),
    best: merged(runs.map(({ measure }) => valueOf(measure?.best, measure?.bestIteration))),
    here: merged(runs.map(({ here }) => here)),
  }));
  const winners = Object.fromEntries(
    valueColumns.map((column) => [
      column,
      comparable
        ? winnersOf(
            better,
            cells.map((one) => one[column]?.value ?? NaN),
          )
        : [],
    ]),
  ) as Record<ValueColumn, readonly number[]>;
  return {
    key,
    arrow: better === null ? '' : better === 'lower' ? '↓' : '↑',
    lines: lines.map(({ name, look }, at) => ({
      ...{ name, look, cells: cells[at] },
      wins: {
        last: winners.last.includes(at),
        best: winners.best.includes(at),
        here: winners.here.includes(at),
      },
    })),
  };
}

function valueOf(value: number | null | undefined, iteration: number | null | undefined): Value | null {
  if (value === null || value === undefined) return null;
  return { value, range: null, iteration: iteration ?? null };
}

/** One value as it is; of several the mean, and from where to where they go. Null when one is missing. */
function merged(values: readonly (Value | null)[]): Value | null {
  const known = values.filter((value) => value !== null);
  if (known.length < values.length || known.length === 0) return null;
  if (known.length === 1) return known[0];
  const numbers = known.map(({ value }) => value);
  return {
    value: numbers.reduce((sum, value) => sum + value, 0) / numbers.length,
    range: [Math.min(...numbers), Math.max(...numbers)],
    iteration: null,
  };
}

/** Places of the best values; none where nothing can be better, or all are the same. */
export function winnersOf(better: 'lower' | 'higher' | null, values: readonly number[]): readonly number[] {
  const finite = values.filter(Number.isFinite);
  if (better === null || finite.length < 2) return [];
  const best = better === 'lower' ? Math.min(...finite) : Math.max(...finite);
  const places = values.flatMap((value, at) => (value === best ? [at] : []));
  return places.length === finite.length ? [] : places;
}

/** The value that was measured nearest to a place on an axis. */
export function valueNear(model: SeriesModel | null, axis: XAxis, batch: number, at: number): Value | null {
  if (model === null || model.length === 0) return null;
  const [last, criticUpdates, activeSeconds] = [
    ...[model.column('last'), model.column('criticUpdates'), model.column('activeSeconds')],
  ];
  const places = last.map((iteration, i) =>
    onAxis(axis, { iteration, criticUpdates: criticUpdates[i], activeSeconds: activeSeconds[i] }, batch),
  );
  const index = nearestIndex(places, at);
  return { value: model.column('mean')[index], range: null, iteration: last[index] };
}

/** Shares in percent, the range of several in parentheses. */
export function valueText(key: MetricKey, { value, range }: Value): string {
  const words = (one: number): string =>
    metricFacts[key].unit === 'share' && Number.isFinite(one)
      ? `${(100 * one).toFixed(1)} %`
      : formatValue(one);
  return range === null ? words(value) : `${words(value)} (${words(range[0])} to ${words(range[1])})`;
}

/** @param here what the last column stands for: "At iteration 1,200" */
export function valuesMarkdown(rows: readonly ValueRows[], here: string): string {
  const cell = (key: MetricKey, value: Value | null, wins: boolean): string => {
    if (value === null) return '–';
    const at = value.iteration === null ? '' : ` at ${formatCount(value.iteration)}`;
    const text = `${valueText(key, value)}${at}`;
    return wins ? `**${text}** (best)` : text;
  };
  const lines = rows.flatMap(({ key, arrow, lines: runs }) =>
    runs.map(({ name, cells, wins }) =>
      [
        `${metricFacts[key].title}${arrow === '' ? '' : ` ${arrow}`}`,
        name.replaceAll('|', '\\|'),
        ...valueColumns.map((column) => cell(key, cells[column], wins[column])),
      ].join(' | '),
    ),
  );
  const head = ['Metric', 'Run', 'Last', 'Best', here];
  return [head.join(' | '), head.map((_, i) => (i < 2 ? '---' : '---:')).join(' | '), ...lines]
    .map((line) => `| ${line} |\n`)
    .join('');
}

/** What the table has rows of: what compares, then what each run's own critic says. */
export const comparedKeys: readonly MetricKey[] = [
  ...([
    'w1',
    'ema_w1',
    'sliced_wasserstein',
    'ema_sliced_wasserstein',
    'modes',
    'high_quality',
    'reverse_kl',
  ] as const),
  ...(['em_estimate', 'critic_gap', 'js_bound', 'divergence_bound'] as const),
];
