// Decodes one picture file and brings it to the size that networks are built for. Its header is looked at first: what
// is no PNG, JPEG or WebP, or would need more memory than a picture should, is never decoded.

import { createCanvas, loadImage, type Canvas, type Image, type SKRSContext2D } from '@napi-rs/canvas';
import { imageSize } from 'image-size';
import { isWhole } from './image-whole.ts';
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';

export interface Target {
  /** Edge in pixels. */
  readonly size: number;
  readonly channels: 1 | 3;
  readonly fit: 'crop' | 'pad' | 'stretch';
}

/** Why a file is left out, as the end of "skipped: …". */
export class Unfit extends Error {
  override readonly name = 'Unfit';
}

const mostPixels = 100_000_000;
const longestEdge = 40_000;
const mostBytes = 2 ** 28;
/** No picture of these formats is shorter. */
const leastBytes = 20;
/** Some cameras put a preview of this size before the dimensions. */
const headBytes = [2 ** 16, 2 ** 22] as const;

export interface Picture {
  readonly path: string;
  readonly width: number;
  readonly height: number;
  readonly type: 'png' | 'jpg' | 'webp';
}

/** Looks at the header of a file of `bytes` bytes. @throws Unfit */
export function inspectPicture(path: string, bytes: number): Picture {
  if (bytes === 0) throw new Unfit('empty');
  if (bytes < leastBytes) throw new Unfit('not a PNG, JPEG or WebP file');
  if (bytes > mostBytes) throw new Unfit('larger than 256 MB');
  const { width, height, type } = sizeOf(path, bytes);
  if (type !== 'png' && type !== 'jpg' && type !== 'webp') throw new Unfit('not a PNG, JPEG or WebP file');
  if (!(width >= 1 && height >= 1)) throw new Unfit('damaged');
  if (width >= longestEdge || height >= longestEdge) throw new Unfit('an edge of 40,000 pixels or more');
  if (width * height > mostPixels) throw new Unfit('more than 100 megapixels');
  return { path, width, height, type };
}

function sizeOf(path: string, bytes: number): ReturnType<typeof imageSize> {
  for (const head of headBytes) {
    try {
      return imageSize(readHead(path, Math.min(head, bytes)));
    } catch (error) {
      const unknown = error instanceof TypeError && error.message.includes('unsupported file type');
      if (unknown) throw new Unfit('not a PNG, JPEG or WebP file');
      if (error instanceof Error && 'code' in error)
        throw new Unfit(`cannot be read (${String(error.code)})`);
      if (bytes <= head) break;
    }
  }
  throw new Unfit('damaged');
}

function readHead(path: string, bytes: number): Uint8Array {
  const file = openSync(path, 'r');
  try {
    const head = new Uint8Array(bytes);
    return head.subarray(0, readSync(file, head, 0, bytes, 0));
  } finally {
    closeSync(file);
  }
}

/** `[size, size, channels]` as bytes. Transparent parts are black. @throws Unfit */
export async function decodePicture(
  { path, width, height, type }: Picture,
  target: Target,
): Promise<Uint8Array> {
  let file: Buffer;
  try {
    file = readFileSync(path);
  } catch (error) {
    throw new Unfit(
      `cannot be read (${error instanceof Error && 'code' in error ? String(error.code) : 'unknown'})`,
    );
  }
  if (!isWhole(file, type)) throw new Unfit('cut off');
  let image: Image;
  try {
    image = await loadImage(file);
  } catch {
    throw new Unfit('damaged');
  }
  // Turned by its orientation, a picture has its edges the other way round.
  const asSaid = image.width === width && image.height === height;
  const turned = image.width === height && image.height === width;
  if (!asSaid && !turned) throw new Unfit('damaged');
  return pixelsOf(fitted(image, target), target);
}

/** Halves as long as it can and resizes bilinearly after that, so that fine patterns become their mean. */
function fitted(image: Image, { size, fit }: Target): Canvas {
  const { width, height } = image;
  const edge = Math.min(width, height);
  const longest = Math.max(width, height);
  const from =
    fit === 'crop'
      ? { x: (width - edge) / 2, y: (height - edge) / 2, width: edge, height: edge }
      : { x: 0, y: 0, width, height };
  const scaled = (length: number): number => Math.max(1, Math.round((length * size) / longest));
  const to = fit === 'pad' ? { width: scaled(width), height: scaled(height) } : { width: size, height: size };

  let source: Image | Canvas = image;
  let part = { x: Math.floor(from.x), y: Math.floor(from.y), width: from.width, height: from.height };
  while (part.width >= 2 * to.width || part.height >= 2 * to.height) {
    const next = {
      width: part.width >= 2 * to.width ? Math.ceil(part.width / 2) : part.width,
      height: part.height >= 2 * to.height ? Math.ceil(part.height / 2) : part.height,
    };
    const { canvas, pen } = blackCanvas(next.width, next.height);
    pen.drawImage(source, part.x, part.y, part.width, part.height, 0, 0, next.width, next.height);
    source = canvas;
    part = { x: 0, y: 0, ...next };
  }
  const { canvas, pen } = blackCanvas(size, size);
  const [x, y] = [Math.floor((size - to.width) / 2), Math.floor((size - to.height) / 2)];
  pen.drawImage(source, part.x, part.y, part.width, part.height, x, y, to.width, to.height);
  return canvas;
}

function blackCanvas(
  width: number,
  height: number,
): { readonly canvas: Canvas; readonly pen: SKRSContext2D } {
  const canvas = createCanvas(width, height);
  const pen = canvas.getContext('2d');
  pen.fillStyle = '#000000';
  pen.fillRect(0, 0, width, height);
  pen.imageSmoothingEnabled = true;
  pen.imageSmoothingQuality = 'low';
  return { canvas, pen };
}

function pixelsOf(canvas: Canvas, { size, channels }: Target): Uint8Array {
  const { data } = canvas.getContext('2d').getImageData(0, 0, size, size);
  const pixels = new Uint8Array(size * size * channels);
  for (let i = 0; i < size * size; i += 1) {
    const [r, g, b] = [data[4 * i], data[4 * i + 1], data[4 * i + 2]];
    if (channels === 3) pixels.set([r, g, b], 3 * i);
    // ITU-R BT.601, as Pillow and OpenCV turn colour into grey.
    else pixels[i] = Math.round(0.299 * r + 0.587 * g + 0.114 * b);
  }
  return pixels;
}
