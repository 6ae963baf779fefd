// The Laplacian pyramid and the distance between its patches, and principal components.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  doubled,
  laplacianPyramid,
  levelCount,
  type Images,
} from '../../../core/metrics/laplacian-pyramid.ts';
import { principalComponents, project } from '../../../core/metrics/principal-components.ts';
import { normalised, patches, pyramidDistance } from '../../../core/metrics/pyramid-distance.ts';
import { RandomStream } from '../../../core/nn/random.ts';
import { normalRows, rowsOf } from './rows.ts';

function randomImages(count: number, edge: number, channels: number, seed: number): Images {
  const data = new Float32Array(count * edge * edge * channels);
  RandomStream.of(seed, 'evaluation').fillUniform(data, -1, 1);
  return { count, height: edge, width: edge, channels, data };
}

/** The images that a pyramid is of. */
function fromPyramid(pyramid: readonly Images[]): Images {
  return pyramid.toReversed().reduce((rest, details) => {
    const blurred = doubled(rest);
    return { ...details, data: details.data.map((value, at) => value + blurred.data[at]) };
  });
}

const largest = (values: Iterable<number>): number => {
  let most = 0;
  for (const value of values) most = Math.max(most, Math.abs(value));
  return most;
};

describe('the pyramid', () => {
  it('goes down to 16 pixels and halves no odd edge', () => {
    const levels = [16, 28, 32, 64, 128, 100].map((edge) => levelCount({ height: edge, width: edge }));
    expect(levels).toEqual([1, 1, 2, 3, 4, 3]);
    expect(levelCount({ height: 64, width: 33 })).toBe(1);
  });

  it('gives the images back', () => {
    const images = randomImages(3, 64, 3, 1);
    const pyramid = laplacianPyramid(images, 3);
    expect(pyramid.map(({ height }) => height)).toEqual([64, 32, 16]);
    const back = fromPyramid(pyramid);
    expect(back.height).toBe(64);
    expect(largest(back.data.map((value, at) => value - images.data[at]))).toBeLessThan(1e-6);
  });

  it('has no details of an image of one grey', () => {
    const grey = { ...randomImages(1, 32, 1, 1), data: new Float32Array(1024).fill(0.5) };
    const [details, rest] = laplacianPyramid(grey, 2);
    // Doubling spreads one pixel over four: inside and at mirrored borders the weights sum to 1.
    expect(largest(details.data)).toBeLessThan(1e-6);
    expect(rest.data.every((value) => Math.abs(value - 0.5) < 1e-6)).toBe(true);
  });

  it('is the one that numpy builds', () => {
    const fixture = JSON.parse(
      readFileSync(join(import.meta.dirname, '../../parity/fixtures/metrics.json'), 'utf8'),
    ) as Record<'images' | 'details' | 'rest', number[]>;
    const images: Images = {
      count: 2,
      height: 32,
      width: 32,
      channels: 2,
      data: Float32Array.from(fixture.images),
    };
    const [details, rest] = laplacianPyramid(images, 2);
    expect(details.data.length).toBe(fixture.details.length);
    expect(largest(details.data.map((value, at) => value - fixture.details[at]))).toBeLessThan(1e-6);
    expect(largest(rest.data.map((value, at) => value - fixture.rest[at]))).toBeLessThan(1e-6);
  });
});

describe('patches', () => {
  it('lie in their image as they are', () => {
    const image = randomImages(1, 8, 2, 5);
    image.data.set(Float32Array.from({ length: 128 }, (_, at) => at));
    const { count, volume, data } = patches(image, RandomStream.of(1, 'evaluation'));
    expect([count, volume]).toEqual([128, 98]);
    const corners = new Set<number>();
    for (let patch = 0; patch < count; patch += 1) {
      const corner = data[patch * volume];
      corners.add(corner);
      // Row 3, column 2, channel 1 of the patch, from a line of 8 pixels of 2 channels.
      expect(data[patch * volume + (3 * 7 + 2) * 2 + 1]).toBe(corner + (3 * 8 + 2) * 2 + 1);
    }
    // All four places that there are.
    expect([...corners].sort((a, b) => a - b)).toEqual([0, 2, 16, 18]);
  });

  it('are normalised channel by channel', () => {
    const rows = normalised(rowsOf([1, 10, 3, 30, 5, 20, 7, 40], 4), 2);
    const channel = (c: number): number[] => [...rows.data].filter((_, at) => at % 2 === c);
    for (const values of [channel(0), channel(1)]) {
      expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 6);
      expect(values.reduce((sum, value) => sum + value * value, 0) / 4).toBeCloseTo(1, 6);
    }
    expect([...normalised(rowsOf([2, 2, 2, 2], 2), 1).data]).toEqual([0, 0, 0, 0]);
  });
});

describe('the distance', () => {
  it('is small between images of one law, and large where the details are gone', () => {
    const real = randomImages(64, 32, 1, 1);
    const floor = pyramidDistance(real, randomImages(64, 32, 1, 2), 7);
    const [details, rest] = laplacianPyramid(randomImages(64, 32, 1, 3), 2);
    const blurred = fromPyramid([{ ...details, data: new Float32Array(details.data.length) }, rest]);
    const found = pyramidDistance(real, blurred, 7);
    expect(found.map(({ edge }) => edge)).toEqual([32, 16]);
    expect(found[0].distance).toBeGreaterThan(4 * floor[0].distance);
    expect(found[1].distance).toBeLessThan(found[0].distance / 1.5);
  });

  it('does not see brightness and contrast, which normalising takes away', () => {
    const real = randomImages(32, 16, 1, 1);
    const other = randomImages(32, 16, 1, 2);
    const brighter = { ...other, data: other.data.map((value) => 0.5 * value + 0.3) };
    const [a, b] = [pyramidDistance(real, other, 7), pyramidDistance(real, brighter, 7)];
    expect(b[0].distance).toBeCloseTo(a[0].distance, 2);
  });

  it('needs as many images of both sets, and room for a patch', () => {
    expect(() => pyramidDistance(randomImages(2, 16, 1, 1), randomImages(3, 16, 1, 1), 1)).toThrow(
      RangeError,
    );
    expect(() => pyramidDistance(randomImages(2, 6, 1, 1), randomImages(2, 6, 1, 1), 1)).toThrow('6 x 6');
  });
});

describe('principal components', () => {
  it('find the directions that a set varies along, the strongest first', () => {
    const count = 500;
    const noise = normalRows(count, 3, 5);
    // Deviations 5 along (1, 1, 0), 2 along (1, -1, 0), 0.1 along the last axis, around (1, 2, 3).
    const data = Float32Array.from({ length: 3 * count }, (_, at) => {
      const [a, b, c] = noise.data.subarray(3 * Math.floor(at / 3), 3 * Math.floor(at / 3) + 3);
      return [1 + (5 * a + 2 * b) / Math.SQRT2, 2 + (5 * a - 2 * b) / Math.SQRT2, 3 + 0.1 * c][at % 3];
    });
    const rows = { count, volume: 3, data };
    const space = principalComponents(rows, 2, 1);
    expect(space.count).toBe(2);
    const [x, y, z] = space.directions;
    expect(Math.abs(x * y)).toBeCloseTo(0.5, 1);
    expect(Math.abs(z)).toBeLessThan(0.05);
    const projected = project(rows, space);
    const deviation = (axis: number): number =>
      Math.sqrt([...projected.data].reduce((sum, v, at) => (at % 2 === axis ? sum + v * v : sum), 0) / count);
    expect(deviation(0)).toBeCloseTo(5, 0);
    expect(deviation(1)).toBeCloseTo(2, 0);
  });

  it('keep distances where there are as many as values', () => {
    const rows = normalRows(30, 4, 2);
    const { data } = project(rows, principalComponents(rows, 50, 1));
    const distance = (values: Float32Array): number =>
      Math.hypot(...[0, 1, 2, 3].map((k) => values[k] - values[4 + k]));
    expect(distance(data)).toBeCloseTo(distance(rows.data), 5);
  });
});
