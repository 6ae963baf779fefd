import { describe, expect, it, test } from 'vitest';
import { RandomStream } from '../../../../core/nn/random.ts';
import { seedOf } from '../../../../renderer/components/gallery/explorer-wish.ts';
import { LatestOnly } from '../../../../renderer/components/gallery/latest-only.ts';
import {
  directionsOf,
  latentAt,
  mix,
  neighbours,
} from '../../../../renderer/components/gallery/latent-mix.ts';
import { settle } from '../run/fake-session.ts';

const space = {
  z: 3,
  distribution: 'normal',
  // prettier-ignore
  directions: Float32Array.of(
    1, 0, 0,
    0, 0.6, 0.8,
  ),
} as const;

describe('what the explorer draws', () => {
  const base = Float32Array.of(1, 2, -2, 0, 4, 0);
  it('is the drawn latents while nothing is moved', () => {
    expect(directionsOf(space)).toBe(2);
    expect(mix(space, base, 1, [])).toEqual(base);
  });
  it('moves every latent by the same amounts, after truncation', () => {
    const mixed = mix(space, base, 0.5, [3, -1]);
    const expected = [3.5, 0.4, -1.8, 3, 1.4, -0.8];
    mixed.forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i], 5);
    });
  });
  it('stays in the cube of uniform latents', () => {
    const uniform = { ...space, distribution: 'uniform' } as const;
    expect([...mix(uniform, Float32Array.of(0.9, 0, 0), 1, [3])]).toEqual([1, 0, 0]);
  });
});

describe('neighbours', () => {
  const centre = Float32Array.of(1, 2, 3);
  const noise = Float32Array.of(9, 9, 9, 1, 0, -1);
  it('begin with the one they are neighbours of', () => {
    expect(latentAt(neighbours(space, centre, noise, 0.6), 3, 0)).toEqual(centre);
  });
  it('are mixed from both for normal latents', () => {
    const [x, y, z] = latentAt(neighbours(space, centre, noise, 0.6), 3, 1);
    expect([x, y, z].map((value) => value.toFixed(4))).toEqual(['1.4000', '1.6000', '1.8000']);
  });
  it('are as probable as any for normal latents: drawn around a normal one, they are N(0, 1)', () => {
    const stream = RandomStream.of(3, 'grid-latent');
    const size = 20_000;
    const wide = { ...space, z: size };
    const around = new Float32Array(2 * size).map(() => stream.normal());
    const middle = new Float32Array(size).map(() => stream.normal());
    const near = latentAt(neighbours(wide, middle, around, 0.6), size, 1);
    const mean = near.reduce((sum, value) => sum + value, 0) / size;
    const variance = near.reduce((sum, value) => sum + (value - mean) ** 2, 0) / size;
    // Four standard errors of the mean and of the variance.
    expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(size));
    expect(Math.abs(variance - 1)).toBeLessThan(4 * Math.sqrt(2 / size));
  });
  it('lie between it and the noise for uniform ones', () => {
    const uniform = { ...space, distribution: 'uniform' } as const;
    const one = latentAt(neighbours(uniform, centre, noise, 0.5), 3, 1);
    expect([...one]).toEqual([1, 1, 1]);
  });
});

test('of wishes that come faster than they can be drawn, the newest is drawn', async () => {
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  const drawing = new LatestOnly<number>((wish) => {
    begun.push(wish);
    return new Promise((resolve) => ends.push(resolve));
  });
  for (const wish of [1, 2, 3]) drawing.ask(wish);
  expect(begun).toEqual([1]);
  ends.shift()?.();
  await settle();
  expect(begun).toEqual([1, 3]);
  ends.shift()?.();
  await settle();
  drawing.ask(4);
  expect(begun).toEqual([1, 3, 4]);
});

test.each([
  ['7', 7],
  ['4,294,967,295', 4294967295],
  ['4294967296', null],
  ['-1', null],
  ['1.5', null],
  ['', null],
  ['cat', null],
])('"%s" as a seed', (text, seed) => {
  expect(seedOf(text)).toBe(seed);
});
