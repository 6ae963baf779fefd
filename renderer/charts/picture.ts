// What a chart shows of its series right now, as plain numbers: lines, bands, marks for values that are not finite,
// and the range of heights. Pure; chart.js and the plugin draw exactly this.

import type { RunId } from '../../core/protocol/contract.ts';
import type { MetricKey } from '../../core/spec/metric.ts';
import type { ReferenceLine } from './chart-sets.ts';
import type { LineStyle } from './palette.ts';
import type { SeriesModel } from './series-model.ts';
import { smooth } from './smoothing.ts';
import { lastAtMost, onAxis, type XAxis } from './x-axis.ts';
import type { Span } from './x-window.ts';
import { yScale, type YScale, type YScaleKind } from './y-scale.ts';

/** One line: a metric of a run, and how it looks. */
export interface ChartSeries {
  readonly run: RunId;
  readonly key: MetricKey;
  /** For legends and exports. */
  readonly label: string;
  readonly style: LineStyle;
  /** Samples per critic update, for the axis of samples seen. */
  readonly batch: number;
  /** Of the window that is shown; null until values were read. */
  readonly model: SeriesModel | null;
  /** Whether the other lines are differences to this one, which is 0. */
  readonly isBaseline?: boolean;
  /** Of the whole run, for what came before the window; null when that is not known. */
  readonly whole: SeriesModel | null;
}

export interface PictureOptions {
  readonly axis: XAxis;
  readonly window: Span;
  readonly scale: YScaleKind;
  /** In iterations; 0 for none. */
  readonly timeConstant: number;
  /** Lets the range of heights leave out the outermost 1 % of values at either end. */
  readonly ignoreOutliers: boolean;
  readonly range?: readonly [low: number, high: number];
  readonly references: readonly ReferenceLine[];
}

/** Values by stretch, in data units; NaN where there is no finite value. */
export interface Line {
  readonly series: ChartSeries;
  readonly model: SeriesModel;
  readonly x: Float64Array;
  readonly raw: Float64Array;
  /** Null while smoothing is off. */
  readonly smooth: Float64Array | null;
  readonly min: Float64Array;
  readonly max: Float64Array;
  readonly tail: Float64Array;
  readonly nonFinite: Float64Array;
}

export interface Picture {
  readonly lines: readonly Line[];
  readonly window: Span;
  readonly scale: YScale;
  /** In heights, that is after `scale.forward`. */
  readonly low: number;
  readonly high: number;
  readonly references: readonly ReferenceLine[];
  /** Whether another scale than the wanted one is shown, because there are values of 0 or less. */
  readonly replacedLog: boolean;
}

export function drawPicture(series: readonly ChartSeries[], options: PictureOptions): Picture {
  const known = series.filter(
    (one): one is ChartSeries & { model: SeriesModel } => one.model !== null && one.model.length > 0,
  );
  const lows = known.map(({ model }) => smallest(model.column('min')));
  const replacedLog = options.scale === 'log' && lows.some((low) => low <= 0);
  const kind = replacedLog ? 'symlog' : options.scale;
  const lines = known.map((one) => lineOf(one, options, kind === 'log'));
  const visible = lines.map((line) => visibleStretches(line, options.window));
  const scale = yScale(kind, joined(lines.map(({ raw }, i) => raw.subarray(...visible[i]))));
  const [low, high] = heights(lines, visible, scale, options);
  return { lines, window: options.window, scale, low, high, references: options.references, replacedLog };
}

function lineOf(
  series: ChartSeries & { model: SeriesModel },
  { axis, timeConstant }: PictureOptions,
  logarithmic: boolean,
): Line {
  const { model, whole, batch } = series;
  const [last, criticUpdates, activeSeconds] = [
    ...[model.column('last'), model.column('criticUpdates'), model.column('activeSeconds')],
  ];
  return {
    series,
    model,
    x: last.map((iteration, at) =>
      onAxis(axis, { iteration, criticUpdates: criticUpdates[at], activeSeconds: activeSeconds[at] }, batch),
    ),
    raw: model.column('mean').slice(),
    smooth:
      timeConstant > 0
        ? smooth(model, timeConstant, { logarithmic, ...(whole === null ? {} : { before: whole }) })
        : null,
    min: model.column('min').slice(),
    max: model.column('max').slice(),
    tail: model.column('tail').slice(),
    nonFinite: model.column('nonFinite').slice(),
  };
}

/** First and one past the last stretch that touch the window. */
function visibleStretches({ x }: Line, { min, max }: Span): [from: number, to: number] {
  const from = Math.max(0, lastAtMost(x, min));
  return [from, Math.min(x.length, lastAtMost(x, max) + 2)];
}

function heights(
  lines: readonly Line[],
  visible: readonly [number, number][],
  scale: YScale,
  { ignoreOutliers, range, references }: PictureOptions,
): [low: number, high: number] {
  const parts = (of: (line: Line) => Float64Array): Float64Array =>
    joined(lines.map((line, i) => of(line).subarray(...visible[i])));
  let [low, high] = ignoreOutliers
    ? quantiles(
        parts(({ raw }) => raw),
        0.01,
        0.99,
      )
    : [smallest(parts(({ min }) => min)), -smallest(parts(({ max }) => max).map((value) => -value))];
  if (range !== undefined) [low, high] = [Math.min(low, range[0]), Math.max(high, range[1])];
  if (!Number.isFinite(low) || !Number.isFinite(high)) {
    [low, high] = scale.kind === 'log' ? [0.1, 10] : [0, 1];
  }
  // A reference line is worth some room when it is near.
  for (const { value } of references) {
    const reach = 0.35 * (high - low);
    if (value > high && value - high <= reach) high = value;
    if (value < low && low - value <= reach) low = value;
  }
  const [bottom, top] = [scale.forward(low), scale.forward(high)];
  const room = top > bottom ? 0.05 * (top - bottom) : Math.max(0.5, 0.1 * Math.abs(top));
  return [bottom - room, top + room];
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const whole = new Float64Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Infinity when there is no finite value. */
function smallest(values: Float64Array): number {
  return values.reduce((least, value) => (value < least ? value : least), Infinity);
}

function quantiles(values: Float64Array, low: number, high: number): [number, number] {
  const sorted = values.filter(Number.isFinite).sort();
  if (sorted.length === 0) return [Infinity, -Infinity];
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))];
  return [at(low), at(high)];
}
