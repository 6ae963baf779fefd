// Paints contents small, or a single tile of them, on canvases that are kept.

import type { SampleContent } from '../../../core/protocol/contract.ts';
import { fieldColours } from '../samples/field.ts';
import { compose, layOut } from '../samples/tiles.ts';
import { tileOf, type Images } from './tile-pictures.ts';

export interface PaintLook {
  /** Largest edge, in device pixels. */
  readonly edge: number;
  readonly columns: number;
  /** Only this tile; null for all of them. */
  readonly tile: number | null;
  readonly theme: 'light' | 'dark';
  /** Of generated points. */
  readonly dots: string;
}

/** The pictures pixel by pixel, on a canvas that was used before where there is one. */
export function painted(
  { shape, pixels }: Pick<Images, 'shape' | 'pixels'>,
  columns: number | undefined,
  before: OffscreenCanvas | null = null,
): OffscreenCanvas {
  const layout = layOut(shape, columns);
  const canvas = before ?? new OffscreenCanvas(layout.width, layout.height);
  if (canvas.width !== layout.width) canvas.width = layout.width;
  if (canvas.height !== layout.height) canvas.height = layout.height;
  const image = new ImageData(compose(shape, pixels, layout), layout.width, layout.height);
  canvas.getContext('2d')?.putImageData(image, 0, 0);
  return canvas;
}

export function paintSmall(content: SampleContent, look: PaintLook): OffscreenCanvas {
  if (content.kind === 'points') return paintPoints(content, look);
  const images = look.tile === null ? content : tileOf(content, Math.min(look.tile, content.shape[0] - 1));
  const whole = painted(images, look.columns);
  const fits = look.edge / Math.max(whole.width, whole.height);
  // Enlarged pixel by pixel, made smaller smoothly.
  const scale = fits >= 1 ? Math.floor(fits) : fits;
  const small = new OffscreenCanvas(
    Math.max(1, Math.round(whole.width * scale)),
    Math.max(1, Math.round(whole.height * scale)),
  );
  const context = small.getContext('2d');
  if (context === null) return small;
  context.imageSmoothingEnabled = scale < 1;
  context.imageSmoothingQuality = 'high';
  context.drawImage(whole, 0, 0, small.width, small.height);
  return small;
}

function paintPoints(
  { points, field }: Extract<SampleContent, { kind: 'points' }>,
  { edge, theme, dots }: PaintLook,
): OffscreenCanvas {
  const canvas = new OffscreenCanvas(edge, edge);
  const context = canvas.getContext('2d');
  if (context === null) return canvas;
  const { xMin, xMax, yMin, yMax } = field ?? { xMin: -2, xMax: 2, yMin: -2, yMax: 2 };
  if (field !== null) {
    const cells = new OffscreenCanvas(field.columns, field.rows);
    const image = new ImageData(fieldColours(field, theme), field.columns, field.rows);
    cells.getContext('2d')?.putImageData(image, 0, 0);
    context.imageSmoothingQuality = 'high';
    context.drawImage(cells, 0, 0, edge, edge);
  }
  context.fillStyle = dots;
  const size = Math.max(1, Math.round(edge / 80));
  for (let i = 0; i + 1 < points.length; i += 2) {
    const x = ((points[i] - xMin) / (xMax - xMin)) * edge;
    const y = (1 - (points[i + 1] - yMin) / (yMax - yMin)) * edge;
    context.fillRect(x - size / 2, y - size / 2, size, size);
  }
  return canvas;
}
