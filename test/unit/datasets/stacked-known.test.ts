// Stacks of a known set: three of its images in the channels, test images held out, and the digits one by one.

import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { openDataset } from '../../../core/datasets/catalog.ts';
import { idx, temporaryFolder, write } from './idx-file.ts';

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

/** With the cache in a folder for as long as `use` takes. */
function withCache(folder: string, use: () => void): void {
  const before = process.env['CRITIC_CACHE'];
  process.env['CRITIC_CACHE'] = folder;
  try {
    use();
  } finally {
    if (before === undefined) delete process.env['CRITIC_CACHE'];
    else process.env['CRITIC_CACHE'] = before;
  }
}

it('stacks what was downloaded', () => {
  const cache = temporaryFolder();
  const folder = join(cache, 'downloads', 'mnist');
  mkdirSync(folder, { recursive: true });
  for (const [name, count] of [
    ['train', 30],
    ['t10k', 20],
  ] as const) {
    const labels = Uint8Array.from({ length: count }, (_, i) => i % 10);
    const pixels = Uint8Array.from({ length: count * area }, (_, i) => 20 * labels[Math.floor(i / area)]);
    write(folder, `${name}-images-idx3-ubyte.gz`, gzipSync(idx([count, 28, 28], pixels)));
    write(folder, `${name}-labels-idx1-ubyte.gz`, gzipSync(idx([count], labels)));
  }
  withCache(cache, () => {
    const { train, heldOut, title } = openDataset({ kind: 'stacked-known', set: 'mnist', size: 28 }, '');
    expect([title, train.count, heldOut.count]).toEqual(['MNIST, stacked, 28 x 28 x 3', 128_000, 20]);
    const stack = new Float32Array(3 * area);
    train.read([5], stack);
    const digits = [0, 1, 2].map((c) => Math.round(((stack[c] + 1) * 127.5) / 20));
    expect(digits.reduce((sum, digit) => 10 * sum + digit, 0)).toBe(train.labels![5]);
  });
});

it('says how to fetch what has not been downloaded', () => {
  withCache('/nowhere', () => {
    expect(() => openDataset({ kind: 'stacked-known', set: 'kmnist', size: 28 }, resourcesDir)).toThrow(
      'critic data download kmnist',
    );
  });
});
