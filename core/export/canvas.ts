// Where pictures are drawn. Everything below uses the methods of CanvasRenderingContext2D only, so the same drawing
// can go to a PNG, an SVG or a PDF.

import {
  createCanvas,
  GlobalFonts,
  PDFDocument,
  SvgExportFlag,
  type Canvas,
  type SKRSContext2D,
} from '@napi-rs/canvas';
import { join } from 'node:path';
import { ExportError } from './errors.ts';
import type { Pixels } from './grid.ts';

export type Pen = SKRSContext2D;

/** A rectangle in CSS pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Device pixels per CSS pixel. */
export const scale = 2;

const fontFiles = ['Inter-Regular.ttf', 'Inter-SemiBold.ttf'];

/** Makes the Inter fonts known, once per process. @throws ExportError when the folder does not hold them */
export function registerFonts(folder: string): void {
  const known = GlobalFonts.families.find(({ family }) => family === 'Inter')?.styles ?? [];
  if ([400, 600].every((weight) => known.some((style) => style.weight === weight))) return;
  for (const file of fontFiles) {
    if (GlobalFonts.registerFromPath(join(folder, file)) === null) {
      throw new ExportError(
        `The font ${join(folder, file)} cannot be read; it is part of Critic, so install it anew.`,
      );
    }
  }
}

/** Lengths are CSS pixels. */
export interface Paper {
  readonly width: number;
  readonly height: number;
  readonly title: string;
}

/** Draws on white paper and gives the PNG's bytes. */
export function drawPng({ width, height }: Omit<Paper, 'title'>, draw: (pen: Pen) => void): Buffer {
  const canvas = createCanvas(Math.round(width * scale), Math.round(height * scale));
  const pen = canvas.getContext('2d');
  pen.scale(scale, scale);
  whiten(pen, width, height);
  draw(pen);
  return canvas.toBuffer('image/png');
}

/** The same as SVG: letters as outlines, so that it looks the same without the fonts. */
export function drawSvg({ width, height, title }: Paper, draw: (pen: Pen) => void): Buffer {
  const canvas = createCanvas(width, height, SvgExportFlag.ConvertTextToPaths);
  const pen = canvas.getContext('2d');
  whiten(pen, width, height);
  draw(pen);
  const svg = canvas
    .getContent()
    .toString('utf8')
    .replace(/<svg [^>]*>/, (tag) => {
      const box = `viewBox="0 0 ${width} ${height}" role="img">`;
      return `${tag.slice(0, -1)} ${box}<title>${escaped(title)}</title>`;
    })
    // Pixels of samples are what they are, however large they are shown.
    .replaceAll('<image ', '<image style="image-rendering:pixelated" ');
  return Buffer.from(svg);
}

/** The same as PDF, with the letters that are used of the fonts inside. A CSS pixel is 3/4 point. */
export function drawPdf({ width, height, title }: Paper, draw: (pen: Pen) => void): Buffer {
  const points = 0.75;
  const document = new PDFDocument({ title, creator: 'Critic' });
  // Its type does not say so, but it has all that the others have.
  const pen = document.beginPage(width * points, height * points) as Pen;
  pen.scale(points, points);
  whiten(pen, width, height);
  draw(pen);
  document.endPage();
  return document.close();
}

function whiten(pen: Pen, width: number, height: number): void {
  pen.fillStyle = '#ffffff';
  pen.fillRect(0, 0, width, height);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/**
 * Draws pixels as squares of `zoom` device pixels: exactly, when `x` and `y` are multiples of half a CSS pixel.
 * @param x left edge in CSS pixels
 */
export function drawPixels(pen: Pen, pixels: Pixels, x: number, y: number, zoom: number): void {
  pen.save();
  pen.imageSmoothingEnabled = false;
  const [width, height] = [(pixels.width * zoom) / scale, (pixels.height * zoom) / scale];
  pen.drawImage(toCanvas(pixels), x, y, width, height);
  pen.restore();
}

function toCanvas({ width, height, channels, data }: Pixels): Canvas {
  const canvas = createCanvas(width, height);
  const pen = canvas.getContext('2d');
  const image = pen.createImageData(width, height);
  for (let i = 0; i < width * height; i += 1) {
    const from = i * channels;
    image.data[i * 4] = data[from]!;
    image.data[i * 4 + 1] = data[channels === 1 ? from : from + 1]!;
    image.data[i * 4 + 2] = data[channels === 1 ? from : from + 2]!;
    image.data[i * 4 + 3] = channels === 4 ? data[from + 3] : 255;
  }
  pen.putImageData(image, 0, 0);
  return canvas;
}

/** Draws one line of text, cut with an ellipsis where it would be wider than `width`. Gives the width it took. */
export function drawText(
  pen: Pen,
  text: string,
  x: number,
  y: number,
  options: {
    readonly font: string;
    readonly colour: string;
    readonly align?: 'left' | 'right' | 'center';
    readonly width?: number;
  },
): number {
  pen.font = options.font;
  pen.fillStyle = options.colour;
  pen.textAlign = options.align ?? 'left';
  pen.textBaseline = 'alphabetic';
  const shown = fitted(pen, text, options.width ?? Infinity);
  pen.fillText(shown, x, y);
  return pen.measureText(shown).width;
}

/** The text, or as much of it as fits, with an ellipsis, into the pen's font. */
export function fitted(pen: Pen, text: string, width: number): string {
  if (pen.measureText(text).width <= width) return text;
  let end = text.length;
  while (end > 0 && pen.measureText(`${text.slice(0, end).trimEnd()}…`).width > width) end -= 1;
  return `${text.slice(0, end).trimEnd()}…`;
}

/** The width of a line of text. */
export function textWidth(pen: Pen, text: string, textFont: string): number {
  pen.font = textFont;
  return pen.measureText(text).width;
}

/** A pen that measures and draws nowhere. */
export function measuringPen(): Pen {
  return createCanvas(1, 1).getContext('2d');
}

/** Breaks text between words into lines no wider than `width`. */
export function wrapped(pen: Pen, text: string, textFont: string, width: number): string[] {
  pen.font = textFont;
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = lines.length > 0 ? `${lines.at(-1)!} ${word}` : word;
    if (lines.length > 0 && pen.measureText(longer).width <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
