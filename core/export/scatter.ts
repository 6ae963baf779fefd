// Points in the plane: real ones faint, generated ones in the accent colour, the same scale on both axes.

import { drawPng, drawText, registerFonts, type Box, type Pen } from './canvas.ts';
import { squareAround, type Points, type Window } from './point-square.ts';
import { font, ink } from './style.ts';
import { tickTexts, ticks } from './ticks.ts';

/** The square around the finite points, with an eighth of its size to spare. */
export function windowAround(points: Points): Window {
  const { centre, reach } = squareAround(points);
  return { centre, reach: reach > 0 ? reach * 1.125 : 1 };
}

export interface Scatter {
  readonly real: Points;
  readonly generated: Points;
  readonly window: Window;
  /** Which axes get numbers, drawn outside the box. */
  readonly numbers: { readonly x: boolean; readonly y: boolean };
}

/** Draws into a square box. Points outside the window are left out. */
export function drawScatter(pen: Pen, box: Box, { real, generated, window, numbers }: Scatter): void {
  const { centre, reach } = window;
  const toX = (value: number): number => box.x + ((value - centre[0] + reach) / (2 * reach)) * box.width;
  const toY = (value: number): number => box.y + ((reach - value + centre[1]) / (2 * reach)) * box.height;
  const across = ticks(centre[0] - reach, centre[0] + reach, 5);
  const up = ticks(centre[1] - reach, centre[1] + reach, 5);

  pen.lineWidth = 1;
  pen.strokeStyle = ink.grid;
  pen.beginPath();
  for (const value of across) line(pen, toX(value), box.y, toX(value), box.y + box.height);
  for (const value of up) line(pen, box.x, toY(value), box.x + box.width, toY(value));
  pen.stroke();

  pen.save();
  pen.beginPath();
  pen.rect(box.x, box.y, box.width, box.height);
  pen.clip();
  dots(pen, real, toX, toY, ink.real, 1, 0.55);
  dots(pen, generated, toX, toY, ink.accent, 1.5, 0.75);
  pen.restore();

  pen.strokeStyle = ink.rule;
  pen.strokeRect(box.x, box.y, box.width, box.height);
  const style = { font: font.tick, colour: ink.muted } as const;
  if (numbers.x) {
    tickTexts(across).forEach((text, i) => {
      drawText(pen, text, toX(across[i]), box.y + box.height + 15, { ...style, align: 'center' });
    });
  }
  if (numbers.y) {
    tickTexts(up).forEach((text, i) => {
      drawText(pen, text, box.x - 7, toY(up[i]) + 4, { ...style, align: 'right' });
    });
  }
}

/** A picture of its own: one grid of points over the real ones, with labelled axes. @throws ExportError */
export function scatterPng(
  generated: Points,
  options: { readonly real: Points; readonly title: string; readonly fontFolder: string },
): Buffer {
  registerFonts(options.fontFolder);
  const edge = 420;
  const box = { x: 64, y: 64, width: edge, height: edge };
  return drawPng({ width: box.x + edge + 28, height: box.y + edge + 58 }, (pen) => {
    drawText(pen, options.title, box.x, 30, { font: font.heading, colour: ink.text, width: edge });
    drawKey(pen, box.x, 50, options.real.length > 0);
    const window = windowAround(options.real.length > 0 ? options.real : generated);
    drawScatter(pen, box, { real: options.real, generated, window, numbers: { x: true, y: true } });
    const style = { font: font.small, colour: ink.muted, align: 'center' } as const;
    drawText(pen, 'first coordinate', box.x + edge / 2, box.y + edge + 38, style);
    pen.save();
    pen.translate(20, box.y + edge / 2);
    pen.rotate(-Math.PI / 2);
    drawText(pen, 'second coordinate', 0, 0, style);
    pen.restore();
  });
}

/** Says which dots are which. Gives the width it took. */
export function drawKey(pen: Pen, x: number, y: number, withReal = true): number {
  let at = x;
  for (const [colour, name] of [
    [ink.accent, 'generated'],
    ...(withReal ? ([[ink.real, 'held-out data']] as const) : []),
  ] as const) {
    pen.fillStyle = colour;
    pen.beginPath();
    pen.arc(at + 3, y - 4, 3, 0, 2 * Math.PI);
    pen.fill();
    at += 12 + drawText(pen, name, at + 11, y, { font: font.small, colour: ink.muted }) + 14;
  }
  return at - x;
}

/** All dots are one line of dashes without length: thousands of circles would make a vector file of megabytes. */
function dots(
  pen: Pen,
  points: Points,
  toX: (value: number) => number,
  toY: (value: number) => number,
  colour: string,
  radius: number,
  alpha: number,
): void {
  pen.save();
  pen.strokeStyle = colour;
  pen.globalAlpha = alpha;
  pen.lineWidth = 2 * radius;
  pen.lineCap = 'round';
  pen.beginPath();
  for (let i = 0; i + 1 < points.length; i += 2) {
    const [x, y] = [toX(points[i]), toY(points[i + 1])];
    if (!Number.isFinite(x) || !Number.isFinite(y)) continue;
    // Of a line without any length nothing would be drawn.
    line(pen, x, y, x + 0.01, y);
  }
  pen.stroke();
  pen.restore();
}

function line(pen: Pen, x1: number, y1: number, x2: number, y2: number): void {
  pen.moveTo(x1, y1);
  pen.lineTo(x2, y2);
}
