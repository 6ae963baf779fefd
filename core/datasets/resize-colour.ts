// Brings colour images of bytes to the edge and channels that networks are built for, as floats in [-1, 1].

import { imageWriter, type ImageWriter } from './resize.ts';

/** The weights of ITU-R BT.601, as Pillow and OpenCV turn colour into grey. */
const grey = [0.299, 0.587, 0.114] as const;

/**
 * The writer for sources of `[height, width, depth]`, channels last, resized as `imageWriter` does it.
 * Colour asked for in one channel becomes grey; grey asked for in three is repeated.
 */
export function pixelWriter(
  height: number,
  width: number,
  depth: 1 | 3,
  size: number,
  channels: 1 | 3,
): ImageWriter {
  if (depth === 1) return imageWriter(height, width, size, channels);
  const plane = imageWriter(height, width, size, 1);
  const area = height * width;
  const target = size * size;
  const bytes = new Uint8Array(area);
  const floats = new Float32Array(target);
  return (pixels, from, into, at) => {
    if (channels === 1) into.fill(0, at, at + target);
    for (let c = 0; c < 3; c += 1) {
      for (let i = 0; i < area; i += 1) bytes[i] = pixels[from + 3 * i + c];
      plane(bytes, 0, floats, 0);
      if (channels === 3) for (let i = 0; i < target; i += 1) into[at + 3 * i + c] = floats[i];
      else for (let i = 0; i < target; i += 1) into[at + i] += grey[c] * floats[i];
    }
  };
}
