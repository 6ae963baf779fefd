// CIFAR's binary files from a folder, one of its files and an archive; and what is refused.

import { packTar } from 'modern-tar';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { loadDataset } from '../../../core/datasets/catalog.ts';
import type { CifarSpec } from '../../../core/spec/run-spec.ts';
import { temporaryFolder } from './idx-file.ts';

process.env['CRITIC_CACHE'] = temporaryFolder();
const folder = temporaryFolder();
const record = 3073;

/** Batch b of 10,000 records: record r has the label r mod 10, red b, green r mod 256, blue its place. */
function batch(b: number): Buffer {
  const bytes = Buffer.alloc(10_000 * record);
  for (let r = 0; r < 10_000; r += 1) {
    const at = r * record;
    bytes[at] = r % 10;
    bytes.fill(b, at + 1, at + 1025);
    bytes.fill(r % 256, at + 1025, at + 2049);
    for (let i = 0; i < 1024; i += 1) bytes[at + 2049 + i] = i % 256;
  }
  return bytes;
}
const inner = join(folder, 'cifar-10-batches-bin');
mkdirSync(inner);
const names = [1, 2, 3, 4, 5].map((i) => `data_batch_${i}.bin`).concat('test_batch.bin');
const batches = names.map((_, b) => batch(b + 1));
names.forEach((name, at) => {
  writeFileSync(join(inner, name), batches[at]);
});
const spec: CifarSpec = { kind: 'cifar', path: folder, classes: 10, size: 32, channels: 3 };
const load = (changes: Partial<CifarSpec> = {}) => loadDataset({ ...spec, ...changes }, '');

describe('CIFAR-10', () => {
  it('has 50,000 images to train on and its test batch held out', async () => {
    const { train, heldOut, classes, shape } = await load();
    expect([train.count, heldOut.count, shape]).toEqual([50_000, 10_000, [32, 32, 3]]);
    expect(classes?.[3]).toBe('cat');
    const into = new Float32Array(2 * 3072);
    train.read([10_007, 0], into);
    const bytes = Array.from(into, (value) => Math.round((value + 1) * 127.5));
    expect(bytes.slice(0, 6)).toEqual([2, 10_007 % 10_000, 0, 2, 7, 1]);
    expect(bytes.slice(3072, 3078)).toEqual([1, 0, 0, 1, 0, 1]);
    expect(train.labels![10_007]).toBe(7);
    heldOut.read([300], into.subarray(0, 3072));
    expect(Math.round((into[0] + 1) * 127.5)).toBe(6);
    expect(heldOut.labels![303]).toBe(3);
  });

  it('is the same from the archive and from one of its files', async () => {
    const { fingerprint } = await load({ path: join(inner, 'data_batch_2.bin') });
    const entries = names.map((name, at) => ({
      header: { name: `cifar-10-batches-bin/${name}`, size: batches[at].length },
      body: batches[at],
    }));
    const path = join(folder, 'cifar 10.tar.gz');
    const tar = gzipSync(await packTar(entries), { level: 1 });
    writeFileSync(path, tar);
    expect((await load({ path })).fingerprint).toBe(fingerprint);
    writeFileSync(path, tar.subarray(0, 5000));
    await expect(load({ path })).rejects.toThrow(
      'is truncated or damaged (Z_BUF_ERROR); download the binary version',
    );
    writeFileSync(path, gzipSync(Buffer.alloc(2 ** 28 + 1), { level: 1 }));
    await expect(load({ path })).rejects.toThrow('unpacks to more than 268435456 bytes');
    writeFileSync(path, gzipSync(await packTar(entries.slice(0, 2)), { level: 1 }));
    await expect(load({ path })).rejects.toThrow('holds no data_batch_3.bin');
  }, 60_000);

  it('refuses files of another length', async () => {
    writeFileSync(join(inner, names[4]), batches[4].subarray(1));
    await expect(load()).rejects.toThrow('"data_batch_5.bin" of');
    await expect(load()).rejects.toThrow('has 30729999 bytes, where CIFAR-10 has 30730000');
    await expect(load({ classes: 100 })).rejects.toThrow('train.bin" is missing');
  });
});
