import { readdirSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { StoreError } from '../../../core/store/errors.ts';
import { bytesBelow, writeDurably, type Write } from '../../../core/store/files.ts';
import { temporaryFolder } from './support.ts';

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

describe('writeDurably', () => {
  it('writes the parts one after another', () => {
    const path = join(temporaryFolder(), 'file');
    writeDurably(path, [bytes(1, 2), bytes(), bytes(3)], 'write');
    expect([...readFileSync(path)]).toEqual([1, 2, 3]);
  });

  it('goes on after a write that took only some of the bytes', () => {
    const path = join(temporaryFolder(), 'file');
    const oneByOne: Write = (descriptor, part) => writeSync(descriptor, part.subarray(0, 1));
    writeDurably(path, [bytes(1, 2, 3), bytes(4, 5)], 'write', oneByOne);
    expect([...readFileSync(path)]).toEqual([1, 2, 3, 4, 5]);
  });

  it('leaves the old file and nothing beside it when the disk is full', () => {
    const folder = temporaryFolder();
    const path = join(folder, 'file');
    writeFileSync(path, 'old');
    let room = 2;
    const full: Write = (descriptor, part) => {
      if (room === 0) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
      room -= 1;
      return writeSync(descriptor, part.subarray(0, 1));
    };
    const writing = (): void => {
      writeDurably(path, [bytes(1, 2, 3)], 'save it', full);
    };
    expect(writing).toThrow(StoreError);
    expect(writing).toThrow(/^Cannot save it: the disk that holds .*file is full/);
    expect(readFileSync(path, 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(['file']);
  });
});

describe('bytesBelow', () => {
  it('adds up files in folders in folders', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'a'), 'xyz');
    writeDurably(join(folder, 'b'), [new Uint8Array(1000)], 'write');
    expect(bytesBelow(folder)).toBe(1003);
    expect(bytesBelow(join(folder, 'nowhere'))).toBe(0);
  });
});
