import { createCanvas, loadImage } from '@napi-rs/canvas';
import { describe, expect, it } from 'vitest';
import { scatterPng, windowAround } from '../../../core/export/scatter.ts';
import { fontFolder, ring } from './support.ts';

describe('windowAround', () => {
  it('is a square around the finite points', () => {
    const points = Float32Array.of(0, 0, 4, 1, NaN, 100, Infinity, -100);
    expect(windowAround(Float32Array.of(0, 0, 4, 1))).toEqual({ centre: [2, 0.5], reach: 2.25 });
    expect(windowAround(points).centre[0]).toBe(2);
  });

  it('is something for one point and for none', () => {
    expect(windowAround(Float32Array.of(3, 4))).toEqual({ centre: [3, 4], reach: 1 });
    expect(windowAround(new Float32Array(0))).toEqual({ centre: [0, 0], reach: 1 });
    expect(windowAround(Float32Array.of(NaN, 1))).toEqual({ centre: [0, 0], reach: 1 });
  });
});

describe('scatterPng', () => {
  it('draws generated points in the accent colour where they are, over faint real ones', async () => {
    // Window: centre 0, reach 1.125; the box starts at (64, 64) and is 420 wide.
    const real = Float32Array.of(-1, -1, 1, 1, -1, 1, 1, -1);
    const generated = Float32Array.of(0.5, 0.5, NaN, 0, 50, 50);
    const png = scatterPng(generated, { real, title: 'A title', fontFolder });
    const canvas = createCanvas(1024, 1084);
    const image = await loadImage(png);
    expect([image.width, image.height]).toEqual([1024, 1084]);
    const pen = canvas.getContext('2d');
    pen.drawImage(image, 0, 0);
    const at = (x: number, y: number): readonly number[] => {
      const place = (value: number): number => 64 + ((value + 1.125) / 2.25) * 420;
      return [...pen.getImageData(Math.floor(place(x) * 2), Math.floor(place(-y) * 2), 1, 1).data];
    };
    const [red, green, blue] = at(0.5, 0.5);
    expect(blue - red).toBeGreaterThan(100);
    expect(green).toBeLessThan(170);
    const faint = at(-1, -1);
    expect(Math.max(...faint.slice(0, 3)) - Math.min(...faint.slice(0, 3))).toBeLessThan(20);
    expect(faint[0]).toBeLessThan(230);
    expect(at(-0.25, 0.3)).toEqual([255, 255, 255, 255]);
  });

  it('differs for different points', () => {
    const options = { real: ring(100, 1, 0.1, 1), title: 'A title', fontFolder };
    const first = scatterPng(ring(50, 1, 0.1, 2), options);
    expect(first.equals(scatterPng(ring(50, 1, 0.1, 2), options))).toBe(true);
    expect(first.equals(scatterPng(ring(50, 1, 0.1, 3), options))).toBe(false);
  });
});
