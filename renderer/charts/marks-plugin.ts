// A chart.js plugin that draws what chart.js does not know: bands from smallest to largest value behind the lines,
// reference lines, and triangles where values are NaN or infinite.

import type { Chart, Plugin } from 'chart.js';
import type { ChartLook } from './chart-look.ts';
import type { Line, Picture } from './picture.ts';
import { labelGap, placeLabel, type PixelLine } from './place-label.ts';
import { lastFinite, stretchesIn } from './read-out.ts';

/** @param current what is shown, asked for at every drawing */
export function marksPlugin(
  current: () => { readonly picture: Picture; readonly look: ChartLook } | null,
): Plugin<'line'> {
  return {
    id: 'marks',
    beforeDatasetsDraw(chart) {
      const shown = current();
      if (shown === null) return;
      clipped(chart, (context) => {
        for (const line of shown.picture.lines) drawBand(chart, context, line, shown.picture);
        for (const { band } of shown.picture.references)
          if (band !== undefined) drawReferenceBand(chart, band, shown.picture, shown.look);
        drawReferences(chart, context, shown.picture, (y) => {
          drawReferenceLine(chart, y, shown.look);
        });
      });
    },
    afterDatasetsDraw(chart) {
      const shown = current();
      if (shown === null) return;
      for (const line of shown.picture.lines) {
        drawDots(chart, chart.ctx, line, shown.picture);
        drawTriangles(chart, chart.ctx, line, shown.picture);
      }
      const lines = shown.picture.lines.map((line) => pixelLine(chart, line, shown.picture));
      drawReferences(chart, chart.ctx, shown.picture, (y, label) => {
        drawReferenceLabel(chart, y, label, lines, shown.look);
      });
    },
  };
}

function clipped(chart: Chart, draw: (context: CanvasRenderingContext2D) => void): void {
  const { ctx, chartArea } = chart;
  ctx.save();
  ctx.beginPath();
  ctx.rect(chartArea.left, chartArea.top, chartArea.width, chartArea.height);
  ctx.clip();
  draw(ctx);
  ctx.restore();
}

function drawBand(chart: Chart, context: CanvasRenderingContext2D, line: Line, { scale }: Picture): void {
  if (line.model.width <= 1) return;
  const { x: across, y: up } = chart.scales as Record<'x' | 'y', Chart['scales'][string]>;
  const bottom = chart.chartArea.bottom;
  context.fillStyle = line.series.style.color;
  context.globalAlpha = 0.16;
  let start = -1;
  // Each stretch of neighbours with values is one shape: along the top, and back along the bottom.
  for (let at = 0; at <= line.x.length; at += 1) {
    const has = at < line.x.length && !Number.isNaN(line.max[at]);
    if (has && start < 0) start = at;
    if (has || start < 0) continue;
    context.beginPath();
    for (let i = start; i < at; i += 1)
      context.lineTo(across.getPixelForValue(line.x[i]), up.getPixelForValue(scale.forward(line.max[i])));
    for (let i = at - 1; i >= start; i -= 1) {
      const height = scale.forward(line.min[i]);
      context.lineTo(
        across.getPixelForValue(line.x[i]),
        Number.isNaN(height) ? bottom : up.getPixelForValue(height),
      );
    }
    context.fill();
    start = -1;
  }
  context.globalAlpha = 1;
}

function drawReferences(
  chart: Chart,
  context: CanvasRenderingContext2D,
  picture: Picture,
  draw: (y: number, label: string) => void,
): void {
  for (const { value, label } of picture.references) {
    const height = picture.scale.forward(value);
    if (!(height >= picture.low && height <= picture.high)) continue;
    context.save();
    draw(Math.round(chart.scales['y'].getPixelForValue(height)) + 0.5, label);
    context.restore();
  }
}

/** Faint, with hatching, as a band of one of the lines has a colour and no hatching. */
function drawReferenceBand(
  { ctx, chartArea, scales }: Chart,
  [low, high]: readonly [number, number],
  { scale }: Picture,
  look: ChartLook,
): void {
  const { left, right, top, bottom } = chartArea;
  const pixel = (value: number, otherwise: number): number => {
    const height = scale.forward(value);
    return Number.isNaN(height) ? otherwise : scales['y'].getPixelForValue(height);
  };
  const [from, to] = [Math.max(top, pixel(high, top)), Math.min(bottom, pixel(low, bottom))];
  if (!(to > from)) return;
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, from, right - left, to - from);
  ctx.clip();
  ctx.fillStyle = look.reference;
  ctx.globalAlpha = 0.18;
  ctx.fillRect(left, from, right - left, to - from);
  ctx.globalAlpha = 0.5;
  ctx.strokeStyle = look.reference;
  ctx.lineWidth = 1;
  ctx.beginPath();
  const slant = to - from;
  for (let x = left - slant; x < right; x += hatchPixels) {
    ctx.moveTo(x, to);
    ctx.lineTo(x + slant, from);
  }
  ctx.stroke();
  ctx.restore();
}

const hatchPixels = 12;

function drawReferenceLine({ ctx, chartArea }: Chart, y: number, look: ChartLook): void {
  ctx.strokeStyle = look.reference;
  ctx.lineWidth = 1;
  ctx.setLineDash([3, 3]);
  ctx.beginPath();
  ctx.moveTo(chartArea.left, y);
  ctx.lineTo(chartArea.right, y);
  ctx.stroke();
}

/** On top of everything, with a rim: readable over lines too. */
function drawReferenceLabel(
  { ctx, chartArea }: Chart,
  y: number,
  label: string,
  lines: readonly PixelLine[],
  look: ChartLook,
): void {
  ctx.font = `11px ${look.font}`;
  const size = { width: ctx.measureText(label).width, height: 12 };
  const { left: x, isBelow } = placeLabel(chartArea, y, size, lines);
  const baseline = y + (isBelow ? labelGap + 1 : -labelGap);
  ctx.textAlign = 'left';
  ctx.textBaseline = isBelow ? 'top' : 'bottom';
  ctx.strokeStyle = look.background;
  ctx.lineWidth = 3;
  ctx.lineJoin = 'round';
  ctx.strokeText(label, x, baseline);
  ctx.fillStyle = look.text;
  ctx.fillText(label, x, baseline);
}

/** As it is drawn most clearly. */
function pixelLine({ scales }: Chart, { x, raw, smooth }: Line, { scale }: Picture): PixelLine {
  const heights = smooth ?? raw;
  return {
    x: x.map((value) => scales['x'].getPixelForValue(value)),
    y: heights.map((value) => {
      const height = scale.forward(value);
      return Number.isFinite(height) ? scales['y'].getPixelForValue(height) : NaN;
    }),
  };
}

/** Up to this many values in sight, each gets a dot: one sees when it was measured. */
const fewValues = 40;

/** Where values are few, and where one stands alone, which a line does not show. */
function drawDots(
  chart: Chart,
  context: CanvasRenderingContext2D,
  line: Line,
  { scale, window }: Picture,
): void {
  const [from, to] = stretchesIn(line, window.min, window.max);
  context.fillStyle = line.series.style.color;
  for (let at = from; at < to; at += 1) {
    const isAlone = !Number.isFinite(line.raw[at - 1]) && !Number.isFinite(line.raw[at + 1]);
    if (!isAlone && to - from > fewValues) continue;
    const height = scale.forward(line.raw[at]);
    if (!Number.isFinite(height)) continue;
    const x = chart.scales['x'].getPixelForValue(line.x[at]);
    context.beginPath();
    context.arc(x, chart.scales['y'].getPixelForValue(height), 2.2, 0, 2 * Math.PI);
    context.fill();
  }
}

const edge = 7;

/** At the last finite value; infinities, and NaNs that nothing finite came before, at the edge. */
function drawTriangles(
  chart: Chart,
  context: CanvasRenderingContext2D,
  line: Line,
  { scale }: Picture,
): void {
  const { left, right, top, bottom } = chart.chartArea;
  context.fillStyle = line.series.style.color;
  let drawnAt = -Infinity;
  for (let at = 0; at < line.x.length; at += 1) {
    if (line.nonFinite[at] === 0) continue;
    const x = chart.scales['x'].getPixelForValue(line.x[at]);
    // A run of them would be one smear.
    if (x < left || x > right || x - drawnAt < edge) continue;
    drawnAt = x;
    const known = chart.scales['y'].getPixelForValue(scale.forward(lastFinite(line.raw, at)));
    const up = line.tail[at] === Infinity;
    const wanted = up ? top : line.tail[at] === -Infinity || Number.isNaN(known) ? bottom : known;
    const y = Math.min(Math.max(wanted, top + edge), bottom - edge);
    const point = line.tail[at] === -Infinity ? edge : -edge;
    context.beginPath();
    context.moveTo(x, y + point);
    context.lineTo(x - edge * 0.8, y - point * 0.5);
    context.lineTo(x + edge * 0.8, y - point * 0.5);
    context.fill();
  }
}
