// Images by path: the split, the labels' count, and any size of source.

import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openDataset } from '../../../core/datasets/catalog.ts';
import type { IdxSpec } from '../../../core/spec/run-spec.ts';
import { counting, idx, temporaryFolder, write } from './idx-file.ts';

const folder = temporaryFolder();
const source = counting(5 * 784).map((value, i) => value + Math.floor(i / 784));
const spec: IdxSpec = {
  kind: 'idx',
  images: write(folder, 'images.gz', gzipSync(idx([5, 28, 28], source))),
  size: 28,
  channels: 1,
  heldOut: 2,
};
const open = (changes: Partial<IdxSpec>) => openDataset({ ...spec, ...changes }, folder);

describe('IDX images by path', () => {
  it('holds out the last ones', () => {
    const dataset = open({});
    expect([dataset.train.count, dataset.heldOut.count]).toEqual([3, 2]);
    const into = new Float32Array(2 * 784);
    dataset.heldOut.read([0, 1], into);
    expect(into).toEqual(Float32Array.from(source.subarray(3 * 784), (byte) => byte / 127.5 - 1));
    expect(() => {
      dataset.train.read([3], into.subarray(0, 784));
    }).toThrow(RangeError);
  });

  it.each([0, -1, 1.5, 5, 6, NaN])('refuses to hold out %d of 5', (heldOut) => {
    expect(() => open({ heldOut })).toThrow(`has 5 images, so data.heldOut cannot be ${heldOut}`);
  });

  it('takes labels that match in number, and no others', () => {
    const labels = write(folder, 'labels', idx([5], counting(5)));
    const labelled = open({ labels });
    expect(labelled.train.labels).toEqual(Uint16Array.of(0, 1, 2));
    expect(labelled.heldOut.labels).toEqual(Uint16Array.of(3, 4));
    expect(labelled.classes).toEqual(['0', '1', '2', '3', '4']);
    expect(open({}).train.labels).toBeUndefined();
    expect(open({}).classes).toBeUndefined();
    const fewer = write(folder, 'fewer', idx([4], counting(4)));
    expect(() => open({ labels: fewer })).toThrow(
      /fewer" has 4 labels for the 5 images of ".*images\.gz"; set data\.labels/,
    );
    expect(() => open({ labels: spec.images })).toThrow(/holds images, not labels; set data\.labels/);
    expect(() => open({ images: labels })).toThrow(/holds labels, not images; set data\.images/);
  });

  it('resizes a source of another size', () => {
    const images = write(folder, 'small', idx([3, 8, 8], new Uint8Array(3 * 64).fill(204)));
    const dataset = open({ images, heldOut: 1, size: 32, channels: 3 });
    expect(dataset.shape).toEqual([32, 32, 3]);
    const into = new Float32Array(32 * 32 * 3);
    dataset.train.read([1], into);
    expect(into.every((value) => value === Math.fround(204 / 127.5 - 1))).toBe(true);
  });

  it('has a fingerprint of content and preparation, not of name or packing', () => {
    const plain = write(folder, 'plain', idx([5, 28, 28], source));
    expect(open({ images: plain }).fingerprint).toBe(open({}).fingerprint);
    const changed = source.slice();
    changed[1000] ^= 1;
    const prints = [
      open({}),
      open({ images: write(folder, 'changed', idx([5, 28, 28], changed)) }),
      open({ size: 32 }),
      open({ channels: 3 }),
      open({ heldOut: 1 }),
    ].map((dataset) => dataset.fingerprint);
    expect(new Set(prints).size).toBe(prints.length);
  });
});
