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

/** Points `[count, 2]`. */
export function pointSamples(points: Float32Array): Samples {
  const count = points.length / 2;
  return {
    count,
    read(indices, into) {
      checkRead(indices, into, count, 2);
      for (let i = 0; i < indices.length; i += 1) {
        into[2 * i] = points[2 * indices[i]]!;
        into[2 * i + 1] = points[2 * indices[i] + 1]!;
      }
    },
  };
}

function checkRead(indices: ArrayLike<number>, into: Float32Array, count: number, volume: number): void {
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
