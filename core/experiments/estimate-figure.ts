// The shape of the WGAN paper's figures 3 and 4: an estimate over training for three pairs of networks, the distance to
// held-out images under it, and samples on the way.

import { drawPixels, drawText, scale, type Pen } from '../export/canvas.ts';
import { gridPixels, imageShape } from '../export/grid.ts';
import { font, ink } from '../export/style.ts';
import { countText } from '../export/ticks.ts';
import type { MetricKey } from '../spec/metric.ts';
import type { Store } from '../store/store.ts';
import { byArm, curveOf } from './arms.ts';
import type { Lab } from './experiment.ts';
import { medianFiltered, medianWindow } from './median.ts';
import { curvePanel, gridAt } from './panels.ts';
import type { Panel, Plate } from './plate.ts';

export interface EstimateFigure {
  readonly title: string;
  readonly subtitle: string;
  readonly key: MetricKey;
  readonly name: string;
  /** The same for all panels, where values can be compared. */
  readonly range?: readonly [number, number];
  readonly caption: string;
}

/** The runs of the first seed. */
export function estimateFigure(lab: Lab, figure: EstimateFigure): Plate {
  const { store } = lab;
  const first = byArm(lab).map((runs) => runs[0]);
  const row = (panel: (run: string, title: string) => Panel): readonly Panel[] =>
    first.map(({ arm, run }) => panel(run.id, arm.title));
  return {
    title: figure.title,
    subtitle: figure.subtitle,
    column: 300,
    rows: [
      {
        height: 190,
        axes: true,
        panels: row((run, title) => {
          const raw = curveOf(store, run, figure.key);
          const curve = medianFiltered(raw, medianWindow(raw.y.length));
          return curvePanel({
            ...{ title, note: figure.name, x: 'generator iterations', curves: [{ curve, raw }] },
            ...(figure.range === undefined ? {} : { y: figure.range }),
          });
        }),
      },
      {
        height: 120,
        axes: true,
        panels: row((run) =>
          curvePanel({
            title: 'Sliced Wasserstein distance',
            note: 'to held-out images; lower is better',
            x: 'generator iterations',
            curves: [{ curve: curveOf(store, run, 'sliced_wasserstein') }],
          }),
        ),
      },
      { height: 116, axes: false, panels: row((run) => momentsPanel(store, run)) },
    ],
    caption: figure.caption,
  };
}

/** Samples of the same noise at three moments, side by side. */
function momentsPanel(store: Store, run: string): Panel {
  const moments = [...new Set([0.1, 0.35, 1].map((share) => gridAt(store, run, share)))];
  return {
    title: 'Samples',
    note: 'at the iterations below them',
    draw(pen, box) {
      const width = (box.width - 2 * 12) / 3;
      moments.forEach((iteration, at) => {
        drawTiles(pen, store, run, iteration, box.x + at * (width + 12), box.y, width);
      });
    },
  };
}

function drawTiles(
  pen: Pen,
  store: Store,
  run: string,
  iteration: number,
  x: number,
  y: number,
  edge: number,
): void {
  const grid = store.samples.read(run, iteration);
  const [count, height, width, channels] = imageShape(grid.shape);
  const across = Math.min(4, Math.floor(Math.sqrt(count)));
  const data = grid.data.subarray(0, across * across * height * width * channels);
  const pixels = gridPixels({ shape: [across * across, height, width, channels], data }, across);
  drawPixels(pen, pixels, x, y, (edge * scale) / pixels.width);
  const below = y + (edge * pixels.height) / pixels.width + 14;
  drawText(pen, countText(iteration), x, below, { font: font.tick, colour: ink.muted });
}
