// Draws a stage: the picture at its place and size, lines between its pixels when they are large, frames and marks.

import type { TileLayout } from '../samples/tiles.ts';
import { cornerOf, originOf, type StageSize, type StageView } from './stage-view.ts';

export interface Stage {
  readonly source: OffscreenCanvas;
  readonly size: StageSize;
  readonly view: StageView;
  readonly layout: TileLayout;
  /** `[count, height, width, channels]` */
  readonly shape: readonly number[];
  readonly picked: readonly number[];
  readonly starred: readonly number[];
  /** Tile below the pointer. */
  readonly pointed: number | null;
}

/** Above this zoom there are lines between pixels. */
const linesAbove = 8;

export function drawStage(canvas: HTMLCanvasElement, stage: Stage): void {
  const { source, size, view, shape } = stage;
  if (canvas.width !== size.width || canvas.height !== size.height) {
    canvas.width = size.width;
    canvas.height = size.height;
  }
  const context = canvas.getContext('2d');
  if (context === null) return;
  const [left, top] = originOf(view, size);
  const { zoom } = view;
  context.clearRect(0, 0, size.width, size.height);
  // Pixel by pixel, unless there are fewer on the screen than in the picture.
  context.imageSmoothingEnabled = zoom < 1;
  context.imageSmoothingQuality = 'high';
  context.drawImage(source, left, top, source.width * zoom, source.height * zoom);
  if (zoom > linesAbove) drawLines(context, stage, left, top);

  const styles = getComputedStyle(canvas);
  const [, height, width] = shape;
  const frame = (tile: number, colour: string, thick: number): void => {
    if (tile < 0 || tile >= shape[0]) return;
    const [x, y] = cornerOf(tile, shape, stage.layout);
    context.strokeStyle = colour;
    context.lineWidth = thick;
    context.strokeRect(
      left + x * zoom - thick / 2,
      top + y * zoom - thick / 2,
      width * zoom + thick,
      height * zoom + thick,
    );
  };
  const ratio = devicePixelRatio;
  if (stage.pointed !== null) frame(stage.pointed, styles.getPropertyValue('--line-strong'), ratio);
  for (const tile of stage.starred) {
    if (tile >= shape[0]) continue;
    const [x, y] = cornerOf(tile, shape, stage.layout);
    drawStar(context, left + x * zoom + 7 * ratio, top + y * zoom + 7 * ratio, 5 * ratio);
  }
  for (const tile of stage.picked) {
    // Seen on every picture: the accent inside of the page's own colour.
    frame(tile, styles.getPropertyValue('--bg'), 4 * ratio);
    frame(tile, styles.getPropertyValue('--accent'), 2.5 * ratio);
  }
}

function drawLines(
  context: CanvasRenderingContext2D,
  { view: { zoom }, layout, size }: Stage,
  left: number,
  top: number,
): void {
  context.beginPath();
  const [right, bottom] = [left + layout.width * zoom, top + layout.height * zoom];
  for (let x = left; x <= right; x += zoom) {
    if (x < 0 || x > size.width) continue;
    context.moveTo(x + 0.5, Math.max(0, top));
    context.lineTo(x + 0.5, Math.min(size.height, bottom));
  }
  for (let y = top; y <= bottom; y += zoom) {
    if (y < 0 || y > size.height) continue;
    context.moveTo(Math.max(0, left), y + 0.5);
    context.lineTo(Math.min(size.width, right), y + 0.5);
  }
  // Seen on black and on white, in either theme.
  context.strokeStyle = 'rgb(128 128 128 / 45%)';
  context.lineWidth = 1;
  context.stroke();
}

/** White with a dark edge, to be seen on every picture. */
function drawStar(context: CanvasRenderingContext2D, x: number, y: number, radius: number): void {
  context.beginPath();
  for (let i = 0; i < 10; i += 1) {
    const [angle, at] = [(i * Math.PI) / 5 - Math.PI / 2, i % 2 === 0 ? radius : radius * 0.45];
    context.lineTo(x + at * Math.cos(angle), y + at * Math.sin(angle));
  }
  context.closePath();
  context.lineJoin = 'round';
  context.strokeStyle = 'rgb(0 0 0 / 85%)';
  context.lineWidth = 3;
  context.stroke();
  context.fillStyle = 'rgb(255 214 102)';
  context.fill();
}
