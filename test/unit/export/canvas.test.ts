import { createCanvas, loadImage } from '@napi-rs/canvas';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  drawPixels,
  drawPng,
  drawText,
  measuringPen,
  registerFonts,
  textWidth,
  wrapped,
} from '../../../core/export/canvas.ts';
import { ExportError } from '../../../core/export/errors.ts';
import { font } from '../../../core/export/style.ts';
import { fontFolder } from './support.ts';

describe('registerFonts', () => {
  // First: fonts are known to the whole process once they are registered.
  it('says which font is missing', () => {
    const nowhere = join(fontFolder, 'nowhere');
    expect(() => {
      registerFonts(nowhere);
    }).toThrow(ExportError);
    expect(() => {
      registerFonts(nowhere);
    }).toThrow(/nowhere.Inter-Regular\.ttf cannot be read/);
  });

  it('gives two weights of different widths', () => {
    registerFonts(fontFolder);
    const pen = measuringPen();
    const widths = ['13px Inter', '600 13px Inter', '13px monospace'].map((one) =>
      textWidth(pen, 'Wasserstein', one),
    );
    expect(new Set(widths).size).toBe(3);
  });
});

describe('text', () => {
  it('is cut where it would be too wide', () => {
    registerFonts(fontFolder);
    const pen = measuringPen();
    const style = { font: font.body, colour: '#000000' };
    const whole = drawText(pen, 'a long name', 0, 0, style);
    expect(drawText(pen, 'a long name', 0, 0, { ...style, width: whole })).toBe(whole);
    const cut = drawText(pen, 'a long name', 0, 0, { ...style, width: whole - 5 });
    expect(cut).toBeLessThanOrEqual(whole - 5);
    expect(cut).toBeGreaterThan(whole / 2);
  });

  it('is broken between words', () => {
    registerFonts(fontFolder);
    const pen = measuringPen();
    const lines = wrapped(pen, 'one two three four five six', font.body, 60);
    expect(lines.join(' ')).toBe('one two three four five six');
    expect(lines.length).toBeGreaterThan(2);
    for (const line of lines) expect(textWidth(pen, line, font.body)).toBeLessThanOrEqual(60);
  });
});

describe('drawPixels', () => {
  it.each([
    [1, [10, 10, 10]],
    [3, [10, 20, 30]],
    [4, [10, 20, 30]],
  ])('draws %i channels as squares of whole device pixels', async (channels, colour) => {
    const data = Uint8Array.from(
      [10, 20, 30, 255].slice(0, channels).concat(new Array<number>(channels).fill(255)),
    );
    const png = drawPng({ width: 10, height: 10 }, (pen) => {
      drawPixels(pen, { width: 2, height: 1, channels, data }, 1.5, 2, 3);
    });
    const canvas = createCanvas(20, 20);
    const pen = canvas.getContext('2d');
    pen.drawImage(await loadImage(png), 0, 0);
    const at = (x: number, y: number): number[] => [...pen.getImageData(x, y, 1, 1).data].slice(0, 3);
    for (const [x, y] of [
      [3, 4],
      [5, 6],
    ] as const)
      expect(at(x, y)).toEqual(colour);
    for (const [x, y] of [
      [2, 4],
      [6, 4],
      [3, 3],
      [3, 7],
    ] as const)
      expect(at(x, y)).toEqual([255, 255, 255]);
  });
});
