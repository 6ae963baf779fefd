// Dots as pixels: where they lie, how large they are, and that they end at the edges.

import { expect, test } from 'vitest';
import { stampDot, stampsOf } from '../../../../renderer/components/lab/dots-image.ts';

const pixels = (width: number, height: number) => ({
  ...{ width, height },
  data: new Uint8ClampedArray(4 * width * height),
});
const alphas = ({ data }: { data: Uint8ClampedArray }): number[] => [...data.filter((_, at) => at % 4 === 3)];

test('a dot covers as much as its circle, around its centre', () => {
  const image = pixels(21, 21);
  stampDot(image, stampsOf(4), [1, 2, 3], 10, 10);
  const cover = alphas(image);
  const area = cover.reduce((sum, alpha) => sum + alpha / 255, 0);
  expect(area).toBeGreaterThan(0.97 * Math.PI * 16);
  expect(area).toBeLessThan(1.03 * Math.PI * 16);
  expect(cover[10 * 21 + 10]).toBe(255);
  // As far to either side, and up and down.
  for (const [near, far] of [
    [10 * 21 + 6, 10 * 21 + 14],
    [6 * 21 + 10, 14 * 21 + 10],
  ])
    expect(cover[near]).toBe(cover[far]);
  expect([...image.data.slice(4 * (10 * 21 + 10))].slice(0, 3)).toEqual([1, 2, 3]);
});

test('half a pixel further right it covers half a pixel more there', () => {
  const [one, other] = [pixels(9, 9), pixels(9, 9)];
  stampDot(one, stampsOf(2), [0, 0, 0], 4, 4);
  stampDot(other, stampsOf(2), [0, 0, 0], 4.5, 4);
  // 2 from the centre: at the radius, half covered; then 1.5 from it, covered.
  expect(alphas(one)[4 * 9 + 6]).toBeCloseTo(127.5, -0.5);
  expect(alphas(other)[4 * 9 + 6]).toBe(255);
  expect(alphas(other)[4 * 9 + 2]).toBe(0);
});

test('dots end at the edges, and what is nowhere is left out', () => {
  const image = pixels(5, 5);
  for (const [x, y] of [
    [-1, -1],
    [5, 5],
    [100, 2],
    [NaN, 2],
  ])
    stampDot(image, stampsOf(2.6), [9, 9, 9], x, y);
  expect(alphas(image)[0]).toBeGreaterThan(0);
  expect(alphas(image)[2 * 5 + 2]).toBe(0);
});

test('a dot on another does not make it darker', () => {
  const [once, twice] = [pixels(9, 9), pixels(9, 9)];
  stampDot(once, stampsOf(2.6), [9, 9, 9], 4.25, 4);
  for (let i = 0; i < 2; i += 1) stampDot(twice, stampsOf(2.6), [9, 9, 9], 4.25, 4);
  expect(alphas(twice)).toEqual(alphas(once));
});
