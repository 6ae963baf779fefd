// Several runs side by side in one picture: their samples at equal steps, the distance that all of them are measured
// by on one axis, and below each the estimate that only it has, on an axis of its own.

import {
  drawPixels,
  drawPng,
  drawText,
  fitted,
  measuringPen,
  registerFonts,
  scale,
  textWidth,
  wrapped,
  type Box,
  type Pen,
} from './canvas.ts';
import { beforeLabel, drawChart, drawSwatch } from './chart.ts';
import { calmWindow, extent, smoothed, type Curve } from './curve.ts';
import { ExportError } from './errors.ts';
import { gridPixels, imageShape, type Pixels } from './grid.ts';
import { drawKey, drawScatter, windowAround, type Points, type Window } from './scatter.ts';
import { along, axisTitles, equalSteps, type AxisKind, type Position, type StepRow } from './steps.ts';
import { font, ink, lineStyles, type LineStyle } from './style.ts';
import { countText, durationText, niceRange, valueText } from './ticks.ts';

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

interface Header {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  /** Below the name. */
  readonly lines: readonly string[];
}

/** The first `across * down` images of a grid, each pixel `zoom` device pixels wide. */
interface TileCut {
  readonly across: number;
  readonly down: number;
  readonly zoom: number;
}

const margin = 40;
const gutter = 96;
const gap = 28;
const headerTop = 104;
const lineHeight = 16;
/** Edge of a square of points. */
const pointEdge = 240;
const numbersWidth = 46;
/** From a plot's lower edge to the next chart's plot: numbers, axis title, heading, key. */
const betweenCharts = 112;
const captionLine = 18;

/**
 * Draws two to six arms.
 * @returns the bytes of a PNG
 * @throws ExportError when there are too few or too many arms, or they have no samples in common
 */
export function renderComparison(arms: readonly ComparisonArm[], options: ComparisonOptions): Buffer {
  const layout = layoutComparison(arms, options);
  return drawPng(layout.width, layout.height, (pen) => {
    drawComparison(pen, arms, options, layout);
  });
}

/** Decides where everything goes. @throws ExportError as `renderComparison` */
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
function ownWindow({ own }: ComparisonArm): number {
  return Math.max(1, ...own.curves.map(({ values }) => calmWindow(values.length)));
}

/** Draws the whole picture onto any canvas, PNG or not. */
export function drawComparison(
  pen: Pen,
  arms: readonly ComparisonArm[],
  options: ComparisonOptions,
  layout: ComparisonLayout,
): void {
  const inner = layout.width - 2 * margin;
  drawText(pen, options.title, margin, 52, { font: font.title, colour: ink.text, width: inner });
  const said = drawText(pen, options.subtitle, margin, 76, {
    font: font.body,
    colour: ink.muted,
    width: inner,
  });
  if (layout.cut === null) drawKey(pen, margin + said + 24, 76);
  arms.forEach((arm, i) => {
    drawHeader(pen, arm.name, layout.headers[i], lineStyles[i]);
  });
  drawSamples(pen, arms, options, layout);
  drawMeasure(pen, arms, options, layout);
  drawOwn(pen, arms, options, layout);
  drawCaption(pen, layout);
}

function drawHeader(pen: Pen, name: string, { x, y, width, lines }: Header, style: LineStyle): void {
  drawSwatch(pen, x, y + 11, style);
  drawText(pen, name, x + 36, y + 16, { font: font.heading, colour: ink.text, width: width - 36 });
  lines.forEach((text, i) => {
    drawText(pen, text, x, y + 36 + i * lineHeight, { font: font.small, colour: ink.muted, width });
  });
}

function drawSamples(
  pen: Pen,
  arms: readonly ComparisonArm[],
  options: ComparisonOptions,
  { rows, tiles, cut }: ComparisonLayout,
): void {
  const real = options.real ?? new Float32Array(0);
  const window = cut === null ? pointWindow(arms, rows, real) : null;
  rows.forEach((row, r) => {
    drawStep(pen, row, options.axis, tiles[r][0]);
    arms.forEach((arm, a) => {
      const box = tiles[r][a];
      const position = row.positions[a];
      const grid = arm.readGrid(position.iteration);
      if (cut !== null) {
        drawPixels(pen, tilePixels(grid, cut), box.x, box.y, cut.zoom);
      } else if (window !== null) {
        const numbers = { x: r === rows.length - 1, y: a === 0 };
        drawScatter(pen, box, { real, generated: grid.data, window, numbers });
      }
      if (captioned(rows)) {
        const below = box.y + box.height + (cut === null && r === rows.length - 1 ? 31 : 16);
        drawText(pen, placeText(position, options.axis), box.x, below, {
          font: font.tick,
          colour: ink.muted,
        });
      }
    });
  });
}

/** The row's step, left of its samples. */
function drawStep(pen: Pen, { value, exact, positions }: StepRow, axis: AxisKind, tile: Box): void {
  const amount = axis === 'seconds' ? durationText(value) : countText(value);
  drawText(pen, exact ? amount : `≈ ${amount}`, margin, tile.y + 14, {
    font: font.heading,
    colour: ink.text,
  });
  const small = { font: font.tick, colour: ink.muted, width: gutter - 8 } as const;
  const units = {
    iterations: 'iterations',
    'critic-updates': 'critic updates',
    images: 'images seen',
    seconds: '',
  };
  const unit = axis === 'iterations' && value === 1 ? 'iteration' : units[axis];
  drawText(pen, unit, margin, tile.y + 30, small);
  const updates = positions[0].criticUpdates;
  if (axis === 'iterations' && positions.every(({ criticUpdates }) => criticUpdates === updates)) {
    drawText(pen, countText(updates), margin, tile.y + 50, small);
    drawText(pen, updates === 1 ? 'critic update' : 'critic updates', margin, tile.y + 64, small);
  }
}

/** Whether the arms of a row differ in how far they are on the other axes, so that each says so itself. */
function captioned(rows: readonly StepRow[]): boolean {
  return rows.some(
    ({ exact, positions }) =>
      !exact || positions.some(({ criticUpdates }) => criticUpdates !== positions[0].criticUpdates),
  );
}

function placeText({ iteration, criticUpdates, activeSeconds }: Position, axis: AxisKind): string {
  const updates = `${countText(criticUpdates)} ${criticUpdates === 1 ? 'critic update' : 'critic updates'}`;
  const iterations = `${countText(iteration)} ${iteration === 1 ? 'iteration' : 'iterations'}`;
  const parts = {
    iterations: [updates, durationText(activeSeconds)],
    'critic-updates': [iterations, durationText(activeSeconds)],
    images: [iterations, durationText(activeSeconds)],
    seconds: [iterations, updates],
  };
  return parts[axis].join(', ');
}

/** The one chart on which arms may be compared. */
function drawMeasure(
  pen: Pen,
  arms: readonly ComparisonArm[],
  options: ComparisonOptions,
  { chart, labels }: ComparisonLayout,
): void {
  drawText(pen, options.measure, chart.x, chart.y - 32, { font: font.heading, colour: ink.text });
  const curves = arms.map(({ comparable, batch }) => curveOf(comparable, options.axis, batch));
  const highest = extent(curves.map(({ y }) => y))?.[1] ?? 1;
  drawChart(pen, chart, {
    x: { range: xRange(curves), title: axisTitles[options.axis] },
    y: {
      range: niceRange(0, highest > 0 ? highest : 1, 5),
      title: 'lower is better; measured in the same way for every run',
    },
    lines: curves.map((curve, i) => ({ curve, style: lineStyles[i], label: labels[i] })),
  });
}

/** A small chart for each arm. Their vertical axes mean different things and are never shared. */
function drawOwn(
  pen: Pen,
  arms: readonly ComparisonArm[],
  options: ComparisonOptions,
  layout: ComparisonLayout,
): void {
  const all = arms.map(({ own, batch }) => own.curves.map((curve) => curveOf(curve, options.axis, batch)));
  const range = xRange(all.flat());
  arms.forEach((arm, i) => {
    const box = layout.ownCharts[i];
    const left = layout.ownLeft[i];
    const window = ownWindow(arm);
    const { title, curves } = arm.own;
    const styles = curves.map((_, c) =>
      c === 0 ? { ...lineStyles[i], dash: [] } : { colour: ink.muted, dash: [4, 3] },
    );
    const calm = all[i].map((curve) => (window > 1 ? smoothed(curve, window) : curve));
    const width = box.x + box.width - left;
    drawText(pen, title, left, box.y - 34, { font: font.strong, colour: ink.text, width });
    drawNames(
      pen,
      curves.map(({ name }) => name),
      styles,
      left,
      box.y - 15,
    );
    const [low, high] = extent(calm.map(({ y }) => y)) ?? [0, 1];
    drawChart(pen, box, {
      x: { range, title: axisTitles[options.axis] },
      y: { range: niceRange(Math.min(low, 0), Math.max(high, 0), 4), title: '' },
      lines: calm.map((curve, c) => ({
        curve,
        style: styles[c],
        ...(window > 1 ? { raw: all[i][c] } : {}),
      })),
    });
  });
}

/** The key of a small chart, in one line. */
function drawNames(
  pen: Pen,
  names: readonly string[],
  styles: readonly LineStyle[],
  x: number,
  y: number,
): void {
  let at = x;
  names.forEach((name, i) => {
    drawSwatch(pen, at, y - 4, styles[i]);
    at += 34 + drawText(pen, name, at + 34, y, { font: font.tick, colour: ink.muted }) + 14;
  });
}

function drawCaption(pen: Pen, { caption, captionTop, width }: ComparisonLayout): void {
  pen.strokeStyle = ink.rule;
  pen.lineWidth = 1;
  pen.beginPath();
  pen.moveTo(margin, captionTop - 22);
  pen.lineTo(width - margin, captionTop - 22);
  pen.stroke();
  caption.forEach((line, i) => {
    drawText(pen, line, margin, captionTop + i * captionLine, { font: font.small, colour: ink.muted });
  });
}

function curveOf(curve: ArmCurve, axis: AxisKind, batch: number): Curve {
  const { iterations, criticUpdates, activeSeconds, values } = curve;
  const x = Float64Array.from({ length: values.length }, (_, i) =>
    along(
      axis,
      { iteration: iterations[i], criticUpdates: criticUpdates[i], activeSeconds: activeSeconds[i] },
      batch,
    ),
  );
  return { x, y: values };
}

function xRange(curves: readonly Curve[]): readonly [number, number] {
  const high = extent(curves.map(({ x }) => x))?.[1] ?? 1;
  return [0, high > 0 ? high : 1];
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

function tilePixels(
  grid: { readonly shape: readonly number[]; readonly data: Float32Array },
  cut: TileCut,
): Pixels {
  const [, height, width, channels] = imageShape(grid.shape);
  const count = cut.across * cut.down;
  const data = grid.data.subarray(0, count * height * width * channels);
  return gridPixels({ shape: [count, height, width, channels], data }, cut.across);
}

/** One part of the plane for all tiles: that of the held-out points, or of the last samples where there are none. */
function pointWindow(arms: readonly ComparisonArm[], rows: readonly StepRow[], real: Points): Window {
  if (real.length > 0) return windowAround(real);
  const last = rows.at(-1)!.positions;
  return windowAround(Float32Array.from(arms.flatMap((arm, i) => [...arm.readGrid(last[i].iteration).data])));
}
