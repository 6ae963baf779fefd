// A grid of images as a PNG, pixel for pixel: no gaps, no scaling, no colour management.

import { encode } from 'fast-png';
import { toByte } from '../store/pixels.ts';
import { ExportError } from './errors.ts';

/** Values in [-1, 1], row-major: `[count, height, width, channels]` with one, three or four channels. */
export interface Images {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** Eight bits per channel, row-major. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly data: Uint8Array;
}

/**
 * Lays the images out in rows, from the top left; places left over in the last row are black (and transparent, where
 * there is a fourth channel).
 * @param columns images in a row
 * @throws ExportError when these are not images
 */
export function gridPixels({ shape, data }: Images, columns: number): Pixels {
  const [count, height, width, channels] = imageShape(shape);
  if (!Number.isInteger(columns) || columns < 1) {
    throw new ExportError(`A grid cannot have ${columns} columns; give a whole number from 1.`);
  }
  const across = Math.min(columns, count);
  const stride = across * width * channels;
  const down = Math.ceil(count / across);
  const pixels = new Uint8Array(down * height * stride);
  const rowValues = width * channels;
  for (let image = 0; image < count; image += 1) {
    const top = Math.floor(image / across) * height;
    const left = (image % across) * rowValues;
    for (let row = 0; row < height; row += 1) {
      const from = (image * height + row) * rowValues;
      const to = (top + row) * stride + left;
      for (let i = 0; i < rowValues; i += 1) pixels[to + i] = toByte(data[from + i]);
    }
  }
  return { width: across * width, height: down * height, channels, data: pixels };
}

/** The grid as the bytes of a PNG file. @throws ExportError */
export function gridPng(images: Images, columns: number): Uint8Array {
  return encode({ ...gridPixels(images, columns), depth: 8 });
}

/** Checks the shape. @throws ExportError */
export function imageShape(
  shape: readonly number[],
): readonly [count: number, height: number, width: number, channels: number] {
  const [count = 0, height = 0, width = 0, channels = 0] = shape;
  if (shape.length !== 4 || count < 1 || ![1, 3, 4].includes(channels)) {
    throw new ExportError(
      `Samples of shape [${shape.join(', ')}] are not images; a picture needs [count, height, width, 1, 3 or 4].`,
    );
  }
  return [count, height, width, channels];
}
