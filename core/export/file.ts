// Exported files: written beside and renamed, so that a full disk never leaves half of one.

import { writeDurably } from '../store/files.ts';

/** @throws StoreError when the file cannot be written */
export function writeText(file: string, lines: Iterable<string>): void {
  writeDurably(file, encoded(lines), 'write the export');
}

/** @throws StoreError when the file cannot be written */
export function writeBytes(file: string, bytes: Uint8Array): void {
  writeDurably(file, [bytes], 'write the export');
}

/** Lines joined into parts of some size: a system call for each would take long. */
function* encoded(lines: Iterable<string>): Generator<Uint8Array> {
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
