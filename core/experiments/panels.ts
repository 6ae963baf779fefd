// Panels that several figures share: curves, samples, points.

import { drawPixels, drawText, scale } from '../export/canvas.ts';
import { drawChart, drawSwatch, type ChartLine } from '../export/chart.ts';
import { extent, type Curve } from '../export/curve.ts';
import { gridPixels, imageShape } from '../export/grid.ts';
import type { Points, Window } from '../export/point-square.ts';
import { drawScatter, windowAround } from '../export/scatter.ts';
import { font, ink, lineStyles } from '../export/style.ts';
import { niceRange } from '../export/ticks.ts';
import type { Store } from '../store/store.ts';
import type { Panel } from './plate.ts';

export interface NamedCurve {
  readonly curve: Curve;
  /** For the key; none is drawn where there is one curve without a name. */
  readonly name?: string;
  /** The same before it was filtered. */
  readonly raw?: Curve;
}

export interface CurvePanel {
  readonly title: string;
  readonly note?: string;
  readonly curves: readonly NamedCurve[];
  readonly x: string;
  /** The curves' own, from 0, unless given. */
  readonly y?: readonly [number, number];
  /** Powers of ten at the left. Values must be above 0; others are gaps. */
  readonly logarithmic?: boolean;
}

/** From the start of a line in a key to the start of its name. */
const swatch = 34;

/** Curves over a common axis from 0. */
export function curvePanel(panel: CurvePanel): Panel {
  const logarithmic = panel.logarithmic === true;
  const prepared = panel.curves.map(({ curve, raw, name }) => ({
    name,
    curve: logarithmic ? logarithm(curve) : curve,
    ...(raw === undefined ? {} : { raw: logarithmic ? logarithm(raw) : raw }),
  }));
  const lines: readonly ChartLine[] = prepared.map(({ curve, raw }, i) => ({
    curve,
    style: lineStyles[i % lineStyles.length],
    ...(raw === undefined ? {} : { raw }),
  }));
  const right = extent(prepared.map(({ curve }) => curve.x))?.[1] ?? 1;
  const all = extent(prepared.map(({ curve }) => curve.y)) ?? [0, 1];
  const own = logarithmic
    ? ([Math.floor(all[0]), Math.max(Math.ceil(all[1]), Math.floor(all[0]) + 1)] as const)
    : niceRange(Math.min(all[0], 0), Math.max(all[1], 0), 4);
  return {
    title: panel.title,
    ...(panel.note === undefined ? {} : { note: panel.note }),
    hasKey: prepared.some(({ name }) => name !== undefined),
    draw(pen, box) {
      drawChart(pen, box, {
        x: { range: [0, right > 0 ? right : 1], title: panel.x },
        y: { range: panel.y ?? own, title: '', ...(logarithmic ? { text: powerText } : {}) },
        lines,
      });
      let at = box.x;
      prepared.forEach(({ name }, i) => {
        if (name === undefined) return;
        drawSwatch(pen, at, box.y - 14, lines[i].style);
        const style = { font: font.tick, colour: ink.text };
        at += swatch + drawText(pen, name, at + swatch, box.y - 10, style) + 14;
      });
    },
  };
}

function logarithm({ x, y }: Curve): Curve {
  return { x, y: Float64Array.from({ length: y.length }, (_, i) => (y[i] > 0 ? Math.log10(y[i]) : NaN)) };
}

/** Only whole powers get a number. */
function powerText(exponent: number): string {
  return Number.isInteger(exponent) ? `1e${String(exponent).replace('-', '\u2212')}` : '';
}

/** The first tiles of a stored grid, as large as fit the box. */
export function samplesPanel(
  store: Store,
  run: string,
  iteration: number,
  options: { readonly title: string; readonly note?: string; readonly across: number; readonly down: number },
): Panel {
  const { title, note, across, down } = options;
  return {
    title,
    ...(note === undefined ? {} : { note }),
    draw(pen, box) {
      const grid = store.samples.read(run, iteration);
      const [count, height, width, channels] = imageShape(grid.shape);
      const tiles = Math.min(count, across * down);
      const data = grid.data.subarray(0, tiles * height * width * channels);
      const pixels = gridPixels({ shape: [tiles, height, width, channels], data }, across);
      const zoom = Math.min((box.width * scale) / pixels.width, (box.height * scale) / pixels.height);
      drawPixels(pen, pixels, box.x, box.y, zoom < 1 ? zoom : Math.floor(zoom));
    },
  };
}

/** Stored points over held-out ones. */
export function pointsPanel(
  store: Store,
  run: string,
  iteration: number,
  options: { readonly title: string; readonly note?: string; readonly real: Points },
): Panel {
  const { title, note, real } = options;
  const window: Window = windowAround(real);
  return {
    title,
    ...(note === undefined ? {} : { note }),
    draw(pen, box) {
      const { data } = store.samples.read(run, iteration);
      drawScatter(pen, box, { real, generated: data, window, numbers: { x: true, y: true } });
    },
  };
}

/** The stored grid nearest to a share of the run, from 0 to 1. */
export function gridAt(store: Store, run: string, share: number): number {
  const steps = store.samples.list(run).map(({ iteration }) => iteration);
  const wanted = share * (steps.at(-1) ?? 0);
  return steps.reduce((best, step) => (Math.abs(step - wanted) < Math.abs(best - wanted) ? step : best), 0);
}
