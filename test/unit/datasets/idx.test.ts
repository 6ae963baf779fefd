// The IDX reader: what it reads, and one sentence for each kind of file that it refuses.

import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { DataError } from '../../../core/datasets/dataset.ts';
import { readIdxImages, readIdxLabels } from '../../../core/datasets/idx.ts';
import { asOrdinaryUser, hasFileModes } from '../../support/ordinary-user.ts';
import { counting, idx, temporaryFolder, write } from './idx-file.ts';

const folder = temporaryFolder();
const pixels = counting(3 * 4 * 5);
const images = idx([3, 4, 5], pixels);
const labels = idx([3], Uint8Array.of(7, 0, 9));

/** Gzip with a wrong checksum at its end: whoever inflates all of it calls it damaged. */
function wrongSum(bytes: Uint8Array): Buffer {
  const zipped = gzipSync(bytes);
  zipped[zipped.length - 8] ^= 1;
  return zipped;
}

function refusal(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof DataError) return error.message;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('IDX files that are right', () => {
  it.each([
    ['plain', images],
    ['gzip', gzipSync(images)],
  ])('reads %s images', (name, bytes) => {
    const read = readIdxImages({ path: write(folder, `images-${name}`, bytes), field: 'data.images' });
    expect([read.count, read.height, read.width]).toEqual([3, 4, 5]);
    expect([...read.pixels]).toEqual([...pixels]);
    expect([...read.bytes]).toEqual([...images]);
  });

  it('tells gzip by its content, not by its name', () => {
    const path = write(folder, 'plain-after-all.gz', images);
    expect(readIdxImages({ path, field: 'data.images' }).count).toBe(3);
  });

  it('reads labels', () => {
    const path = write(folder, 'labels.gz', gzipSync(labels));
    expect([...readIdxLabels({ path, field: 'data.labels' })]).toEqual([7, 0, 9]);
  });

  it('reads a size that needs more than one byte', () => {
    const path = write(folder, 'long', idx([70_000], new Uint8Array(70_000)));
    expect(readIdxLabels({ path, field: null }).length).toBe(70_000);
  });
});

describe('IDX files that are wrong', () => {
  const zipped = gzipSync(
    idx(
      [300, 28, 28],
      counting(300 * 784).map((value) => (value * 89) ^ (value >> 3)),
    ),
  );
  const damaged = Buffer.from(zipped);
  // The first byte after gzip's header of ten announces a kind of block that does not exist.
  damaged[10] = 0xff;

  it.each<[string, Uint8Array, RegExp]>([
    ['empty', new Uint8Array(0), /is empty; set data\.images/],
    ['shorter than a magic number', Uint8Array.of(0, 0, 8), /neither an IDX file nor a gzip of one/],
    ['something else', Buffer.from('<!doctype html><title>Not found</title>'), /neither an IDX file/],
    ['gzip of something else', gzipSync(Buffer.from('hello, hello, hello')), /neither an IDX file/],
    ['gzip of nothing', gzipSync(new Uint8Array(0)), /is empty/],
    ['of an unknown type', idx([3, 4, 5], pixels, 0x0a), /neither an IDX file/],
    ['floats', idx([3, 4, 5], pixels, 0x0d), /holds 32-bit floats, not unsigned bytes/],
    ['labels', labels, /holds labels, not images; set data\.images to an IDX file of images/],
    ['two dimensions', idx([3, 20], pixels), /has 2 dimensions, where images have 3/],
    ['ended inside the header', images.subarray(0, 10), /truncated: it ends inside its header/],
    ['truncated', images.subarray(0, -1), /truncated: its header announces 76 bytes and 75 are there/],
    ['truncated, then zipped', gzipSync(images.subarray(0, -1)), /announces 76 bytes and 75 are there/],
    [
      'cut off gzip',
      zipped.subarray(0, zipped.length - 20),
      /truncated or damaged: its gzip data has no end/,
    ],
    ['damaged gzip', damaged, /damaged: its gzip data cannot be read \(Z_DATA_ERROR\)/],
    ['gzip with a wrong checksum', wrongSum(images), /damaged/],
    ['longer than announced', Buffer.concat([images, pixels]), /more bytes than its header announces/],
    ['no images', idx([0, 28, 28], new Uint8Array(0)), /holds no images \(0 x 28 x 28\)/],
    ['empty images', idx([3, 0, 5], new Uint8Array(0)), /holds no images/],
    ['images too wide', idx([1, 1, 1025], counting(1025)), /1 x 1025 pixels, more than 1024/],
    ['a header of 2^96', idx([2 ** 32 - 1, 2 ** 32 - 1, 2 ** 32 - 1], pixels), /announces .* more than the/],
    ['a zipped header of 4 GB', gzipSync(idx([2 ** 22, 32, 32], pixels)), /announces 4294967296 values/],
    ['a zipped header of 1 GB', gzipSync(idx([2 ** 19, 32, 32], pixels)), /truncated: its header announces/],
    ['a gzip bomb', wrongSum(idx([1, 28, 28], new Uint8Array(2 ** 26))), /more bytes than its header/],
    ['a gzip bomb without a header', wrongSum(new Uint8Array(2 ** 26)), /neither an IDX file/],
  ])('refuses %s', (name, bytes, problem) => {
    const path = write(folder, `wrong-${name.replaceAll(/\W/g, '-')}`, bytes);
    const message = refusal(() => readIdxImages({ path, field: 'data.images' }));
    expect(message).toMatch(problem);
    expect(message).toContain(path);
    expect(message).toMatch(/data\.images.*\.$/);
  });

  it('refuses images given as labels', () => {
    const path = write(folder, 'images-as-labels', images);
    expect(refusal(() => readIdxLabels({ path, field: 'data.labels' }))).toMatch(
      /holds images, not labels; set data\.labels/,
    );
  });

  it('refuses a file beyond the limit before it reads it', () => {
    const path = write(folder, 'large', images);
    expect(refusal(() => readIdxImages({ path, field: 'data.images' }, 75))).toMatch(
      /has 76 bytes, more than the 75 that are read; set data\.images to a smaller file/,
    );
  });

  it('refuses a missing file, a folder and a path through a file', () => {
    const missing = join(folder, 'nowhere', 'images');
    expect(refusal(() => readIdxImages({ path: missing, field: 'data.images' }))).toBe(
      `"${missing}" is missing; check data.images.`,
    );
    expect(refusal(() => readIdxImages({ path: folder, field: 'data.images' }))).toMatch(/but a folder/);
    const through = join(write(folder, 'a-file', images), 'images');
    expect(refusal(() => readIdxImages({ path: through, field: 'data.images' }))).toMatch(/is missing/);
  });

  it.runIf(hasFileModes)('refuses an unreadable file', async () => {
    const path = write(folder, 'locked', images);
    chmodSync(folder, 0o755);
    chmodSync(path, 0);
    const said = await asOrdinaryUser(() => refusal(() => readIdxImages({ path, field: 'data.images' })));
    expect(said).toMatch(/locked" cannot be read \(EACCES\)/);
  });

  it('advises to install again when the file is one of its own', () => {
    const path = write(folder, 'bundled', images.subarray(0, -1));
    expect(refusal(() => readIdxImages({ path, field: null }))).toMatch(
      /; install Critic again to restore it\.$/,
    );
  });
});
