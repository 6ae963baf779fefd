// Reads what a zip archive says of itself, trusting none of it: entries are inside the file, apart from each other,
// and named once. Encrypted and split archives, and those beyond 4 GB, are refused.
// Source: PKWARE, .ZIP File Format Specification 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16.

import type { FileHandle } from 'node:fs/promises';

export interface ZipEntry {
  readonly name: string;
  readonly deflated: boolean;
  /** Where its bytes are in the file. */
  readonly start: number;
  readonly packedBytes: number;
  /** As it says. */
  readonly bytes: number;
}

/** Why an archive cannot be read: the end of a sentence that begins with its name. */
export class ZipProblem extends Error {
  override readonly name = 'ZipProblem';

  constructor(what: string, advice = 'export it again, or get another copy') {
    super(`${what}; ${advice}.`);
  }
}

const endBytes = 22;
const entryBytes = 46;
const localBytes = 30;
const signatures = { end: 0x06054b50, entry: 0x02014b50, local: 0x04034b50 } as const;
/** What stands where a number did not fit, which only archives with extensions have. */
const [tooMany, tooLarge] = [0xffff, 0xffffffff];

/** @throws ZipProblem */
export async function readZipDirectory(handle: FileHandle): Promise<readonly ZipEntry[]> {
  const { size } = await handle.stat();
  const start = size < 4 ? 0 : (await read(handle, 0, 4)).readUInt32LE();
  if (start !== signatures.local)
    throw new ZipProblem('is not a run bundle', 'choose a file that Critic has exported');
  const end = await readEnd(handle, size);
  const count = end.readUInt16LE(10);
  const directoryBytes = end.readUInt32LE(12);
  const directoryStart = end.readUInt32LE(16);
  if (count === tooMany || directoryBytes === tooLarge || directoryStart === tooLarge) {
    throw new ZipProblem('is larger than this version reads');
  }
  if (end.readUInt32LE(4) !== 0 || directoryStart + directoryBytes !== size - endBytes) {
    throw new ZipProblem('is damaged: its directory is not where it should be');
  }
  const directory = await read(handle, directoryStart, directoryBytes);
  const entries: (ZipEntry & { readonly header: number })[] = [];
  let at = 0;
  for (let i = 0; i < count; i += 1) {
    if (at + entryBytes > directory.length || directory.readUInt32LE(at) !== signatures.entry) {
      throw new ZipProblem('is damaged: its directory is cut off');
    }
    const entry = await readEntry(handle, directory, at, directoryStart);
    entries.push(entry);
    at += entryBytes + [28, 30, 32].reduce((sum, field) => sum + directory.readUInt16LE(at + field), 0);
  }
  if (at !== directory.length) throw new ZipProblem('is damaged: its directory is longer than it says');
  requireApart(entries);
  return entries;
}

async function readEnd(handle: FileHandle, size: number): Promise<Buffer> {
  // Archives of this program have no comment at their end.
  const end = size < endBytes ? null : await read(handle, size - endBytes, endBytes);
  if (end?.readUInt32LE() !== signatures.end || end.readUInt16LE(20) !== 0) {
    throw new ZipProblem('is cut off or damaged: its end is missing');
  }
  return end;
}

async function readEntry(
  handle: FileHandle,
  directory: Buffer,
  at: number,
  limit: number,
): Promise<ZipEntry & { readonly header: number }> {
  const [flags, method] = [directory.readUInt16LE(at + 8), directory.readUInt16LE(at + 10)];
  const [packedBytes, bytes] = [directory.readUInt32LE(at + 20), directory.readUInt32LE(at + 24)];
  const nameBytes = directory.readUInt16LE(at + 28);
  const header = directory.readUInt32LE(at + 42);
  const name = directory.toString('latin1', at + entryBytes, at + entryBytes + nameBytes);
  if ((flags & 1) !== 0) throw new ZipProblem('is encrypted');
  if (method !== 0 && method !== 8)
    throw new ZipProblem('is packed in a way that this version does not know');
  if ([packedBytes, bytes, header].includes(tooLarge)) {
    throw new ZipProblem('is larger than this version reads');
  }
  if (method === 0 && packedBytes !== bytes)
    throw new ZipProblem('is damaged: the sizes of its entries differ');
  const outside = new ZipProblem('is damaged: its directory names places outside of it');
  if (header + localBytes + nameBytes > limit) throw outside;
  const local = await read(handle, header, localBytes + nameBytes);
  const start = header + localBytes + local.readUInt16LE(26) + local.readUInt16LE(28);
  if (local.readUInt32LE() !== signatures.local || start + packedBytes > limit) throw outside;
  if (local.readUInt16LE(26) !== nameBytes || local.toString('latin1', localBytes) !== name) {
    throw new ZipProblem('is damaged: an entry has two names');
  }
  return { name, deflated: method === 8, start, packedBytes, bytes, header };
}

/** Entries over each other are how a small file becomes a huge one. */
function requireApart(entries: readonly (ZipEntry & { readonly header: number })[]): void {
  const names = new Set(entries.map(({ name }) => name));
  if (names.size < entries.length) throw new ZipProblem('is damaged: it has two entries of one name');
  let end = 0;
  for (const { header, start, packedBytes } of [...entries].sort((a, b) => a.header - b.header)) {
    if (header < end) throw new ZipProblem('is damaged: its entries lie over each other');
    end = start + packedBytes;
  }
}

async function read(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  for (let done = 0; done < length;) {
    const { bytesRead } = await handle.read(buffer, done, length - done, position + done);
    if (bytesRead === 0) throw new ZipProblem('is cut off');
    done += bytesRead;
  }
  return buffer;
}

const chunkBytes = 1 << 18;

/** The entry's bytes as they are in the file. @throws ZipProblem */
export async function* packedChunks(
  handle: FileHandle,
  { start, packedBytes }: ZipEntry,
): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < packedBytes; at += chunkBytes) {
    yield await read(handle, start + at, Math.min(chunkBytes, packedBytes - at));
  }
}
