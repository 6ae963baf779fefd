// Draws points over a critic's field on a canvas.

import type { CriticField } from '../../../core/protocol/contract.ts';
import { contour, contourLevels, fieldArrows, fieldColours } from './field.ts';

export interface Extent {
  readonly xMin: number;
  readonly xMax: number;
  readonly yMin: number;
  readonly yMax: number;
}

export interface Scatter {
  /** Of the square picture, in CSS pixels. */
  readonly edge: number;
  readonly extent: Extent;
  /** `[count, 2]` */
  readonly points: Float32Array;
  readonly real: Float32Array | null;
  readonly field: CriticField | null;
  /** Whether the field's gradient is drawn. */
  readonly arrows: boolean;
  readonly theme: 'light' | 'dark';
}

const contours = 12;
/** Arrows along either side. */
const arrowsAcross = 20;

export function drawScatter(
  canvas: HTMLCanvasElement,
  { edge, extent, points, real, field, arrows, theme }: Scatter,
): void {
  const ratio = devicePixelRatio;
  canvas.width = Math.round(edge * ratio);
  canvas.height = Math.round(edge * ratio);
  canvas.style.width = `${edge}px`;
  canvas.style.height = `${edge}px`;
  const context = canvas.getContext('2d');
  if (context === null) return;
  const styles = getComputedStyle(canvas);
  const colour = (name: string): string => styles.getPropertyValue(name);
  const toX = (x: number): number => ((x - extent.xMin) / (extent.xMax - extent.xMin)) * edge;
  const toY = (y: number): number => (1 - (y - extent.yMin) / (extent.yMax - extent.yMin)) * edge;
  context.scale(ratio, ratio);
  context.fillStyle = colour('--surface-2');
  context.fillRect(0, 0, edge, edge);
  if (field !== null) {
    drawField(context, field, edge, theme);
    context.strokeStyle = colour('--field-line');
    context.lineWidth = 0.75;
    context.beginPath();
    for (const level of contourLevels(field, contours)) {
      for (const [x1, y1, x2, y2] of contour(field, level)) {
        context.moveTo(toX(x1), toY(y1));
        context.lineTo(toX(x2), toY(y2));
      }
    }
    context.stroke();
  }
  if (field !== null && arrows) {
    context.strokeStyle = colour('--text');
    context.lineWidth = 1;
    context.beginPath();
    const reach = (0.9 * edge) / arrowsAcross;
    for (const arrow of fieldArrows(field, arrowsAcross)) {
      drawArrow(context, toX(arrow.x), toY(arrow.y), reach * arrow.dx, -reach * arrow.dy);
    }
    context.stroke();
  }
  if (real !== null) {
    context.strokeStyle = colour('--scatter-real');
    context.lineWidth = 1;
    context.beginPath();
    for (let i = 0; i + 1 < real.length; i += 2) {
      const [x, y] = [toX(real[i]), toY(real[i + 1])];
      context.moveTo(x - 2, y - 2);
      context.lineTo(x + 2, y + 2);
      context.moveTo(x - 2, y + 2);
      context.lineTo(x + 2, y - 2);
    }
    context.stroke();
  }
  context.fillStyle = colour('--scatter-generated');
  context.strokeStyle = colour('--scatter-edge');
  context.lineWidth = 1.5;
  context.beginPath();
  for (let i = 0; i + 1 < points.length; i += 2) {
    const [x, y] = [toX(points[i]), toY(points[i + 1])];
    context.moveTo(x + 2.25, y);
    context.arc(x, y, 2.25, 0, 2 * Math.PI);
  }
  // Edges below all discs, so that a crowd of them is not black.
  context.stroke();
  context.fill();
}

/** Adds an arrow of a length that is never too small to see which way it points. */
function drawArrow(context: CanvasRenderingContext2D, x: number, y: number, dx: number, dy: number): void {
  const length = Math.hypot(dx, dy);
  const shown = Math.max(length, 5);
  const [ux, uy] = [dx / length, dy / length];
  const [endX, endY] = [x + ux * shown, y + uy * shown];
  context.moveTo(x, y);
  context.lineTo(endX, endY);
  for (const side of [1, -1]) {
    context.moveTo(endX, endY);
    context.lineTo(endX - 3 * ux + side * 2 * uy, endY - 3 * uy - side * 2 * ux);
  }
}

/** The field is a few dozen cells wide; the canvas makes it smooth. */
function drawField(
  context: CanvasRenderingContext2D,
  field: CriticField,
  edge: number,
  theme: 'light' | 'dark',
): void {
  const cells = new OffscreenCanvas(field.columns, field.rows);
  const image = new ImageData(fieldColours(field, theme), field.columns, field.rows);
  cells.getContext('2d')?.putImageData(image, 0, 0);
  context.imageSmoothingQuality = 'high';
  context.drawImage(cells, 0, 0, edge, edge);
}

/** A square around real points, wherever they are, as the field of a run has it. */
export function squareAround(points: Float32Array): Extent {
  const low: [number, number] = [Infinity, Infinity];
  const high: [number, number] = [-Infinity, -Infinity];
  for (let i = 0; i < points.length; i += 1) {
    low[i % 2] = Math.min(low[i % 2], points[i]);
    high[i % 2] = Math.max(high[i % 2], points[i]);
  }
  const reach = 0.75 * (Math.max(high[0] - low[0], high[1] - low[1]) || 1);
  const [x, y] = [(low[0] + high[0]) / 2, (low[1] + high[1]) / 2];
  return { xMin: x - reach, xMax: x + reach, yMin: y - reach, yMax: y + reach };
}
