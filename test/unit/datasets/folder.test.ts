// Folders of pictures: what becomes of them at each fit, what is skipped and why, the cache, and memory with a large set.

import { createCanvas } from '@napi-rs/canvas';
import {
  chmodSync,
  closeSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { loadDataset, openDataset } from '../../../core/datasets/catalog.ts';
import type { Dataset } from '../../../core/datasets/dataset.ts';
import { openPrepared, preparedSamples } from '../../../core/datasets/prepared.ts';
import type { FolderSpec } from '../../../core/spec/run-spec.ts';
import { asOrdinaryUser, hasFileModes } from '../../support/ordinary-user.ts';
import { temporaryFolder } from './idx-file.ts';

const cache = temporaryFolder();
process.env['CRITIC_CACHE'] = cache;

let folder = '';
let folders = 0;
const base = temporaryFolder();
chmodSync(base, 0o755);
beforeEach(() => {
  folder = join(base, `pictures 图片 ${(folders += 1)}`);
  mkdirSync(folder);
});

type Paint = (x: number, y: number) => readonly [r: number, g: number, b: number, a?: number];

function picture(name: string, width: number, height: number, paint: Paint): void {
  const canvas = createCanvas(width, height);
  const pen = canvas.getContext('2d');
  const image = pen.createImageData(width, height);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const [r, g, b, a = 255] = paint(x, y);
      image.data.set([r, g, b, a], 4 * (y * width + x));
    }
  pen.putImageData(image, 0, 0);
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  if (name.endsWith('.jpg')) writeFileSync(path, canvas.toBuffer('image/jpeg', 100));
  else if (name.endsWith('.webp')) writeFileSync(path, canvas.toBuffer('image/webp', 100));
  else writeFileSync(path, canvas.toBuffer('image/png'));
}

const plain =
  (grey: number): Paint =>
  () => [grey, grey, grey];
const load = (changes: Partial<FolderSpec> = {}, onProgress?: () => void): Promise<Dataset> =>
  loadDataset(
    { kind: 'folder', path: folder, size: 32, channels: 3, fit: 'crop', heldOut: 1, ...changes },
    '',
    onProgress,
  );

/** Every image, held-out ones last, as bytes. */
function allBytes({ train, heldOut, shape }: Dataset): number[][] {
  const volume = shape.reduce((product, size) => product * size, 1);
  return [train, heldOut].flatMap((samples) =>
    Array.from({ length: samples.count }, (_, i) => {
      const into = new Float32Array(volume);
      samples.read([i], into);
      return Array.from(into, (value) => Math.round((value + 1) * 127.5));
    }),
  );
}
const prepared = (): string[] => readdirSync(join(cache, 'prepared'));

describe('pictures', () => {
  it('of every format come out as they are', async () => {
    picture('a.png', 32, 32, plain(10));
    picture('b.jpg', 32, 32, plain(100));
    picture('c.webp', 32, 32, plain(200));
    const greys = allBytes(await load()).map((image) => {
      expect(Math.max(...image) - Math.min(...image)).toBeLessThanOrEqual(1);
      return image[0];
    });
    expect(greys.toSorted((a, b) => a - b).map((grey) => Math.round(grey / 10) * 10)).toEqual([10, 100, 200]);
  });

  it('that are not square are cropped, put on black or stretched', async () => {
    // Thirds of black, white and grey from left to right.
    for (const name of ['a.png', 'b.png'])
      picture(
        name,
        96,
        32,
        (x) => [[0, 0, 0] as const, [255, 255, 255] as const, [128, 128, 128] as const][Math.floor(x / 32)],
      );
    const at = (image: readonly number[], x: number, y: number): number => image[(y * 32 + x) * 3];
    const [cropped] = allBytes(await load({ fit: 'crop' }));
    expect([at(cropped, 0, 16), at(cropped, 31, 16)]).toEqual([255, 255]);
    const [stretched] = allBytes(await load({ fit: 'stretch' }));
    expect([at(stretched, 4, 0), at(stretched, 16, 31), at(stretched, 27, 16)]).toEqual([0, 255, 128]);
    const [padded] = allBytes(await load({ fit: 'pad' }));
    expect([at(padded, 16, 0), at(padded, 16, 9), at(padded, 16, 16), at(padded, 16, 31)]).toEqual([
      0, 0, 255, 0,
    ]);
  });

  it('that shrink become the mean of their pixels, not every so manieth of them', async () => {
    for (const name of ['a.png', 'b.png'])
      picture(name, 256, 256, (x, y) => ((x + y) % 2 === 0 ? [255, 255, 255] : [0, 0, 0]));
    const [image] = allBytes(await load());
    for (const value of image) expect(Math.abs(value - 127.5)).toBeLessThan(2);
  });

  it('become grey by the weights of BT.601, and black where they are transparent', async () => {
    picture('a.png', 32, 32, () => [255, 0, 0]);
    picture('b.png', 32, 32, () => [255, 255, 255, 0]);
    const values = allBytes(await load({ channels: 1 })).map((image) => image[500]);
    expect(values.toSorted((a, b) => a - b)).toEqual([0, 76]);
  });
});

describe('classes', () => {
  it('are the first folders below, where every image is in one', async () => {
    picture('cats/1.png', 32, 32, plain(10));
    picture('cats/deep/2.png', 32, 32, plain(20));
    picture('狗 dogs/3.png', 32, 32, plain(30));
    const dataset = await load();
    expect(dataset.classes).toEqual(['cats', '狗 dogs']);
    const labels = [...dataset.train.labels!, ...dataset.heldOut.labels!];
    const greys = allBytes(dataset).map((image) => image[0]);
    expect(greys.map((grey, i) => [grey, labels[i]]).toSorted(([a], [b]) => a - b)).toEqual([
      [10, 0],
      [20, 0],
      [30, 1],
    ]);
    picture('loose.png', 32, 32, plain(40));
    const mixed = await load();
    expect(mixed.classes).toBeUndefined();
    expect(mixed.train.labels).toBeUndefined();
  });
});

describe('what cannot be used', () => {
  it('is skipped and reported, and the rest is read', async () => {
    picture('good 1.png', 40, 40, plain(1));
    picture('good 2.png', 40, 40, plain(2));
    picture('whole.jpg', 64, 64, (x, y) => [(x * 37) % 256, (y * 91) % 256, (x * y) % 256]);
    const jpeg = join(folder, 'whole.jpg');
    truncateSync(jpeg, 40);
    writeFileSync(join(folder, 'notes.txt'), 'these are my cats, all of them');
    writeFileSync(join(folder, 'empty.png'), '');
    writeFileSync(join(folder, '.DS_Store'), 'hidden');
    const header = Buffer.alloc(64);
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]).copy(
      header,
    );
    header.writeUInt32BE(40_000, 16);
    header.writeUInt32BE(10, 20);
    writeFileSync(join(folder, 'wide.png'), header);
    header.writeUInt32BE(20_000, 16);
    header.writeUInt32BE(20_000, 20);
    writeFileSync(join(folder, 'bomb.png'), header);
    header.writeUInt32BE(20, 16);
    header.writeUInt32BE(20, 20);
    writeFileSync(join(folder, 'hollow.png'), header);
    symlinkSync('..', join(folder, 'loop'));
    symlinkSync(folder, join(folder, 'itself'));
    symlinkSync('nowhere', join(folder, 'dangling.png'));
    rmSync(join(folder, 'loop'));
    const dataset = await load();
    expect(dataset.train.count + dataset.heldOut.count).toBe(2);
    const reasons = Object.fromEntries(
      dataset.skipped!.map(({ reason, examples }) => [reason, examples.toSorted()]),
    );
    expect(reasons).toEqual({
      'cut off': ['hollow.png'],
      damaged: ['whole.jpg'],
      empty: ['empty.png'],
      'not a PNG, JPEG or WebP file': ['notes.txt'],
      'an edge of 40,000 pixels or more': ['wide.png'],
      'more than 100 megapixels': ['bomb.png'],
      'a link that leads back to a folder above it': ['itself'],
      'a link that leads nowhere': ['dangling.png'],
    });
  });

  it('as a whole is a sentence', async () => {
    await expect(load()).rejects.toThrow('holds no images that can be read: it has no files');
    writeFileSync(join(folder, 'a.txt'), 'x');
    await expect(load()).rejects.toThrow('"a.txt", is not a PNG, JPEG or WebP file');
    await expect(load({ path: join(folder, 'a.txt') })).rejects.toThrow('is not a folder');
    await expect(load({ path: join(folder, 'gone') })).rejects.toThrow('is missing; check data.path');
    picture('one.png', 32, 32, plain(1));
    await expect(load()).rejects.toThrow('has 1 sample, so data.heldOut cannot be 1; bring at least two');
  });

  it.runIf(hasFileModes)('may be a folder that may not be read', async () => {
    chmodSync(folder, 0);
    await asOrdinaryUser(() => expect(load()).rejects.toThrow('cannot be read (EACCES)'));
    chmodSync(folder, 0o700);
  });
});

describe('the cache', () => {
  it('is written once, and anew when a picture changes', async () => {
    for (let i = 0; i < 4; i += 1) picture(`${i}.png`, 32, 32, plain(10 * i));
    let steps = 0;
    const count = (): void => {
      steps += 1;
    };
    const first = await load({}, count);
    expect(steps).toBeGreaterThan(0);
    steps = 0;
    const again = await load({ heldOut: 2 }, count);
    expect(steps).toBe(0);
    expect(again.heldOut.count).toBe(2);
    expect((await load({}, count)).fingerprint).toBe(first.fingerprint);
    expect(
      openDataset({ kind: 'folder', path: folder, size: 32, channels: 3, fit: 'crop', heldOut: 1 }, '')
        .fingerprint,
    ).toBe(first.fingerprint);
    picture('2.png', 32, 32, plain(99));
    const changed = await load({}, count);
    expect(changed.fingerprint).not.toBe(first.fingerprint);
    expect(changed.fingerprint).not.toBe(again.fingerprint);
    // What is open goes on although the pictures are gone.
    rmSync(folder, { recursive: true });
    expect(allBytes(first)).toHaveLength(4);
  });

  it('that was cut off is made anew, and parts of dead processes go', async () => {
    picture('a.png', 32, 32, plain(1));
    picture('b.png', 32, 32, plain(2));
    const before = new Set(prepared());
    const { fingerprint } = await load();
    const made = prepared().find((name) => !before.has(name))!;
    const path = join(cache, 'prepared', made);
    truncateSync(path, statSync(path).size - 5);
    writeFileSync(join(cache, 'prepared', 'x.images.999999999-0011aabb.part'), 'left');
    expect((await load()).fingerprint).toBe(fingerprint);
    expect(prepared().some((name) => name.endsWith('.part'))).toBe(false);
    // Of the right length, but with a description that is none.
    const whole = readFileSync(path);
    whole[whole.lastIndexOf('{"classes"')] ^= 1;
    writeFileSync(path, whole);
    expect((await load()).fingerprint).toBe(fingerprint);
    expect(readFileSync(path).includes('{"classes"')).toBe(true);
  });
});

describe('a set of 200,000 images', () => {
  it('is read by index with memory that does not grow with it', () => {
    const [count, volume] = [200_000, 64 * 64 * 3];
    const path = join(cache, 'large.images');
    const text = Buffer.from(JSON.stringify({ count, volume, digest: '00', classes: null, skipped: [] }));
    const end = Buffer.alloc(12);
    end.writeUInt32LE(text.length);
    end.write('CRITIMG1', 4);
    const file = openSync(path, 'w');
    ftruncateSync(file, count * (volume + 2));
    writeSync(file, Buffer.of(255), 0, 1, 199_999 * volume);
    writeSync(file, Buffer.concat([text, end]), 0, text.length + 12, count * (volume + 2));
    closeSync(file);
    const images = openPrepared(path, volume)!;
    const samples = preparedSamples(
      images,
      Uint32Array.from({ length: count }, (_, i) => count - 1 - i),
    );
    const into = new Float32Array(64 * volume);
    const indices = new Uint32Array(64);
    const before = process.memoryUsage().rss;
    for (let step = 0; step < 300; step += 1) {
      for (let i = 0; i < 64; i += 1) indices[i] = (step * 641 + i * 3121) % count;
      samples.read(indices, into);
    }
    // 19,200 images of 12 KiB were read: 225 MiB, of a set of 2.3 GiB.
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * 2 ** 20);
    samples.read([0], into.subarray(0, volume));
    expect([into[0], into[1]]).toEqual([1, -1]);
  }, 30_000);
});
