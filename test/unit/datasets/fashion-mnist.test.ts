// The bundled Fashion-MNIST: what comes out is what is in the files.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openDataset } from '../../../core/datasets/catalog.ts';
import { DataError } from '../../../core/datasets/dataset.ts';
import { temporaryFolder } from './idx-file.ts';

const resources = fileURLToPath(new URL('../../../resources', import.meta.url));
const spec = { kind: 'fashion-mnist', size: 28, channels: 1 } as const;

describe('Fashion-MNIST', () => {
  const dataset = openDataset(spec, resources);

  it('has 60,000 images to train on and 10,000 held out', () => {
    expect([dataset.train.count, dataset.heldOut.count]).toEqual([60_000, 10_000]);
    expect(dataset.shape).toEqual([28, 28, 1]);
    expect(dataset.title).toBe('Fashion-MNIST, 28 x 28');
    expect(dataset.modes).toBeUndefined();
  });

  it.each(['train', 'heldOut'] as const)('gives the first, the last and a middle image of %s', (set) => {
    const name = set === 'train' ? 'train' : 't10k';
    const bytes = gunzipSync(readFileSync(`${resources}/fashion-mnist/${name}-images-idx3-ubyte.gz`));
    const samples = dataset[set];
    const indices = [0, samples.count - 1, 4321];
    const into = new Float32Array(3 * 784);
    samples.read(indices, into);
    indices.forEach((index, i) => {
      const expected = bytes.subarray(16 + index * 784, 16 + (index + 1) * 784);
      expect(into.subarray(i * 784, (i + 1) * 784)).toEqual(
        Float32Array.from(expected, (byte) => byte / 127.5 - 1),
      );
    });
  });

  it('begins with the ankle boot of the paper', () => {
    const into = new Float32Array(784);
    dataset.train.read([0], into);
    const bytes = Array.from(into, (value) => Math.round((value + 1) * 127.5));
    expect(bytes.slice(3 * 28 + 12, 3 * 28 + 21)).toEqual([1, 0, 0, 13, 73, 0, 0, 1, 4]);
    expect(bytes.reduce((sum, byte) => sum + byte)).toBe(76_247);
  });

  it('has the published labels, 6,000 and 1,000 of each class', () => {
    expect(Array.from(dataset.train.labels!.subarray(0, 10))).toEqual([9, 0, 0, 3, 0, 2, 7, 2, 5, 5]);
    expect(Array.from(dataset.heldOut.labels!.subarray(0, 10))).toEqual([9, 2, 1, 1, 6, 1, 4, 6, 5, 7]);
    expect(dataset.classes?.[9]).toBe('Ankle boot');
    for (const [samples, each] of [
      [dataset.train, 6000],
      [dataset.heldOut, 1000],
    ] as const) {
      const counts = new Array<number>(10).fill(0);
      for (const label of samples.labels!) counts[label] += 1;
      expect(counts).toEqual(new Array<number>(10).fill(each));
    }
  });

  it('is the published data', () => {
    const hash = (name: string) =>
      createHash('sha256')
        .update(gunzipSync(readFileSync(`${resources}/fashion-mnist/${name}-images-idx3-ubyte.gz`)))
        .digest('hex');
    expect(hash('train')).toBe('c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888');
    expect(hash('t10k')).toBe('5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b');
  });

  it('has a fingerprint that the preparation is part of', () => {
    const again = openDataset(spec, resources);
    const larger = openDataset({ ...spec, size: 64, channels: 3 }, resources);
    expect(dataset.fingerprint).toMatch(/^[0-9a-f]{64}$/);
    expect(again.fingerprint).toBe(dataset.fingerprint);
    expect(larger.fingerprint).not.toBe(dataset.fingerprint);
    expect(larger.shape).toEqual([64, 64, 3]);
    const into = new Float32Array(2 * 64 * 64 * 3);
    larger.heldOut.read([0, 9_999], into);
    expect(into.every((value) => value >= -1 && value <= 1)).toBe(true);
  });

  it('refuses to read what is not there', () => {
    const into = new Float32Array(784);
    expect(() => {
      dataset.train.read([60_000], into);
    }).toThrow(/no sample 60000; the set has 60000/);
    expect(() => {
      dataset.train.read([0.5], into);
    }).toThrow(RangeError);
    expect(() => {
      dataset.train.read([0, 1], into);
    }).toThrow(/2 samples of 784 values do not fit 784/);
  });

  it('names the file when the resources are not there', () => {
    const empty = temporaryFolder();
    expect(() => openDataset(spec, empty)).toThrow(DataError);
    expect(() => openDataset(spec, empty)).toThrow(
      /train-images-idx3-ubyte\.gz" is missing; install Critic again/,
    );
  });
});
