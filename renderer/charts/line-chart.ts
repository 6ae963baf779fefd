// A chart.js line chart that shows pictures: the settings that make it fast enough for live values, and nothing that
// needs a pointer. Lines of all charts begin at the same place, so that charts below each other share their x axis.

import { Chart, LinearScale, LineController, LineElement, PointElement, type ChartDataset } from 'chart.js';
import { formatValue } from '../composables/format.ts';
import type { ChartLook } from './chart-look.ts';
import { marksPlugin } from './marks-plugin.ts';
import type { Line, Picture } from './picture.ts';
import { formatOnAxis, xTicks, type XAxis } from './x-axis.ts';

Chart.register(LinearScale, LineController, LineElement, PointElement);

/** Pixels left of the plot, for the numbers, and right of it, for half of the last number. */
export const gutters = { left: 58, right: 22 } as const;

export interface Shown {
  readonly picture: Picture;
  readonly axis: XAxis;
  readonly look: ChartLook;
  readonly percent: boolean;
}

type Point = { x: number; y: number };

export class LineChart {
  readonly #chart: Chart<'line', Point[]>;
  #shown: Shown | null = null;

  constructor(canvas: HTMLCanvasElement) {
    this.#chart = new Chart<'line', Point[]>(canvas, {
      type: 'line',
      data: { datasets: [] },
      options: {
        animation: false,
        parsing: false,
        normalized: true,
        responsive: true,
        maintainAspectRatio: false,
        // The page listens itself: one crosshair for all charts.
        events: [],
        layout: { padding: { right: gutters.right, top: 6 } },
        elements: { point: { radius: 0, hoverRadius: 0, hitRadius: 0 }, line: { borderJoinStyle: 'round' } },
        scales: {
          x: {
            type: 'linear',
            afterBuildTicks: (axis) => {
              const { axis: kind } = this.#shown ?? { axis: 'iteration' };
              axis.ticks = xTicks(kind, axis.min, axis.max, Math.max(2, axis.width / 90)).map((value) => ({
                value,
              }));
            },
            ticks: {
              maxRotation: 0,
              autoSkip: false,
              callback: (value) => formatOnAxis(this.#shown?.axis ?? 'iteration', Number(value)),
            },
          },
          y: {
            type: 'linear',
            afterFit: (axis) => {
              axis.width = gutters.left;
            },
            afterBuildTicks: (axis) => {
              if (this.#shown === null) return;
              const { scale } = this.#shown.picture;
              const count = Math.max(3, axis.height / 34);
              axis.ticks = scale
                .ticks(scale.inverse(axis.min), scale.inverse(axis.max), count)
                .map((value) => ({ value: scale.forward(value) }));
            },
            ticks: {
              autoSkip: false,
              callback: (height) => this.#formatHeight(Number(height)),
            },
          },
        },
      },
      plugins: [
        marksPlugin(() =>
          this.#shown === null ? null : { picture: this.#shown.picture, look: this.#shown.look },
        ),
      ],
    });
  }

  show(shown: Shown): void {
    this.#shown = shown;
    const { picture, look } = shown;
    const { data, options } = this.#chart;
    data.datasets = picture.lines.flatMap((line) => datasetsOf(line, picture));
    const { x, y } = options.scales as Record<
      'x' | 'y',
      { min: number; max: number; ticks: object; grid: object; border: object }
    >;
    Object.assign(x, { min: picture.window.min, max: picture.window.max });
    Object.assign(y, { min: picture.low, max: picture.high });
    for (const axis of [x, y]) {
      Object.assign(axis.ticks, { color: look.text, font: { family: look.font, size: 11 } });
      Object.assign(axis.grid, { color: look.grid, tickColor: 'transparent', tickLength: 4 });
      Object.assign(axis.border, { display: false });
    }
    this.#chart.update('none');
  }

  /** Pixels from the canvas's left edge, for a place on the x axis. */
  pixelOf(x: number): number {
    return this.#chart.scales['x'].getPixelForValue(x);
  }

  /** The place on the x axis at some pixels from the canvas's left edge. */
  valueAt(pixel: number): number {
    return Number(this.#chart.scales['x'].getValueForPixel(pixel));
  }

  /** The plot without its axes, in pixels of the canvas. */
  get area(): {
    readonly left: number;
    readonly right: number;
    readonly top: number;
    readonly bottom: number;
  } {
    return this.#chart.chartArea;
  }

  get canvas(): HTMLCanvasElement {
    return this.#chart.canvas;
  }

  close(): void {
    this.#chart.destroy();
  }

  #formatHeight(height: number): string {
    if (this.#shown === null) return '';
    // The detour through logarithms leaves traces in the last digits.
    const value = Number(this.#shown.picture.scale.inverse(height).toPrecision(6));
    if (this.#shown.percent) return `${Number((value * 100).toPrecision(3))} %`;
    const size = Math.abs(value);
    if (value !== 0 && (size >= 1e5 || size < 1e-3)) return formatValue(value).replace(/\.?0+e/, 'e');
    return String(value).replace('-', '\u2212');
  }
}

function datasetsOf(line: Line, { scale }: Picture): ChartDataset<'line', Point[]>[] {
  const { color, dash } = line.series.style;
  const points = (values: Float64Array): Point[] =>
    Array.from(values, (value, at) => ({ x: line.x[at], y: scale.forward(value) }));
  const main = {
    borderColor: color,
    borderDash: [...dash],
    borderWidth: 1.6,
    data: points(line.smooth ?? line.raw),
  };
  if (line.smooth === null) return [main];
  // The first is drawn on top.
  return [main, { borderColor: faint(color), borderWidth: 1, data: points(line.raw) }];
}

/** A quarter of a colour's strength. */
function faint(hex: string): string {
  return `${hex}40`;
}
