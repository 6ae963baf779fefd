// A line chart: a few horizontal lines, numbers at the left and below, curves, and their names at their ends.

import { drawText, type Box, type Pen } from './canvas.ts';
import { thinned, type Curve } from './curve.ts';
import { font, ink, type LineStyle } from './style.ts';
import { tickTexts, ticks } from './ticks.ts';

export interface ChartLine {
  readonly curve: Curve;
  readonly style: LineStyle;
  /** The same before smoothing, drawn faintly below. */
  readonly raw?: Curve;
  /** Written at the right of the line's end; nothing is when absent. */
  readonly label?: string;
}

export interface Axis {
  readonly range: readonly [number, number];
  /** What it shows, and in which unit; empty when said elsewhere. */
  readonly title: string;
  /** What stands at a tick of the vertical axis, where it is not the number itself: of a logarithmic one. */
  readonly text?: (value: number) => string;
}

export interface Chart {
  readonly x: Axis;
  readonly y: Axis;
  readonly lines: readonly ChartLine[];
}

/** Below this many points each is marked: the line between them is only a guide. */
const markedPoints = 40;
const labelHeight = 17;
const labelGap = 12;
const swatchWidth = 28;
/** What stands between the plot and the text of a label. */
export const beforeLabel = labelGap + swatchWidth + 6;

/**
 * Draws into the plot's box; numbers and titles stand outside it, up to 48 pixels to the left and 36 below, and
 * labels to the right.
 */
export function drawChart(pen: Pen, box: Box, { x, y, lines }: Chart): void {
  const toX = (value: number): number =>
    box.x + ((value - x.range[0]) / (x.range[1] - x.range[0])) * box.width;
  const toY = (value: number): number =>
    box.y + ((y.range[1] - value) / (y.range[1] - y.range[0])) * box.height;
  drawFrame(pen, box, x, y, toX, toY);

  pen.save();
  pen.beginPath();
  // Half a line's width beyond, so that a curve along the edge is not cut.
  pen.rect(box.x - 2, box.y - 2, box.width + 4, box.height + 4);
  pen.clip();
  const column = (value: number): number => toX(value) * 2;
  for (const { raw, style } of lines) {
    if (raw === undefined) continue;
    pen.globalAlpha = 0.22;
    strokeCurve(pen, thinned(raw, column), { ...style, dash: [] }, 1, toX, toY);
    pen.globalAlpha = 1;
  }
  for (const { curve, style } of lines) {
    strokeCurve(pen, thinned(curve, column), style, 1.75, toX, toY);
    drawMarks(pen, curve, style, toX, toY);
  }
  pen.restore();
  drawLabels(pen, box, lines, toX, toY);
}

function drawFrame(
  pen: Pen,
  box: Box,
  x: Axis,
  y: Axis,
  toX: (value: number) => number,
  toY: (value: number) => number,
): void {
  const across = ticks(x.range[0], x.range[1], Math.max(2, box.width / 90));
  const up = ticks(y.range[0], y.range[1], Math.max(2, box.height / 38));
  const style = { font: font.tick, colour: ink.muted } as const;
  pen.lineWidth = 1;
  pen.setLineDash([]);
  (y.text === undefined ? tickTexts(up) : up.map(y.text)).forEach((text, i) => {
    const at = Math.round(toY(up[i]));
    pen.strokeStyle = up[i] === 0 ? ink.rule : ink.grid;
    segment(pen, box.x, at, box.x + box.width, at);
    drawText(pen, text, box.x - 8, at + 4, { ...style, align: 'right' });
  });
  const bottom = box.y + box.height;
  pen.strokeStyle = ink.rule;
  segment(pen, box.x, bottom, box.x + box.width, bottom);
  tickTexts(across).forEach((text, i) => {
    const at = toX(across[i]);
    segment(pen, at, bottom, at, bottom + 4);
    // The number at the very end stays above the axis, so that charts end where pictures above them end.
    const atEnd = at > box.x + box.width - 1;
    drawText(pen, text, atEnd ? at + 2 : at, bottom + 17, { ...style, align: atEnd ? 'right' : 'center' });
  });
  drawText(pen, x.title, box.x + box.width / 2, bottom + 34, { ...style, align: 'center', width: box.width });
  drawText(pen, y.title, box.x, box.y - 10, { ...style, width: box.width });
}

function strokeCurve(
  pen: Pen,
  { x, y }: Curve,
  { colour, dash }: LineStyle,
  width: number,
  toX: (value: number) => number,
  toY: (value: number) => number,
): void {
  pen.strokeStyle = colour;
  pen.lineWidth = width;
  pen.lineJoin = 'round';
  pen.setLineDash([...dash]);
  pen.beginPath();
  let drawing = false;
  for (let i = 0; i < x.length; i += 1) {
    const value = y[i];
    if (Number.isFinite(value)) {
      if (drawing) pen.lineTo(toX(x[i]), toY(value));
      else pen.moveTo(toX(x[i]), toY(value));
    }
    drawing = Number.isFinite(value);
  }
  pen.stroke();
  pen.setLineDash([]);
}

/** Dots where there are few points, and a triangle on the last number before something that is none. */
function drawMarks(
  pen: Pen,
  { x, y }: Curve,
  { colour }: LineStyle,
  toX: (value: number) => number,
  toY: (value: number) => number,
): void {
  pen.fillStyle = colour;
  for (let i = 0; i < x.length; i += 1) {
    if (!Number.isFinite(y[i])) continue;
    const [atX, atY] = [toX(x[i]), toY(y[i])];
    pen.beginPath();
    if (i + 1 < x.length && !Number.isFinite(y[i + 1])) {
      pen.moveTo(atX, atY - 6);
      pen.lineTo(atX + 5.5, atY + 4);
      pen.lineTo(atX - 5.5, atY + 4);
    } else if (x.length <= markedPoints) pen.arc(atX, atY, 2.5, 0, 2 * Math.PI);
    pen.fill();
  }
}

/** Names at the right, each as near to its line's end as the others allow. */
function drawLabels(
  pen: Pen,
  box: Box,
  lines: readonly ChartLine[],
  toX: (value: number) => number,
  toY: (value: number) => number,
): void {
  const labels = lines.flatMap(({ label, curve, style }) => {
    if (label === undefined) return [];
    let last = curve.x.length - 1;
    while (last >= 0 && !Number.isFinite(curve.y[last])) last -= 1;
    const end = last < 0 ? null : { x: toX(curve.x[last]), y: clamp(toY(curve.y[last]), box) };
    return [{ label, style, end, y: end?.y ?? box.y + box.height }];
  });
  const left = box.x + box.width + labelGap;
  const places = spread(
    labels.map(({ y }) => y),
    box,
  );
  labels.forEach(({ label, style, end }, i) => {
    const y = places[i];
    pen.strokeStyle = style.colour;
    if (end !== null) {
      pen.lineWidth = 1;
      pen.globalAlpha = 0.6;
      pen.setLineDash([1, 3]);
      pen.beginPath();
      pen.moveTo(Math.max(end.x + 4, box.x), end.y);
      pen.lineTo(box.x + box.width + 2, end.y);
      pen.lineTo(left - 2, y);
      pen.stroke();
      pen.setLineDash([]);
      pen.globalAlpha = 1;
    }
    drawSwatch(pen, left, y, style);
    drawText(pen, label, left + swatchWidth + 6, y + 4, { font: font.small, colour: ink.text });
  });
}

/** A short piece of the line, for keys. */
export function drawSwatch(pen: Pen, x: number, y: number, { colour, dash }: LineStyle): void {
  pen.strokeStyle = colour;
  pen.lineWidth = 2;
  pen.setLineDash([...dash]);
  segment(pen, x, y, x + swatchWidth, y);
  pen.setLineDash([]);
}

/** Moves heights apart to a line's distance, in their order, inside the box. */
export function spread(heights: readonly number[], box: Pick<Box, 'y' | 'height'>): number[] {
  const order = heights.map((_, i) => i).sort((a, b) => heights[a] - heights[b]);
  const places = [...heights];
  for (let i = 1; i < order.length; i += 1) {
    places[order[i]] = Math.max(places[order[i]], places[order[i - 1]] + labelHeight);
  }
  // What was pushed out below comes back up, and takes along what is in its way.
  let limit = box.y + box.height;
  for (const index of order.reverse()) {
    places[index] = Math.min(places[index], limit);
    limit = places[index] - labelHeight;
  }
  return places;
}

function clamp(y: number, box: Box): number {
  return Math.min(Math.max(y, box.y), box.y + box.height);
}

function segment(pen: Pen, x1: number, y1: number, x2: number, y2: number): void {
  pen.beginPath();
  pen.moveTo(x1, y1);
  pen.lineTo(x2, y2);
  pen.stroke();
}
