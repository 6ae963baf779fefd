// Ways through the space of latents.

import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../../core/nn/random.ts';
import { interpolate, truncate } from '../../../core/spec/latents.ts';

const normal = (seed: number, size = 100): Float32Array =>
  RandomStream.of(seed, 'grid-latent').fillNormal(new Float32Array(size));
const uniform = (seed: number): Float32Array =>
  RandomStream.of(seed, 'grid-latent').fillUniform(new Float32Array(100), -1, 1);
const length = (z: Float32Array): number => Math.hypot(...z);
const steps = [0, 0.1, 0.25, 0.5, 0.9, 1];

describe('the way between normal latents', () => {
  it('is a quarter circle between two axes', () => {
    const [a, b] = [Float32Array.of(3, 0), Float32Array.of(0, 3)];
    const third = interpolate('normal', a, b, 1 / 3);
    expect(third[0]).toBeCloseTo(3 * Math.cos(Math.PI / 6), 6);
    expect(third[1]).toBeCloseTo(3 * Math.sin(Math.PI / 6), 6);
  });

  it('begins and ends exactly', () => {
    const [a, b] = [normal(1), normal(2)];
    expect(interpolate('normal', a, b, 0)).toEqual(a);
    expect(interpolate('normal', a, b, 1)).toEqual(b);
  });

  it('keeps the length that nearly all latents have, where a straight line would not', () => {
    const [a, b] = [normal(1), normal(2)];
    const [short, long] = [length(a), length(b)].sort((x, y) => x - y);
    for (const t of steps) {
      const between = length(interpolate('normal', a, b, t));
      expect(between).toBeGreaterThan(0.97 * short);
      expect(between).toBeLessThan(1.03 * long);
    }
    expect(length(interpolate('uniform', a, b, 0.5))).toBeLessThan(0.8 * short);
  });

  it('turns at a steady rate', () => {
    const [a, b] = [Float32Array.of(2, 0, 0), Float32Array.of(-1, Math.sqrt(3), 0)];
    const angles = steps.map((t) => {
      const [x, y] = interpolate('normal', a, b, t);
      return Math.atan2(y, x);
    });
    angles.forEach((angle, i) => {
      expect(angle).toBeCloseTo(steps[i] * ((2 * Math.PI) / 3), 6);
    });
  });

  it.each([
    ['parallel', [1, 2], [2, 4], [1.5, 3]],
    ['opposite', [1, -2], [-1, 2], [0, 0]],
    ['the same', [1, 2], [1, 2], [1, 2]],
    ['zero', [0, 0], [2, 4], [1, 2]],
    ['single numbers', [-3], [1], [-1]],
  ])('is straight where latents are %s', (_, a, b, half) => {
    const found = interpolate('normal', Float32Array.from(a), Float32Array.from(b), 0.5);
    found.forEach((value, i) => {
      expect(value).toBeCloseTo(half[i], 6);
    });
  });
});

describe('the way between uniform latents', () => {
  it('is straight and stays in the cube', () => {
    const [a, b] = [uniform(1), uniform(2)];
    for (const t of steps) {
      const z = interpolate('uniform', a, b, t);
      z.forEach((value, i) => {
        expect(value).toBeCloseTo((1 - t) * a[i] + t * b[i], 6);
        expect(Math.abs(value)).toBeLessThanOrEqual(1);
      });
    }
  });
});

it('there is none between latents of different sizes', () => {
  expect(() => interpolate('normal', new Float32Array(2), new Float32Array(3), 0.5)).toThrow(RangeError);
});

it('truncation scales towards the mean', () => {
  const z = normal(3);
  expect(truncate(z, 1)).toEqual(z);
  expect(length(truncate(z, 0.5))).toBeCloseTo(0.5 * length(z), 5);
  expect(truncate(z, 0).every((value) => Math.abs(value) === 0)).toBe(true);
  expect(z).toEqual(normal(3));
});
