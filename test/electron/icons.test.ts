import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { iconSvg } from '../../build/icon-drawing.ts';

const folder = join(import.meta.dirname, '..', '..', 'resources', 'icons');
const read = (name: string): Buffer => readFileSync(join(folder, name));

function sizeOf(png: Uint8Array): number {
  const { width, height } = decode(png);
  expect(width).toBe(height);
  return width;
}

it('has a picture of every size that Linux wants', () => {
  const sizes = [16, 24, 32, 48, 64, 128, 256, 512];
  expect(sizes.map((size) => sizeOf(read(`${size}x${size}.png`)))).toEqual(sizes);
  expect(sizeOf(read('icon.png'))).toBe(1024);
});

it('has a Windows icon whose directory leads to pictures of the sizes it tells', () => {
  const file = read('icon.ico');
  expect([file.readUInt16LE(0), file.readUInt16LE(2)]).toEqual([0, 1]);
  const sizes = Array.from({ length: file.readUInt16LE(4) }, (_, index) => {
    const entry = 6 + 16 * index;
    const [length, offset] = [file.readUInt32LE(entry + 8), file.readUInt32LE(entry + 12)];
    expect(sizeOf(file.subarray(offset, offset + length))).toBe(file[entry] === 0 ? 256 : file[entry]);
    return file[entry];
  });
  expect(sizes).toEqual([16, 20, 24, 32, 40, 48, 64, 128, 0]);
});

it('has a macOS icon whose elements hold pictures of their types’ sizes, up to its end', () => {
  const file = read('icon.icns');
  expect(file.toString('latin1', 0, 4)).toBe('icns');
  expect(file.readUInt32BE(4)).toBe(file.length);
  const found: Record<string, number> = {};
  for (let at = 8; at < file.length; at += file.readUInt32BE(at + 4)) {
    found[file.toString('latin1', at, at + 4)] = sizeOf(
      file.subarray(at + 8, at + file.readUInt32BE(at + 4)),
    );
  }
  expect(found).toEqual({
    icp4: 16,
    icp5: 32,
    ic11: 32,
    ic12: 64,
    ic07: 128,
    ic08: 256,
    ic13: 256,
    ic09: 512,
    ic14: 512,
    ic10: 1024,
  });
});

describe('the drawing', () => {
  it('is the one that the committed files were made from', () => {
    expect(read('icon.svg').toString()).toBe(iconSvg({ margin: 0.03125, corner: 0.2, detail: 'full' }));
    expect(read('favicon.svg').toString()).toBe(iconSvg({ margin: 0, corner: 0.2, detail: 'small' }));
  });

  it('loads nothing and runs nothing', () => {
    expect(read('favicon.svg').toString()).not.toMatch(/href|script|style|url\((?!#)/);
  });
});
