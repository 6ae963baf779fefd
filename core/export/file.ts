// Exported files: written beside and renamed, so that neither a full disk nor a change of mind leaves half of one.

import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { storeError } from '../store/errors.ts';
import { syncFolder, writeDurably } from '../store/files.ts';

const doing = 'write the export';

/** @throws StoreError when the file cannot be written */
export function writeBytes(file: string, bytes: Uint8Array): void {
  writeDurably(file, [bytes], doing);
}

/**
 * Writes parts as they come. Whatever was at `file` stays until all of them are safe.
 * @returns the file's bytes
 * @throws StoreError when the file cannot be written, and whatever the parts throw; nothing is left then
 */
export async function writeParts(file: string, parts: AsyncIterable<Uint8Array>): Promise<number> {
  const beside = `${file}.${process.pid}.part`;
  const orStoreError = async <T>(action: Promise<T>): Promise<T> => {
    try {
      return await action;
    } catch (cause) {
      throw storeError(cause, doing, file);
    }
  };
  try {
    const handle = await orStoreError(open(beside, 'w'));
    let bytes = 0;
    try {
      for await (const part of parts) {
        for (let at = 0; at < part.length;) {
          at += (await orStoreError(handle.write(part, at))).bytesWritten;
        }
        bytes += part.length;
      }
      await orStoreError(handle.sync());
    } finally {
      await handle.close();
    }
    await orStoreError(rename(beside, file));
    syncFolder(dirname(file));
    return bytes;
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}

/** Lines joined into parts of some size: a system call for each would take long. */
export function* encoded(lines: Iterable<string>): Generator<Uint8Array> {
  const encoder = new TextEncoder();
  const enough = 1 << 16;
  let text = '';
  for (const line of lines) {
    text += line;
    if (text.length > enough) {
      yield encoder.encode(text);
      text = '';
    }
  }
  yield encoder.encode(text);
}
