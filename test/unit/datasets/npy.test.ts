// Arrays that NumPy has saved, and files that only claim to be such: what comes out, and one sentence for each refusal.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { openDataset } from '../../../core/datasets/catalog.ts';
import type { Dataset } from '../../../core/datasets/dataset.ts';
import { readNpy } from '../../../core/datasets/npy.ts';
import type { NpySpec } from '../../../core/spec/run-spec.ts';
import { temporaryFolder, write } from './idx-file.ts';

const saved = (name: string): string => join(import.meta.dirname, 'numpy', name);
const folder = temporaryFolder();
const open = (path: string, changes: Partial<NpySpec> = {}): Dataset =>
  openDataset({ kind: 'npy', path, heldOut: 1, ...changes }, '');
const asImages = { size: 28, channels: 3 } as const;

/** The formula of make.py. */
const pixel = (at: number): number => (at * 7) % 256;
const all = (name: string) => readNpy(name, readFileSync(saved(name)));

describe('the format', () => {
  it('reads bytes as they are', () => {
    const { shape, values } = all('bytes.npy');
    expect(shape).toEqual([4, 5, 6, 3]);
    expect(Array.from(values)).toEqual(Array.from({ length: 360 }, (_, i) => pixel(i)));
  });

  it('reads big-endian floats', () => {
    const { shape, values } = all('floats-big-endian.npy');
    expect(shape).toEqual([4, 5, 6]);
    expect(values[7]).toBeCloseTo(pixel(21) / 255, 12);
    expect(values[119]).toBeCloseTo(pixel(357) / 255, 12);
  });

  it("puts Fortran's order right", () => {
    const { values } = all('fortran.npy');
    expect(Math.round((values[1] + 1) * 127.5)).toBe(pixel(1));
    expect(Math.round((values[100] + 1) * 127.5)).toBe(pixel(100));
    expect(Math.round((values[359] + 1) * 127.5)).toBe(pixel(359));
  });

  it.each([
    ['objects.npy', 'Python objects'],
    ['records.npy', 'records of several fields'],
    ['complex.npy', 'values of type "<c8"'],
  ])('refuses %s', (name, what) => {
    expect(() => open(saved(name))).toThrow(what);
  });

  it('refuses what is no array or is cut off', () => {
    const bytes = readFileSync(saved('bytes.npy'));
    const truncated = write(folder, 'with space 截断.npy', bytes.subarray(0, 200));
    expect(() => open(truncated, asImages)).toThrow(
      /截断\.npy" is truncated: its header announces 360 bytes/u,
    );
    expect(() => open(write(folder, 'head', bytes.subarray(0, 40)))).toThrow('ends inside its header');
    expect(() => open(write(folder, 'empty', new Uint8Array(0)))).toThrow('is not a NumPy array');
    expect(() => open(join(folder, 'nowhere.npy'))).toThrow('nowhere.npy" is missing; check data.path');
    expect(() => open(folder)).toThrow('not a file but a folder');
    const huge = Buffer.from(bytes);
    huge.write("'shape': (99999999999, 9999999, 6, 3)", 30, 'latin1');
    expect(() => open(write(folder, 'huge', huge), asImages)).toThrow(/more than there can be|damaged/u);
  });
});

describe('images', () => {
  it('are the same whatever way they were saved', () => {
    const reference = open(saved('bytes.npy'), asImages);
    expect(reference.train.count).toBe(3);
    const read = (dataset: Dataset) => {
      const into = new Float32Array(3 * 28 * 28 * 3);
      dataset.train.read([0, 1, 2], into);
      return into;
    };
    for (const name of ['fortran.npy', 'channels-first.npy', 'several.npz']) {
      expect(read(open(saved(name), asImages))).toEqual(read(reference));
    }
  });

  it('become grey by the weights of BT.601', () => {
    const into = new Float32Array(28 * 28);
    const red = Buffer.concat([
      readFileSync(saved('bytes.npy')).subarray(0, 128),
      Buffer.alloc(360).fill(Buffer.of(255, 0, 0)),
    ]);
    open(write(folder, 'red.npy', red), { size: 28 }).train.read([0], into);
    expect(into[400]).toBeCloseTo(0.299 - 0.587 - 0.114, 6);
  });

  it('refuse a value that is not a number, with its place', () => {
    expect(() => open(saved('nan.npy'), asImages)).toThrow('holds NaN at [2, 1, 0, 2]');
  });

  it('refuse shapes and splits that cannot be', () => {
    expect(() => open(saved('points.npy'), asImages)).toThrow('has the shape [6, 2], where images have');
    expect(() => open(saved('bytes.npy'))).toThrow('set data.size and data.channels to read it as images');
    expect(() => open(saved('bytes.npy'), { ...asImages, heldOut: 4 })).toThrow('data.heldOut cannot be 4');
  });
});

describe('points', () => {
  it('are split by a fixed shuffle and all there', () => {
    const { train, heldOut, shape, fingerprint } = open(saved('points.npy'), { heldOut: 2 });
    expect(shape).toEqual([2]);
    const into = new Float32Array(12);
    train.read([0, 1, 2, 3], into.subarray(0, 8));
    heldOut.read([0, 1], into.subarray(8));
    const xs = Array.from(into).filter((_, i) => i % 2 === 0);
    expect(xs.toSorted()).toEqual([0, 1, 2, 3, 4, 5]);
    expect(Array.from(into).filter((_, i) => i % 2 === 1)).toEqual(xs.map((x) => 0 - x));
    expect(open(saved('points.npy'), { heldOut: 2 }).fingerprint).toBe(fingerprint);
    expect(open(saved('points.npy'), { heldOut: 3 }).fingerprint).not.toBe(fingerprint);
  });
});

describe('archives', () => {
  it('ask which array is meant', () => {
    expect(open(saved('several.npz'), { entry: 'other' }).shape).toEqual([2]);
    expect(() => open(saved('two.npz'))).toThrow('set data.entry to one of first, second');
    expect(() => open(saved('two.npz'), { entry: 'third' })).toThrow('has no array "third"');
    expect(() => open(saved('points.npy'), { entry: 'a' })).toThrow('leave data.entry out');
  });

  it('do not inflate more than they announce or are allowed', () => {
    const bomb = zipSync({ 'x.npy': new Uint8Array(2 ** 22) }, { level: 9 });
    const lying = Buffer.from(bomb);
    const directory = lying.lastIndexOf(Buffer.from([0x50, 0x4b, 1, 2]));
    lying.writeUInt32LE(2 ** 31, directory + 24);
    expect(() => open(write(folder, 'bomb.npz', lying))).toThrow(
      'announces 2147483648 bytes for the array x',
    );
    lying.writeUInt32LE(2 ** 29, directory + 24);
    expect(() => open(write(folder, 'lying.npz', lying))).toThrow('is a damaged .npz file');
    lying.writeUInt32LE(64, directory + 24);
    expect(() => open(write(folder, 'short.npz', lying))).toThrow('is not a NumPy array');
    expect(() => open(write(folder, 'cut.npz', bomb.subarray(0, 60)))).toThrow('is a damaged .npz file');
  });
});
