// Stacked digits: three of the file in each image, their labels one number, and none held out among those trained on.

import { expect, it } from 'vitest';
import { openDataset } from '../../../core/datasets/catalog.ts';
import type { StackedSpec } from '../../../core/spec/run-spec.ts';
import { counting, idx, temporaryFolder, write } from './idx-file.ts';

const folder = temporaryFolder();
/** Twelve images, each of one value: its place times ten. */
const pixels = Uint8Array.from({ length: 12 * 784 }, (_, i) => 10 * Math.floor(i / 784));
const labels = counting(12).map((i) => i % 10);
const spec: StackedSpec = {
  kind: 'stacked',
  images: write(folder, 'digits', idx([12, 28, 28], pixels)),
  labels: write(folder, 'labels', idx([12], labels)),
  size: 28,
  heldOut: 4,
};

it('has three digits in the channels, and their labels as one of 1,000', () => {
  const { train, heldOut, shape, classes } = openDataset(spec, '');
  expect([train.count, heldOut.count, shape, classes?.length]).toEqual([128_000, 4, [28, 28, 3], 1000]);
  const into = new Float32Array(28 * 28 * 3);
  const seen = new Set<number>();
  for (const [samples, count] of [
    [train, 500],
    [heldOut, 4],
  ] as const) {
    for (let i = 0; i < count; i += 1) {
      samples.read([i], into);
      const digits = [0, 1, 2].map((c) => Math.round((into[3 * 400 + c] + 1) * 127.5) / 10);
      expect(samples.labels![i]).toBe(digits.reduce((sum, digit) => 10 * sum + (digit % 10), 0));
      for (const digit of digits) expect(digit >= 8).toBe(samples === heldOut);
      seen.add(samples.labels![i]);
    }
  }
  // 500 draws from 512 stacks of 8 digits leave about 316 different ones.
  expect(seen.size).toBeGreaterThan(270);
});

it('refuses labels that are no digits', () => {
  const wrong = write(folder, 'wrong', idx([12], counting(12)));
  expect(() => openDataset({ ...spec, labels: wrong }, '')).toThrow(
    'has the label 10, where digits have 0 to 9',
  );
  expect(() => openDataset({ ...spec, heldOut: 12 }, '')).toThrow('data.heldOut cannot be 12');
});
