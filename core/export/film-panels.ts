// Films of grids of samples: one panel for each run, with its name and what the frame shows of it, side by side.

import { drawPixels, drawText, registerFonts, scale, type Pen } from './canvas.ts';
import { ExportError } from './errors.ts';
import type { Film } from './film.ts';
import { gridPixels, imageShape } from './grid.ts';
import type { Points, Window } from './point-square.ts';
import { drawScatter, windowAround } from './scatter.ts';

/** What a panel shows in a frame. */
export interface PanelFrame {
  /** "iteration 1,200" */
  readonly caption: string;
  /** As `shape` says, images in [-1, 1]. */
  readonly data: Float32Array;
}

export interface Panel {
  readonly name: string;
  /** `[count, height, width, channels]` or `[count, 2]`, the same in every frame. */
  readonly shape: readonly number[];
  /** Images in a row. */
  readonly columns: number;
  /** Held-out points, for points. */
  readonly real?: Points;
  readonly read: (frame: number) => PanelFrame;
}

export interface PanelOptions {
  readonly title: string;
  /** Pixels of the film for each pixel of an image; as many as make a grid about 450 pixels large unless given. */
  readonly scale?: number;
  /** The folder of the Inter fonts. */
  readonly fontFolder: string;
}

/** No colour in any of them, so that a film of grey images is grey. */
const ink = {
  paper: '#ffffff',
  text: '#181818',
  muted: '#666666',
  rule: '#dddddd',
  done: '#888888',
} as const;
const font = { name: '600 15px Inter', caption: '13px Inter' } as const;
const margin = 20;
const gap = 20;
const header = 50;
const footer = 18;
const comfortable = 450;
/** Captions fit. */
const narrowest = 230;
const pointEdge = 400;
const mostScale = 64;

/** @throws ExportError when a panel's samples are neither images nor points, or the scale makes no sense */
export function panelFilm(panels: readonly Panel[], frames: number, options: PanelOptions): Film {
  if (panels.length === 0) throw new ExportError('A film shows at least one run; name one.');
  registerFonts(options.fontFolder);
  const drawn = panels.map((panel) => drawnPanel(panel, options.scale, frames));
  const lefts: number[] = [];
  let right = margin;
  for (const { width } of drawn) {
    lefts.push(right);
    right += Math.max(width, narrowest) + gap;
  }
  // Both formats of video halve the resolution of colours, so that odd sizes would lose half a pixel.
  const width = even(right - gap + margin);
  const height = even(margin + header + Math.max(...drawn.map((panel) => panel.height)) + footer + margin);
  return {
    title: options.title,
    width,
    height,
    frames,
    grey: drawn.every(({ grey }) => grey),
    draw(pen, frame) {
      pen.fillStyle = ink.paper;
      pen.fillRect(0, 0, width, height);
      drawn.forEach((panel, i) => {
        const room = Math.max(panel.width, narrowest);
        const { caption, data } = panels[i].read(frame);
        drawText(pen, panels[i].name, lefts[i], margin + 14, {
          font: font.name,
          colour: ink.text,
          width: room,
        });
        drawText(pen, caption, lefts[i], margin + 36, { font: font.caption, colour: ink.muted, width: room });
        panel.draw(pen, lefts[i], margin + header, data);
      });
      drawPlace(pen, frame, frames, width, height);
    },
  };
}

/** How much of the film is over, as a line along its lower edge. */
function drawPlace(pen: Pen, frame: number, frames: number, width: number, height: number): void {
  const [top, length] = [height - margin, width - 2 * margin];
  pen.fillStyle = ink.rule;
  pen.fillRect(margin, top, length, 2);
  pen.fillStyle = ink.done;
  pen.fillRect(margin, top, frames === 1 ? length : Math.round((length * frame) / (frames - 1)), 2);
}

interface DrawnPanel {
  readonly width: number;
  readonly height: number;
  readonly grey: boolean;
  readonly draw: (pen: Pen, x: number, y: number, data: Float32Array) => void;
}

function drawnPanel(panel: Panel, zoom: number | undefined, frames: number): DrawnPanel {
  if (zoom !== undefined && !(Number.isInteger(zoom) && zoom >= 1 && zoom <= mostScale)) {
    throw new ExportError(`A film is scaled by a whole number from 1 to ${mostScale}, not ${zoom}.`);
  }
  return panel.shape.length === 2 ? pointPanel(panel, zoom, frames) : imagePanel(panel, zoom);
}

function imagePanel({ shape, columns }: Panel, zoom: number | undefined): DrawnPanel {
  const [count, height, width, channels] = imageShape(shape);
  const across = Math.min(columns, count);
  const [right, bottom] = [across * width, Math.ceil(count / across) * height];
  const factor = zoom ?? Math.max(1, Math.round(comfortable / Math.max(right, bottom)));
  return {
    width: right * factor,
    height: bottom * factor,
    grey: channels === 1,
    draw(pen, x, y, data) {
      // drawPixels thinks of a canvas with several device pixels in each of its own.
      pen.save();
      pen.scale(scale, scale);
      drawPixels(pen, gridPixels({ shape, data }, columns), x / scale, y / scale, factor);
      pen.restore();
    },
  };
}

function pointPanel(
  { read, real = new Float32Array(0) }: Panel,
  zoom: number | undefined,
  frames: number,
): DrawnPanel {
  const edge = pointEdge * (zoom ?? 1);
  // The same part of the plane in every frame: that of the data, or of the last samples where there are none.
  const window: Window = windowAround(real.length > 0 ? real : read(frames - 1).data);
  return {
    width: edge,
    height: edge,
    grey: false,
    draw(pen, x, y, data) {
      const numbers = { x: false, y: false };
      drawScatter(
        pen,
        { x: x + 0.5, y: y + 0.5, width: edge - 1, height: edge - 1 },
        {
          ...{ real, generated: data, window, numbers },
        },
      );
    },
  };
}

const even = (length: number): number => length + (length % 2);
