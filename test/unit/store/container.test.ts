import { createHash } from 'node:crypto';
import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { encode, readContainer } from '../../../core/store/container.ts';
import { StoreError } from '../../../core/store/errors.ts';
import { temporaryFolder } from './support.ts';

const floats = Float32Array.of(0.1, -0, NaN, -Infinity, 3e38, 1e-45);
const arrays = [
  { name: 'floats', shape: [2, 3], data: floats },
  { name: 'bytes', shape: [3], data: Uint8Array.of(0, 128, 255) },
  { name: 'none', shape: [0, 4], data: new Float32Array(0) },
];

function written(): { path: string; bytes: Buffer } {
  const path = join(temporaryFolder(), 'file');
  writeFileSync(path, Buffer.concat([...encode({ header: { kind: 'test', note: 'é' }, arrays })]));
  return { path, bytes: readFileSync(path) };
}

describe('container', () => {
  it('gives back the header and the arrays to the bit', () => {
    const { header, arrays: read } = readContainer(written().path);
    expect(header).toMatchObject({ kind: 'test', note: 'é' });
    expect(read.map(({ name, shape }) => [name, shape])).toEqual([
      ['floats', [2, 3]],
      ['bytes', [3]],
      ['none', [0, 4]],
    ]);
    expect(new Uint8Array(read[0].data.buffer)).toEqual(new Uint8Array(floats.buffer));
    expect(read[1].data).toEqual(Uint8Array.of(0, 128, 255));
  });

  it('is laid out as documented', () => {
    const { bytes } = written();
    expect(bytes.toString('latin1', 0, 8)).toBe('CRITIC\0\x01');
    const start = 12 + bytes.readUInt32LE(8);
    expect(start % 8).toBe(0);
    expect(bytes.readFloatLE(start)).toBe(Math.fround(0.1));
    expect(bytes.length).toBe(start + 24 + 3 + 32);
    const digest = createHash('sha256').update(bytes.subarray(0, -32)).digest();
    expect(bytes.subarray(-32).equals(digest)).toBe(true);
  });

  it('refuses every truncation', () => {
    const { path, bytes } = written();
    for (let length = bytes.length - 1; length >= 0; length -= 1) {
      truncateSync(path, length);
      expect(() => readContainer(path), `${length} bytes`).toThrow(StoreError);
    }
  });

  it('refuses every altered byte', () => {
    const { path, bytes } = written();
    for (let at = 0; at < bytes.length; at += 1) {
      const altered = Buffer.from(bytes);
      altered[at] = altered[at] ^ 0x10;
      writeFileSync(path, altered);
      expect(() => readContainer(path), `byte ${at}`).toThrow(StoreError);
    }
  });

  it('says what is wrong, with the file', () => {
    const { path, bytes } = written();
    expect(() => readContainer(`${path}-not`)).toThrow(/file-not is missing/);
    writeFileSync(path, bytes.subarray(0, -1));
    expect(() => readContainer(path)).toThrow(/file is damaged: its SHA-256 does not match/);
    writeFileSync(path, Buffer.alloc(100));
    expect(() => readContainer(path)).toThrow(/another kind of file/);
  });

  it('refuses a header that promises other arrays than there are, even with a right digest', () => {
    const { path, bytes } = written();
    const forged = Buffer.from(bytes.toString('latin1').replace('[2,3]', '[2,2]'), 'latin1');
    createHash('sha256')
      .update(forged.subarray(0, -32))
      .digest()
      .copy(forged, forged.length - 32);
    writeFileSync(path, forged);
    expect(() => readContainer(path)).toThrow(/8 bytes belong to no array/);
  });

  it('does not write an array that contradicts its shape', () => {
    const wrong = { header: {}, arrays: [{ name: 'w', shape: [2], data: new Float32Array(3) }] };
    expect(() => [...encode(wrong)]).toThrow(/"w" holds 3 values, not \[2\]/);
  });
});
