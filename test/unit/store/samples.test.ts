import { readdirSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fromByte, toByte } from '../../../core/store/pixels.ts';
import { grid, specNamed, temporaryStore } from './support.ts';

const images = Float32Array.from({ length: 2 * 3 * 3 * 1 }, (_, i) => Math.sin(i) * 1.1);
const points = Float32Array.of(0.1, -2.5, 1e-20, NaN);

describe('pixels', () => {
  it('are round((v + 1) * 127.5), clamped', () => {
    expect([-1, 1, 0, 0.5, -0.5].map(toByte)).toEqual([0, 255, 128, 191, 64]);
    expect([-1.5, 7, NaN, Infinity, -Infinity].map(toByte)).toEqual([0, 255, 0, 255, 0]);
    expect(toByte(0.5 / 127.5 - 1 - 1e-9)).toBe(0);
    expect(toByte(0.5 / 127.5 - 1 + 1e-9)).toBe(1);
  });

  it('come back from every byte, in float32', () => {
    for (let byte = 0; byte < 256; byte += 1) expect(toByte(Math.fround(fromByte(byte)))).toBe(byte);
  });
});

describe('sample grids', () => {
  it('keep the exact pixels of images', () => {
    const { runs, samples } = temporaryStore();
    const { id } = runs.create(specNamed('x'));
    samples.save(id, grid(10, [2, 3, 3, 1], images));
    const read = samples.read(id, 10);
    expect(read).toMatchObject({
      iteration: 10,
      criticUpdates: 50,
      activeSeconds: 1.25,
      shape: [2, 3, 3, 1],
    });
    expect([...read.data].map(toByte)).toEqual([...images].map(toByte));
  });

  it('keep the exact points of toys', () => {
    const { runs, samples } = temporaryStore();
    const { id } = runs.create(specNamed('x'));
    samples.save(id, grid(0, [2, 2], points));
    expect(samples.read(id, 0).data).toEqual(points);
    expect(samples.read(id, 0).shape).toEqual([2, 2]);
  });

  it('come back as they are stored: bytes of images, points with the field of the critic', () => {
    const { runs, samples } = temporaryStore();
    const { id } = runs.create(specNamed('x'));
    samples.save(id, grid(0, [2, 3, 3, 1], images));
    expect(samples.readRaw(id, 0)).toEqual({
      iteration: 0,
      criticUpdates: 0,
      activeSeconds: 0,
      content: { kind: 'images', shape: [2, 3, 3, 1], pixels: Uint8Array.from(images, toByte) },
    });
    const field = {
      xMin: -1.5,
      xMax: 0.1,
      yMin: -2,
      yMax: 1 / 3,
      columns: 3,
      rows: 2,
      values: Float32Array.of(1, 2, NaN, -Infinity, 5, 6),
    };
    samples.save(id, { ...grid(10, [2, 2], points), field });
    samples.save(id, grid(20, [2, 2], points));
    expect(samples.readRaw(id, 10).content).toEqual({ kind: 'points', shape: [2, 2], points, field });
    expect(samples.read(id, 10)).toMatchObject({ shape: [2, 2], data: points, field });
    expect(samples.readRaw(id, 20).content).toEqual({ kind: 'points', shape: [2, 2], points, field: null });
    expect(samples.read(id, 20).field).toBeNull();
    expect(() => {
      samples.save(id, { ...grid(30, [2, 2], points), field: { ...field, rows: 7 } });
    }).toThrow(/"field" holds 6 values, not \[7, 3\]/);
    expect(samples.steps(id)).toEqual({
      iterations: Float64Array.of(0, 10, 20),
      criticUpdates: Float64Array.of(0, 50, 100),
      activeSeconds: Float64Array.of(0, 1.25, 2.5),
    });
  });

  it('are listed in order, and the same input gives the same bytes', () => {
    const { runs, samples } = temporaryStore();
    const [a, b] = [runs.create(specNamed('a')).id, runs.create(specNamed('b')).id];
    for (const iteration of [100, 0, 20]) samples.save(a, grid(iteration, [2, 3, 3, 1], images));
    samples.save(b, grid(20, [2, 3, 3, 1], images));
    expect(samples.list(a).map(({ iteration }) => iteration)).toEqual([0, 20, 100]);
    expect(samples.list(b)).toEqual([{ iteration: 20, criticUpdates: 100, activeSeconds: 2.5 }]);
    expect(samples.read(a, 20)).toEqual(samples.read(b, 20));
  });

  it('can be saved again for an iteration', () => {
    const { runs, samples } = temporaryStore();
    const { id } = runs.create(specNamed('x'));
    samples.save(id, grid(5, [2, 2], points));
    samples.save(id, grid(5, [1, 2], Float32Array.of(4, 5)));
    expect([...samples.read(id, 5).data]).toEqual([4, 5]);
    expect(samples.list(id)).toHaveLength(1);
    expect(readdirSync(join(runs.folderOf(id), 'samples'))).toHaveLength(1);
  });

  it('say what is missing or damaged', () => {
    const { runs, samples } = temporaryStore();
    const { id } = runs.create(specNamed('x'));
    expect(() => samples.read(id, 3)).toThrow(/has no samples of iteration 3/);
    samples.save(id, grid(3, [2, 2], points));
    const file = join(runs.folderOf(id), 'samples', 'fixed-000000003.grid');
    truncateSync(file, readFileSync(file).length - 5);
    expect(() => samples.read(id, 3)).toThrow(/fixed-000000003\.grid is damaged/);
    rmSync(file);
    expect(() => samples.read(id, 3)).toThrow(/fixed-000000003\.grid is missing/);
  });

  it('leave no row when the disk is full', () => {
    let full = false;
    const store = temporaryStore({
      write(_descriptor, bytes) {
        if (full) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
        return bytes.length;
      },
    });
    const { id } = store.runs.create(specNamed('x'));
    full = true;
    expect(() => {
      store.samples.save(id, grid(3, [2, 2], points));
    }).toThrow(/Cannot save the samples of iteration 3: the disk .* is full/);
    expect(store.samples.list(id)).toEqual([]);
    expect(readdirSync(join(store.runs.folderOf(id), 'samples'))).toEqual([]);
  });

  it('means the grids from fixed noise where no series is named', () => {
    const store = temporaryStore();
    const { id } = store.runs.create(specNamed('series'));
    const at = (iteration: number, series: 'fixed' | 'fresh' | 'ema', value: number) =>
      store.samples.save(id, { ...grid(iteration, [1, 2], Float32Array.of(value, 0)), series });
    expect(at(0, 'fresh', 1)).toBeNull();
    expect(store.runs.summary(id).newestGrid).toBeNull();
    expect(at(0, 'fixed', 2)).toEqual(expect.any(Number));
    at(10, 'fresh', 3);
    at(10, 'ema', 4);
    expect(store.runs.summary(id).newestGrid).toBe(0);
    expect(store.samples.list(id).map(({ iteration }) => iteration)).toEqual([0]);
    expect(store.samples.list(id, 'fresh').map(({ iteration }) => iteration)).toEqual([0, 10]);
    expect([...store.samples.read(id, 0).data]).toEqual([2, 0]);
    expect([...store.samples.read(id, 10, 'fresh').data]).toEqual([3, 0]);
    expect(() => store.samples.read(id, 10)).toThrow('has no samples of iteration 10');
  });
});
