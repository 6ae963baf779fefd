// The nearest training samples, against a search that leaves nothing out.

import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../../core/nn/random.ts';
import { toByte } from '../../../core/store/pixels.ts';
import { findNearest, TrainingValues, type Nearest } from '../../../core/trainer/nearest.ts';

function searched(training: TrainingValues, samples: Uint8Array | Float32Array): Nearest {
  const search = findNearest(training, samples);
  let slice = search.next();
  while (slice.done !== true) slice = search.next();
  return slice.value;
}

/** Images that are smooth, some of them twice. */
function smoothImages(
  count: number,
  [height, width, channels]: readonly number[],
  seed: number,
): Float32Array {
  const stream = RandomStream.of(seed, 'evaluation');
  const volume = height * width * channels;
  const data = new Float32Array(count * volume);
  for (let image = 0; image < count; image += 1) {
    if (image % 5 === 4) {
      data.copyWithin(image * volume, (image - 3) * volume, (image - 2) * volume);
      continue;
    }
    const [a, b, c, noise] = Array.from({ length: 4 }, () => stream.uniform());
    for (let k = 0; k < volume; k += 1) {
      const [x, y] = [(k / channels) % width, Math.floor(k / channels / width)];
      const wave = Math.sin(a * x + c) * Math.cos(b * y + (k % channels));
      data[image * volume + k] = Math.max(-1, Math.min(1, wave + 0.3 * noise * (stream.uniform() - 0.5)));
    }
  }
  return data;
}

const samplesOf = (data: Float32Array, volume: number) => ({
  count: data.length / volume,
  read(indices: ArrayLike<number>, into: Float32Array) {
    for (let i = 0; i < indices.length; i += 1)
      into.set(data.subarray(indices[i] * volume, (indices[i] + 1) * volume), i * volume);
  },
});

describe('the nearest training sample', () => {
  it.each([[[28, 28, 1]], [[32, 32, 3]], [[37, 18, 2]], [[64, 64, 3]]])(
    'of images of %j is the first of those that have the least distance',
    (shape) => {
      const volume = shape.reduce((product, edge) => product * edge, 1);
      const data = smoothImages(90, shape, 3);
      const wanted = Uint8Array.from(smoothImages(7, shape, 8), toByte);
      // One that is in the set, twice.
      wanted.set(Uint8Array.from(data.subarray(9 * volume, 10 * volume), toByte), 2 * volume);
      const bytes = Uint8Array.from(data, toByte);
      const found = searched(new TrainingValues(samplesOf(data, volume), shape), wanted);
      for (let n = 0; n < 7; n += 1) {
        const squares = Array.from({ length: 90 }, (_, row) => {
          let square = 0;
          for (let k = 0; k < volume; k += 1)
            square += (wanted[n * volume + k] - bytes[row * volume + k]) ** 2;
          return square;
        });
        const least = Math.min(...squares);
        expect(found.indices[n]).toBe(squares.indexOf(least));
        expect(found.distances[n]).toBeCloseTo(Math.sqrt(least) / 127.5, 12);
      }
      expect(found.indices[2]).toBe(6);
      expect(found.distances[2]).toBe(0);
      expect(found.values.subarray(2 * volume, 3 * volume)).toEqual(wanted.subarray(2 * volume, 3 * volume));
    },
  );

  it('of black and white images is found, too, where blocks say all that there is to know', () => {
    const shape = [16, 16, 1];
    const data = Float32Array.from({ length: 4 * 256 }, (_, at) => [1, -1, -1, 1][Math.floor(at / 256)]);
    const training = new TrainingValues(samplesOf(data, 256), shape);
    const { indices, distances } = searched(training, new Uint8Array(512).fill(255, 0, 256));
    expect(Array.from(indices)).toEqual([0, 1]);
    expect(Array.from(distances)).toEqual([0, 0]);
    // The set was read by the first search.
    expect(Array.from(searched(training, new Uint8Array(256)).indices)).toEqual([1]);
  });

  it('of points is found in coordinates as they are', () => {
    const data = Float32Array.of(0, 0, 1, 1, 3, 4, 1, 1);
    const { indices, distances } = searched(
      new TrainingValues(samplesOf(data, 2), [2]),
      Float32Array.of(0.9, 1, 3, 3),
    );
    expect(Array.from(indices)).toEqual([1, 2]);
    expect(distances[0]).toBeCloseTo(0.1, 6);
    expect(distances[1]).toBe(1);
  });
});
