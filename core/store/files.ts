// Files that are either wholly there or not at all: written beside, synced, renamed, and the folder synced.

import {
  closeSync,
  fsyncSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { storeError } from './errors.ts';

/** Writes some of the bytes at the descriptor's position and says how many; `fs.writeSync` unless a test says otherwise. */
export type Write = (descriptor: number, bytes: Uint8Array) => number;

const partSuffix = '.part';

/**
 * Replaces `path` by the parts, one after another. After it returns, the file survives a power cut; if it throws,
 * whatever was at `path` before is untouched and nothing is left beside it.
 * @returns the file's bytes
 * @throws StoreError
 */
export function writeDurably(
  path: string,
  parts: Iterable<Uint8Array>,
  doing: string,
  write: Write = writeSync,
): number {
  // The process id keeps two writers of the same file from sharing a half-written one.
  const beside = `${path}.${process.pid}${partSuffix}`;
  let bytes = 0;
  try {
    const descriptor = openSync(beside, 'w');
    try {
      for (const part of parts) {
        writeAll(descriptor, part, write);
        bytes += part.length;
      }
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(beside, path);
    syncFolder(dirname(path));
    return bytes;
  } catch (cause) {
    rmSync(beside, { force: true });
    throw storeError(cause, doing, path);
  }
}

function writeAll(descriptor: number, bytes: Uint8Array, write: Write): void {
  for (let done = 0; done < bytes.length;) done += write(descriptor, bytes.subarray(done));
}

/** Makes renames and removals in a folder survive a power cut. Windows neither needs nor allows it. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Removes the files of a folder that `keep` does not name, half-written ones included. A folder that is not there is empty. */
export function removeOthers(folder: string, keep: ReadonlySet<string>): void {
  for (const name of namesIn(folder)) if (!keep.has(name)) unlinkSync(join(folder, name));
}

/** Names in a folder; none when it does not exist. */
export function namesIn(folder: string): string[] {
  return statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true ? readdirSync(folder) : [];
}

/** Bytes of a file; 0 when it is not there. */
export function bytesOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

/** Bytes of all files below a folder. */
export function bytesBelow(folder: string): number {
  let bytes = 0;
  for (const name of namesIn(folder)) {
    const path = join(folder, name);
    const entry = statSync(path, { throwIfNoEntry: false });
    if (entry !== undefined) bytes += entry.isDirectory() ? bytesBelow(path) : entry.size;
  }
  return bytes;
}
