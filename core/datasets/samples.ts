// The two kinds of samples in memory: images kept as bytes and written through a resizer, and points as floats.

import type { Samples } from './dataset.ts';
import type { IdxImages } from './idx.ts';
import type { ImageWriter } from './resize.ts';

/** Images `first` to `first + count - 1` of a file, each written as `volume` floats; `labels` are those of the whole file. */
export function imageSamples(
  images: IdxImages,
  first: number,
  count: number,
  volume: number,
  write: ImageWriter,
  labels?: Uint8Array,
): Samples {
  const stride = images.height * images.width;
  return {
    count,
    ...(labels && { labels: Uint16Array.from(labels.subarray(first, first + count)) }),
    read(indices, into) {
      checkRead(indices, into, count, volume);
      for (let i = 0; i < indices.length; i += 1)
        write(images.pixels, (first + indices[i]) * stride, into, i * volume);
    },
  };
}

/** Images of `stride` bytes each: sample i is the one at `order[i]`, written as `volume` floats. */
export function orderedImages(
  pixels: Uint8Array,
  stride: number,
  order: Uint32Array,
  volume: number,
  write: ImageWriter,
): Samples {
  return {
    count: order.length,
    read(indices, into) {
      checkRead(indices, into, order.length, volume);
      for (let i = 0; i < indices.length; i += 1) write(pixels, order[indices[i]] * stride, into, i * volume);
    },
  };
}

/** Points `[n, 2]`: all of them, or those at `order`. */
export function pointSamples(points: Float32Array, order?: Uint32Array): Samples {
  const count = order?.length ?? points.length / 2;
  return {
    count,
    read(indices, into) {
      checkRead(indices, into, count, 2);
      for (let i = 0; i < indices.length; i += 1) {
        const from = 2 * (order === undefined ? indices[i] : order[indices[i]]);
        into[2 * i] = points[from];
        into[2 * i + 1] = points[from + 1];
      }
    },
  };
}

/** Throws a RangeError when an index, or the length of `into`, does not fit. */
export function checkRead(
  indices: ArrayLike<number>,
  into: Float32Array,
  count: number,
  volume: number,
): void {
  if (into.length !== indices.length * volume)
    throw new RangeError(
      `${indices.length} samples of ${volume} values do not fit ${into.length} values exactly.`,
    );
  for (let i = 0; i < indices.length; i += 1) {
    const index = indices[i];
    if (!Number.isInteger(index) || index < 0 || index >= count)
      throw new RangeError(`There is no sample ${index}; the set has ${count}.`);
  }
}
