// Stacks of a known set: three of its images in the channels, test images held out, and the digits one by one.

import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openDataset } from '../../../core/datasets/catalog.ts';

const resourcesDir = join(import.meta.dirname, '../../../resources');
const area = 28 * 28;

it('stacks Fashion-MNIST, channel by channel', () => {
  const { train, heldOut, shape, classes, digits, fingerprint, title } = openDataset(
    { kind: 'stacked-known', set: 'fashion-mnist', size: 28 },
    resourcesDir,
  );
  const single = openDataset({ kind: 'fashion-mnist', size: 28, channels: 1 }, resourcesDir);
  expect([train.count, heldOut.count, shape, classes?.length]).toEqual([128_000, 10_000, [28, 28, 3], 1000]);
  expect(title).toBe('Fashion-MNIST, stacked, 28 x 28 x 3');
  expect([digits?.shape, digits?.train.count]).toEqual([[28, 28, 1], 60_000]);
  expect(fingerprint).toMatch(/^[0-9a-f]{64}$/);
  expect(fingerprint).not.toBe(single.fingerprint);

  // Every channel of some held-out stacks is an image of the test set with the class that the label says.
  const hashOf = (plane: Float32Array) => createHash('md5').update(plane).digest('hex');
  const known = new Map<string, number>();
  const one = new Float32Array(area);
  for (let i = 0; i < single.heldOut.count; i += 1) {
    single.heldOut.read([i], one);
    known.set(hashOf(one), single.heldOut.labels![i]);
  }
  const stack = new Float32Array(3 * area);
  const seen = new Set<number>();
  for (let i = 0; i < 50; i += 1) {
    heldOut.read([i], stack);
    const found = [0, 1, 2].map((c) => known.get(hashOf(stack.filter((_, at) => at % 3 === c))));
    expect(found.reduce<number>((sum, label) => 10 * sum + label!, 0)).toBe(heldOut.labels![i]);
    seen.add(heldOut.labels![i]);
  }
  expect(seen.size).toBeGreaterThan(40);
});

it('says how to fetch what has not been downloaded', () => {
  const before = process.env['CRITIC_CACHE'];
  process.env['CRITIC_CACHE'] = '/nowhere';
  try {
    expect(() => openDataset({ kind: 'stacked-known', set: 'kmnist', size: 28 }, resourcesDir)).toThrow(
      'critic data download kmnist',
    );
  } finally {
    if (before === undefined) delete process.env['CRITIC_CACHE'];
    else process.env['CRITIC_CACHE'] = before;
  }
});
