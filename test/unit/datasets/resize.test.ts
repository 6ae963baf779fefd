// Resizing, against values worked out by hand.

import { describe, expect, it } from 'vitest';
import { imageWriter } from '../../../core/datasets/resize.ts';
import { counting } from './idx-file.ts';

function written(height: number, width: number, size: number, channels: 1 | 3, pixels: Uint8Array, from = 0) {
  const into = new Float32Array(size * size * channels);
  imageWriter(height, width, size, channels)(pixels, from, into, 0);
  return into;
}

describe('imageWriter', () => {
  it('copies an image of the right size: 0 is -1, 255 is 1', () => {
    const pixels = counting(784);
    const into = written(28, 28, 28, 1, pixels);
    expect(into[0]).toBe(-1);
    expect(into[255]).toBe(1);
    expect(into).toEqual(Float32Array.from(pixels, (byte) => byte / 127.5 - 1));
    expect(written(32, 32, 32, 1, new Uint8Array(1024).fill(51))).toEqual(new Float32Array(1024).fill(-0.6));
  });

  it('puts a black border of two pixels around 28 x 28 at 32', () => {
    const into = written(28, 28, 32, 1, new Uint8Array(784).fill(255));
    for (let y = 0; y < 32; y += 1)
      for (let x = 0; x < 32; x += 1)
        expect(into[y * 32 + x]).toBe(y < 2 || y > 29 || x < 2 || x > 29 ? -1 : 1);
    const pixels = counting(784);
    expect(written(28, 28, 32, 1, pixels)[2 * 32 + 2 + 5]).toBe(Math.fround(5 / 127.5 - 1));
  });

  it('enlarges with half-pixel centres', () => {
    expect([...written(2, 2, 4, 1, Uint8Array.of(0, 255, 0, 255))]).toEqual(
      [0, 1, 2, 3].flatMap(() => [-1, -0.5, 0.5, 1]),
    );
    expect([...written(2, 2, 4, 1, Uint8Array.of(0, 0, 255, 255))]).toEqual(
      [-1, -0.5, 0.5, 1].flatMap((value) => [value, value, value, value]),
    );
  });

  it('enlarges 28 to 64 as the formula says, for any pixel', () => {
    const pixels = counting(784).map((value) => value * 37);
    const into = written(28, 28, 64, 1, pixels);
    const at = (y: number, x: number) => pixels[y * 28 + x] / 127.5 - 1;
    // Target (10, 33): row 10.5 * 28/64 - 0.5 = 4.09375, column 33.5 * 28/64 - 0.5 = 14.15625.
    const upper = at(4, 14) * (1 - 0.15625) + at(4, 15) * 0.15625;
    const lower = at(5, 14) * (1 - 0.15625) + at(5, 15) * 0.15625;
    expect(into[10 * 64 + 33]).toBeCloseTo(upper * (1 - 0.09375) + lower * 0.09375, 6);
    // The corner lies outside the centres of the source and takes its corner.
    expect(into[0]).toBeCloseTo(at(0, 0), 6);
    expect(into[4095]).toBeCloseTo(at(27, 27), 6);
  });

  it('shrinks, and stretches what is not square', () => {
    expect(written(2, 4, 2, 1, Uint8Array.of(0, 102, 204, 255, 0, 102, 204, 255))).toEqual(
      Float32Array.of(51, 229.5, 51, 229.5).map((byte) => byte / 127.5 - 1),
    );
  });

  it('repeats the grey value in three channels', () => {
    for (const size of [28, 32, 64]) {
      const pixels = counting(784);
      const grey = written(28, 28, size, 1, pixels);
      const colour = written(28, 28, size, 3, pixels);
      expect(colour).toEqual(Float32Array.from([...grey].flatMap((value) => [value, value, value])));
    }
  });

  it.each([28, 32, 64])('reads and writes at the offsets given, and nowhere else (%i)', (size) => {
    const pixels = counting(3 * 784);
    const into = new Float32Array(3 * size * size).fill(9);
    imageWriter(28, 28, size, 1)(pixels, 784, into, size * size);
    expect(into.subarray(size * size, 2 * size * size)).toEqual(written(28, 28, size, 1, pixels, 784));
    expect(into.subarray(0, size * size).every((value) => value === 9)).toBe(true);
    expect(into.subarray(2 * size * size).every((value) => value === 9)).toBe(true);
  });
});
