// Where everything of a comparison figure goes: samples at equal steps, one chart for what all runs are measured by,
// and a small one for each run's own estimate.

import {
  fitted,
  measuringPen,
  registerFonts,
  scale,
  textWidth,
  wrapped,
  type Box,
  type Pen,
} from './canvas.ts';
import { beforeLabel } from './chart.ts';
import { calmWindow } from './curve.ts';
import { ExportError } from './errors.ts';
import { imageShape } from './grid.ts';
import type { Points } from './point-square.ts';
import { equalSteps, type AxisKind, type Position, type StepRow } from './steps.ts';
import { font, lineStyles } from './style.ts';
import { valueText } from './ticks.ts';

/** One run in the picture. */
export interface ComparisonArm {
  readonly name: string;
  /** "Wasserstein GAN, gradient penalty, λ = 10" */
  readonly objective: string;
  /** "5 critic updates per iteration, Adam 1e-4" */
  readonly training: string;
  readonly batch: number;
  /** Where there are grids of samples, in order. */
  readonly grids: readonly Position[];
  /** The grid at an iteration: `[count, height, width, channels]` in [-1, 1], or `[count, 2]`. */
  readonly readGrid: (iteration: number) => {
    readonly shape: readonly number[];
    readonly data: Float32Array;
  };
  /** The measure that all arms share. */
  readonly comparable: ArmCurve;
  /** What only this arm's critic says. */
  readonly own: { readonly title: string; readonly curves: readonly ArmCurve[] };
}

/** Values of a metric, with their places on every axis. */
export interface ArmCurve {
  readonly name: string;
  readonly iterations: ArrayLike<number>;
  readonly criticUpdates: ArrayLike<number>;
  readonly activeSeconds: ArrayLike<number>;
  readonly values: ArrayLike<number>;
}

export interface ComparisonOptions {
  readonly title: string;
  readonly subtitle: string;
  /** What the arms are equal in. */
  readonly axis: AxisKind;
  /** On that axis: the last row of samples is not later; as late as all arms reach unless given. */
  readonly until?: number;
  /** Name of the shared measure, with its unit if it has one. */
  readonly measure: string;
  /** Data, seed, batch, budget, engine, number of seeds. */
  readonly caption: string;
  /** Rows of samples, at most; 4 unless given. */
  readonly rows?: number;
  /** Held-out points, for toys. */
  readonly real?: Points;
  /** The folder of the Inter fonts. */
  readonly fontFolder: string;
}

/** Where things stand, in CSS pixels; device pixels are twice as many. */
export interface ComparisonLayout {
  readonly width: number;
  readonly height: number;
  readonly rows: readonly StepRow[];
  readonly headers: readonly Header[];
  /** The samples of each arm in each row: `tiles[row][arm]`. */
  readonly tiles: readonly (readonly Box[])[];
  /** How each grid of images is cut to its tile; null for points. */
  readonly cut: TileCut | null;
  readonly chart: Box;
  /** What is written at the lines' ends. */
  readonly labels: readonly string[];
  /** Plots of the small charts; their titles start at `ownLeft`. */
  readonly ownCharts: readonly Box[];
  readonly ownLeft: readonly number[];
  readonly caption: readonly string[];
  readonly captionTop: number;
}

export interface Header {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  /** Below the name. */
  readonly lines: readonly string[];
}

/** The first `across * down` images of a grid, each pixel `zoom` device pixels wide. */
export interface TileCut {
  readonly across: number;
  readonly down: number;
  readonly zoom: number;
}

export const margin = 40;
export const gutter = 96;
const gap = 28;
const headerTop = 104;
export const lineHeight = 16;
/** Edge of a square of points. */
const pointEdge = 240;
const numbersWidth = 46;
/** From a plot's lower edge to the next chart's plot: numbers, axis title, heading, key. */
const betweenCharts = 112;
export const captionLine = 18;

/** Decides where everything goes. @throws ExportError as `renderFigure` */
export function layoutComparison(
  arms: readonly ComparisonArm[],
  options: ComparisonOptions,
): ComparisonLayout {
  if (arms.length < 2 || arms.length > lineStyles.length) {
    throw new ExportError(`A comparison shows two to ${lineStyles.length} runs, not ${arms.length}.`);
  }
  registerFonts(options.fontFolder);
  const pen = measuringPen();
  const rows = equalSteps(
    arms.map(({ grids, batch }) => ({ positions: grids, batch })),
    options.axis,
    options.rows ?? 4,
    options.until,
  );
  const shape = sharedShape(arms, rows[0]);
  const cut = shape.length === 4 ? cutOf(shape, arms.length) : null;
  const [tileWidth, tileHeight] = cut === null ? [pointEdge, pointEdge] : imageTile(shape, cut);
  const columns = arms.map((_, arm) => margin + gutter + arm * (tileWidth + gap));
  const headers = arms.map(({ objective, training }, i) => ({
    x: columns[i],
    y: headerTop,
    width: tileWidth,
    lines: [objective, training].flatMap((text) => wrapped(pen, text, font.small, tileWidth)),
  }));

  const rowGap = captioned(rows) ? 32 : 14;
  let y = headerTop + 32 + lineHeight * Math.max(...headers.map(({ lines }) => lines.length));
  const tiles = rows.map(() => {
    const row = columns.map((x) => ({ x, y, width: tileWidth, height: tileHeight }));
    y += tileHeight + rowGap;
    return row;
  });
  const samples: Box = {
    x: margin + gutter,
    y: headerTop,
    width: columns.at(-1)! + tileWidth - margin - gutter,
    height: y - rowGap - headerTop,
  };
  const labels = arms.map((arm) => labelOf(pen, arm));
  const labelWidth = beforeLabel + Math.max(...labels.map((text) => textWidth(pen, text, font.small)));
  // Squares of points leave the picture narrow and tall, so there the charts stand beside them.
  const place = cut === null && arms.length <= 3 ? chartsBeside : chartsBelow;
  const charts = place(
    samples,
    columns,
    labelWidth,
    tileWidth,
    (captioned(rows) ? 20 : 0) + (cut === null ? 16 : 0),
  );
  const caption = wrapped(pen, captionOf(arms, options), font.small, charts.right - margin);
  const captionTop = charts.bottom + 78;
  return {
    width: Math.ceil(charts.right) + margin,
    height: captionTop + (caption.length - 1) * captionLine + margin - 8,
    rows,
    headers,
    tiles,
    cut,
    chart: charts.chart,
    labels,
    ownCharts: charts.ownCharts,
    ownLeft: charts.ownLeft,
    caption,
    captionTop,
  };
}

type ChartPlaces = Pick<ComparisonLayout, 'chart' | 'ownCharts' | 'ownLeft'> & {
  readonly right: number;
  /** Lower edge of the lowest plot. */
  readonly bottom: number;
};

/** The shared chart as wide as the samples, and each small one in its arm's column. */
function chartsBelow(
  samples: Box,
  columns: readonly number[],
  labelWidth: number,
  tileWidth: number,
  textBelow: number,
): ChartPlaces {
  const [chartHeight, ownHeight] = [220, 130];
  const top = samples.y + samples.height + textBelow + 74;
  const ownTop = top + chartHeight + betweenCharts;
  return {
    chart: { x: samples.x, y: top, width: samples.width - labelWidth, height: chartHeight },
    ownCharts: columns.map((x) => ({
      x: x + numbersWidth,
      y: ownTop,
      width: tileWidth - numbersWidth,
      height: ownHeight,
    })),
    ownLeft: columns,
    right: samples.x + samples.width,
    bottom: ownTop + ownHeight,
  };
}

/** All charts in a column of their own, right of the samples and as tall. */
function chartsBeside(samples: Box, columns: readonly number[], labelWidth: number): ChartPlaces {
  const x = samples.x + samples.width + 56 + numbersWidth;
  const width = 380;
  const top = samples.y + 48;
  const room = samples.y + samples.height - top;
  const chartHeight = Math.max(200, room * 0.32);
  const ownHeight = Math.max(110, (room - chartHeight) / columns.length - betweenCharts);
  const ownCharts = columns.map((_, i) => ({
    x,
    y: top + chartHeight + betweenCharts + i * (ownHeight + betweenCharts),
    width,
    height: ownHeight,
  }));
  return {
    chart: { x, y: top, width, height: chartHeight },
    ownCharts,
    ownLeft: ownCharts.map(() => x),
    right: x + width + labelWidth,
    bottom: Math.max(samples.y + samples.height, ownCharts.at(-1)!.y + ownHeight),
  };
}

/** "WGAN-GP  0.0335" */
function labelOf(pen: Pen, { name, comparable: { values } }: ComparisonArm): string {
  pen.font = font.small;
  const last = values.length === 0 ? 'not measured' : valueText(values[values.length - 1]);
  return `${fitted(pen, name, 150)}  ${last}`;
}

function captionOf(arms: readonly ComparisonArm[], { caption }: ComparisonOptions): string {
  const windows = [...new Set(arms.map(ownWindow))].filter((window) => window > 1);
  return windows.length === 0
    ? caption
    : `${caption} · small charts: each on its own scale, lines are means of ${windows.join(' or ')} iterations`;
}

/** How many iterations the arm's small chart averages. */
export function ownWindow({ own }: ComparisonArm): number {
  return Math.max(1, ...own.curves.map(({ values }) => calmWindow(values.length)));
}

/** Whether the arms of a row differ in how far they are on the other axes, so that each says so itself. */
export function captioned(rows: readonly StepRow[]): boolean {
  return rows.some(
    ({ exact, positions }) =>
      !exact || positions.some(({ criticUpdates }) => criticUpdates !== positions[0].criticUpdates),
  );
}

/** @throws ExportError when the arms' samples are of different kinds or sizes */
function sharedShape(arms: readonly ComparisonArm[], row: StepRow): readonly number[] {
  const [first, ...others] = arms.map((arm, i) => arm.readGrid(row.positions[i].iteration).shape);
  const kind = (shape: readonly number[]): string => shape.slice(1).join(' × ');
  for (const other of others) {
    if (kind(other) !== kind(first)) {
      throw new ExportError(
        `The runs draw samples of ${kind(first)} and ${kind(other)}; compare runs of the same data and size.`,
      );
    }
  }
  return [Math.min(...[first, ...others].map((shape) => shape[0])), ...first.slice(1)];
}

/** Images of about 45 CSS pixels, as many as fill a column that leaves the picture about a thousand wide. */
function cutOf(shape: readonly number[], arms: number): TileCut {
  const [count, height, width] = imageShape(shape);
  const zoom = Math.max(1, Math.round(92 / Math.max(height, width)));
  const room = Math.max(400, Math.round(1700 / arms));
  const across = Math.max(1, Math.min(count, Math.floor(room / (width * zoom))));
  const down = Math.max(1, Math.min(Math.floor(count / across), Math.round(270 / (height * zoom))));
  return { across, down, zoom };
}

function imageTile(shape: readonly number[], { across, down, zoom }: TileCut): readonly [number, number] {
  const [, height, width] = imageShape(shape);
  return [(across * width * zoom) / scale, (down * height * zoom) / scale];
}
