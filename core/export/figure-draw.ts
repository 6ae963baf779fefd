// Draws a comparison figure where its layout says, onto any canvas.

import { drawPixels, drawText, type Box, type Pen } from './canvas.ts';
import { drawChart, drawSwatch } from './chart.ts';
import { extent, smoothed, type Curve } from './curve.ts';
import {
  captioned,
  captionLine,
  gutter,
  lineHeight,
  margin,
  ownWindow,
  type ArmCurve,
  type ComparisonArm,
  type ComparisonLayout,
  type ComparisonOptions,
  type Header,
  type TileCut,
} from './figure-layout.ts';
import { gridPixels, imageShape, type Pixels } from './grid.ts';
import type { Points, Window } from './point-square.ts';
import { drawKey, drawScatter, windowAround } from './scatter.ts';
import { along, axisTitles, type AxisKind, type Position, type StepRow } from './steps.ts';
import { font, ink, lineStyles, type LineStyle } from './style.ts';
import { countText, durationText, niceRange } from './ticks.ts';

/** Draws the whole picture. */
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
