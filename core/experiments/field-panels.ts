// Panels of critics on points: level lines of their value over the data, and a histogram of their weights.

import { drawText, type Pen } from '../export/canvas.ts';
import type { Points } from '../export/point-square.ts';
import { drawScatter } from '../export/scatter.ts';
import { font, ink } from '../export/style.ts';
import { ticks, tickTexts } from '../export/ticks.ts';
import type { CriticField } from '../gan/events.ts';
import { histogram } from '../gan/histograms.ts';
import { levelLine, levels } from './contours.ts';
import type { Panel } from './plate.ts';

const lines = 14;

/** Level lines from light (low) to dark (high), over held-out points. */
export function contourPanel(
  field: CriticField,
  real: Points,
  texts: { readonly title: string; readonly note: string },
): Panel {
  const { xMin, xMax, yMin, yMax } = field;
  return {
    ...texts,
    draw(pen, box) {
      const window = { centre: [(xMin + xMax) / 2, (yMin + yMax) / 2], reach: (xMax - xMin) / 2 } as const;
      drawScatter(pen, box, {
        real: new Float32Array(0),
        generated: real,
        window,
        numbers: { x: true, y: true },
      });
      const toX = (x: number): number => box.x + ((x - xMin) / (xMax - xMin)) * box.width;
      const toY = (y: number): number => box.y + ((yMax - y) / (yMax - yMin)) * box.height;
      const heights = levels(field, lines);
      heights.forEach((level, i) => {
        pen.strokeStyle = shade(i / Math.max(1, heights.length - 1));
        pen.lineWidth = 1.1;
        pen.beginPath();
        for (const [x1, y1, x2, y2] of levelLine(field, level)) {
          pen.moveTo(toX(x1), toY(y1));
          pen.lineTo(toX(x2), toY(y2));
        }
        pen.stroke();
      });
    },
  };
}

/** Light orange to dark red-brown: told apart from the points in every kind of sight. */
function shade(share: number): string {
  const [light, dark] = [
    [246, 200, 120],
    [120, 40, 0],
  ];
  return `rgb(${light.map((value, k) => Math.round(value + share * (dark[k] - value))).join(', ')})`;
}

/** How many weights have which value. */
export function weightsPanel(
  weights: Float32Array,
  texts: { readonly title: string; readonly note: string },
): Panel {
  const { low, high, counts } = histogram(weights);
  const most = counts.reduce((largest, count) => Math.max(largest, count), 1);
  return {
    ...texts,
    draw(pen, box) {
      const width = box.width / counts.length;
      pen.fillStyle = ink.accent;
      counts.forEach((count, i) => {
        const height = (count / most) * box.height;
        pen.fillRect(box.x + i * width, box.y + box.height - height, Math.max(width - 1, 0.5), height);
      });
      drawAxis(pen, low, high, box);
    },
  };
}

function drawAxis(
  pen: Pen,
  low: number,
  high: number,
  box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
): void {
  const bottom = box.y + box.height;
  pen.fillStyle = ink.rule;
  pen.fillRect(box.x, bottom, box.width, 1);
  if (!(high > low)) return;
  const places = ticks(low, high, 5);
  tickTexts(places).forEach((text, i) => {
    const x = box.x + ((places[i] - low) / (high - low)) * box.width;
    pen.fillRect(x, bottom, 1, 4);
    drawText(pen, text, x, bottom + 17, { font: font.tick, colour: ink.muted, align: 'center' });
    pen.fillStyle = ink.rule;
  });
}
