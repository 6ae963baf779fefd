// A plate: the figure of an experiment as rows of panels under a title, with a caption below.

import {
  drawPdf,
  drawPng,
  drawSvg,
  drawText,
  measuringPen,
  registerFonts,
  wrapped,
  type Box,
  type Pen,
} from '../export/canvas.ts';
import type { FigureFormat } from '../export/figure.ts';
import { font, ink } from '../export/style.ts';

/** Draws into its box. Numbers and titles of axes stand outside: 52 pixels to the left, 38 below. */
export interface Panel {
  /** In bold above it. */
  readonly title: string;
  /** Below the title. */
  readonly note?: string;
  /** Whether it wants a line of its own between these and its box, for a key. */
  readonly hasKey?: boolean;
  draw(pen: Pen, box: Box): void;
}

export interface PlateRow {
  /** Height of the boxes. */
  readonly height: number;
  /** Null leaves a place empty. */
  readonly panels: readonly (Panel | null)[];
  /** Whether there are axes at the left and below. */
  readonly axes: boolean;
}

export interface Plate {
  readonly title: string;
  readonly subtitle: string;
  /** Width of the boxes. */
  readonly column: number;
  readonly rows: readonly PlateRow[];
  readonly caption: string;
}

const margin = 40;
const left = 56;
const gap = 20;
const head = 100;
const panelHead = 40;
const keyLine = 18;
const below = 46;
const captionLine = 17;

/** @returns the bytes of a file @throws ExportError where the fonts are missing */
export function renderPlate(plate: Plate, format: FigureFormat, fontFolder: string): Buffer {
  registerFonts(fontFolder);
  const columns = Math.max(...plate.rows.map(({ panels }) => panels.length));
  const width = Math.max(640, 2 * margin + columns * (left + plate.column) + (columns - 1) * gap);
  const caption = wrapped(measuringPen(), plate.caption, font.small, width - 2 * margin);
  const rowHeight = (row: PlateRow): number => headOf(row) + row.height + (row.axes ? below : 0) + gap;
  const body = plate.rows.reduce((sum, row) => sum + rowHeight(row), 0);
  const height = head + body + caption.length * captionLine + margin;
  const draw = { png: drawPng, svg: drawSvg, pdf: drawPdf }[format];
  return draw({ width, height, title: plate.title }, (pen) => {
    const inner = width - 2 * margin;
    drawText(pen, plate.title, margin, 52, { font: font.title, colour: ink.text, width: inner });
    drawText(pen, plate.subtitle, margin, 76, { font: font.body, colour: ink.muted, width: inner });
    let top = head;
    for (const row of plate.rows) {
      drawRow(pen, row, plate.column, top);
      top += rowHeight(row);
    }
    caption.forEach((text, i) => {
      drawText(pen, text, margin, top + 8 + i * captionLine, { font: font.small, colour: ink.muted });
    });
  });
}

function headOf({ panels }: PlateRow): number {
  return panelHead + (panels.some((panel) => panel?.hasKey === true) ? keyLine : 0);
}

function drawRow(pen: Pen, row: PlateRow, column: number, top: number): void {
  const { panels, height } = row;
  panels.forEach((panel, at) => {
    if (panel === null) return;
    const x = margin + left + at * (left + column + gap);
    drawText(pen, panel.title, x, top + 14, { font: font.strong, colour: ink.text, width: column });
    const note = { font: font.tick, colour: ink.muted, width: column };
    if (panel.note !== undefined) drawText(pen, panel.note, x, top + 29, note);
    panel.draw(pen, { x, y: top + headOf(row), width: column, height });
  });
}
