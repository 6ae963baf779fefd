import { decode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { ExportError } from '../../../core/export/errors.ts';
import { gridPixels, gridPng } from '../../../core/export/grid.ts';
import { grid, specNamed, temporaryStore } from '../store/support.ts';
import { images } from './support.ts';

describe('gridPixels', () => {
  it('lays images out in rows, value by value', () => {
    // Three images of 1 x 2 pixels in two columns.
    const data = Float32Array.of(-1, 1, 0, 0.5, -0.5, 2);
    expect(gridPixels({ shape: [3, 1, 2, 1], data }, 2)).toEqual({
      width: 4,
      height: 2,
      channels: 1,
      data: Uint8Array.of(0, 255, 128, 191, 64, 255, 0, 0),
    });
  });

  it('keeps channels together', () => {
    const data = Float32Array.of(-1, 0, 1, 1, 0, -1);
    expect(gridPixels({ shape: [2, 1, 1, 3], data }, 1)).toEqual({
      width: 1,
      height: 2,
      channels: 3,
      data: Uint8Array.of(0, 128, 255, 255, 128, 0),
    });
  });

  it('is no wider than its images', () => {
    const pixels = gridPixels({ shape: [2, 4, 4, 1], data: new Float32Array(32) }, 10);
    expect([pixels.width, pixels.height]).toEqual([8, 4]);
  });

  it('puts every value where it belongs', () => {
    const [count, size, channels, columns] = [7, 5, 3, 3];
    const data = images(count, size, channels, 0.5, 4);
    const pixels = gridPixels({ shape: [count, size, size, channels], data }, columns);
    for (let i = 0; i < data.length; i += 1) {
      const channel = i % channels;
      const x = Math.floor(i / channels) % size;
      const y = Math.floor(i / channels / size) % size;
      const image = Math.floor(i / channels / size / size);
      const at = (Math.floor(image / columns) * size + y) * pixels.width + (image % columns) * size + x;
      expect(pixels.data[at * channels + channel]).toBe(
        Math.min(255, Math.max(0, Math.round((data[i] + 1) * 127.5))),
      );
    }
  });

  it('refuses what is no image, and impossible columns', () => {
    const points = { shape: [4, 2], data: new Float32Array(8) };
    expect(() => gridPixels(points, 2)).toThrow(ExportError);
    expect(() => gridPixels(points, 2)).toThrow(/Samples of shape \[4, 2\] are not images/);
    const one = { shape: [1, 1, 1, 1], data: new Float32Array(1) };
    for (const columns of [0, -1, 1.5, NaN]) expect(() => gridPixels(one, columns)).toThrow(/cannot have/);
    expect(() => gridPixels({ shape: [1, 1, 1, 2], data: new Float32Array(2) }, 1)).toThrow(/are not images/);
  });
});

describe('gridPng', () => {
  it.each([1, 3, 4])('decodes to the same pixels with %i channels', (channels) => {
    const samples = { shape: [6, 8, 8, channels], data: images(6, 8, channels, 0.7, 2) };
    const { width, height, channels: decoded, depth, data } = decode(gridPng(samples, 3));
    expect({ width, height, channels: decoded, depth }).toEqual({
      width: 24,
      height: 16,
      channels,
      depth: 8,
    });
    expect(data).toEqual(gridPixels(samples, 3).data);
  });

  it('is the same for samples that went through the store', () => {
    const { runs, samples } = temporaryStore();
    const { id } = runs.create(specNamed('x'));
    const fresh = { shape: [6, 8, 8, 1], data: images(6, 8, 1, 0.7, 2) };
    samples.save(id, grid(3, fresh.shape, fresh.data));
    expect(gridPng(samples.read(id, 3), 3)).toEqual(gridPng(fresh, 3));
  });
});
