// Which numbers an evaluation gives for which data, and the held-out rows it compares with.

import { describe, expect, it } from 'vitest';
import { openDataset } from '../../../core/datasets/catalog.ts';
import { DataError, type Dataset } from '../../../core/datasets/dataset.ts';
import { evaluate, heldOutRows } from '../../../core/metrics/catalog.ts';
import { slicedWasserstein2 } from '../../../core/metrics/sliced-wasserstein.ts';
import { wasserstein1 } from '../../../core/metrics/transport.ts';
import { normalRows, trainingRows } from './rows.ts';

describe('evaluate', () => {
  it('gives w1 and modes for a mixture', () => {
    const toy = openDataset({ kind: '8gaussians' }, '');
    const generated = trainingRows(toy, 64, 1);
    const heldOut = heldOutRows(toy, 64);
    const found = evaluate(toy, generated, heldOut, 1);
    expect(Object.keys(found).sort()).toEqual(['high_quality', 'modes', 'reverse_kl', 'w1']);
    expect(found.w1).toBe(wasserstein1(generated, heldOut));
    expect(found.modes).toBe(8);
  });

  it('gives w1 alone for the swiss roll', () => {
    const toy = openDataset({ kind: 'swissroll' }, '');
    expect(Object.keys(evaluate(toy, trainingRows(toy, 32, 1), heldOutRows(toy, 32), 1))).toEqual(['w1']);
  });

  it('gives the sliced distance for images, along the directions of the seed', () => {
    const none = { count: 0, read: () => undefined };
    const images: Dataset = { title: '', shape: [4, 4, 1], train: none, heldOut: none, fingerprint: '' };
    const [x, y] = [normalRows(20, 16, 1), normalRows(20, 16, 2, 3)];
    expect(evaluate(images, x, y, 6)).toEqual({ sliced_wasserstein: slicedWasserstein2(x, y, 6) });
  });
});

describe('heldOutRows', () => {
  const toy = openDataset({ kind: 'swissroll' }, '');

  it('are the first ones', () => {
    const rows = heldOutRows(toy, 5);
    const fourth = new Float32Array(2);
    toy.heldOut.read([3], fourth);
    expect([rows.count, rows.volume, rows.data.length]).toEqual([5, 2, 10]);
    expect(rows.data.subarray(6, 8)).toEqual(fourth);
  });

  it('cannot be more than are held out', () => {
    expect(() => heldOutRows(toy, 2001)).toThrow(DataError);
    expect(() => heldOutRows(toy, 2001)).toThrow(
      'Swiss roll holds out 2000 samples, so evaluate.samples cannot be 2001; lower it.',
    );
  });
});
