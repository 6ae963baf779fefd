// Unpacks a run bundle into a folder that nobody looks at, and proves every byte of it on the way.

import { createHash } from 'node:crypto';
import { mkdir, open, statfs, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw } from 'node:zlib';
import { storeError } from '../store/errors.ts';
import { bytesPerValue } from '../store/sizes.ts';
import { damaged, entryPlace, manifestName, readManifest, type ManifestEntry } from './bundle-format.ts';
import { packedBytes } from './bundle-tables.ts';
import { ImportError } from './errors.ts';
import { pacer, type Work } from './work.ts';
import { packedChunks, readZipDirectory, ZipProblem, type ZipEntry } from './zip-directory.ts';

export interface UnpackOptions extends Work {
  /** Room on the disk; what the system says unless given. */
  readonly freeBytes?: number;
}

const mostManifestBytes = 64e6;
/** Deflate packs zeros a thousandfold, and nothing that training makes comes near this as a whole. */
const mostExpansion = 200;
const freelyExpanded = 64e6;
/** Left to everything else on the disk. */
const spareBytes = 64e6;

/**
 * Writes the entries of a bundle below a folder under their names, `runs/1/run.json` and so on.
 * @returns what the manifest says of them, which is true
 * @throws ImportError when the file is not a whole bundle or the disk has no room for it, StoreError when it cannot be
 * read or written
 */
export async function unpackBundle(
  file: string,
  folder: string,
  options: UnpackOptions = {},
): Promise<readonly ManifestEntry[]> {
  return withBundle(file, async (handle, entries, zipped) => {
    await requireRoom(file, folder, entries, options.freeBytes);
    const bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0);
    const pace = pacer(options);
    let done = 0;
    for (const entry of entries) {
      const path = join(folder, ...entry.name.split('/'));
      await mkdir(dirname(path), { recursive: true });
      await unpackEntry(file, handle, zipped.get(entry.name)!, entry, path, options.signal);
      done += entry.bytes;
      await pace(done, bytes);
    }
    return entries;
  });
}

/**
 * Looks whether a file is a bundle that this version can import, without unpacking it.
 * @throws ImportError as a rejection
 */
export async function checkBundle(file: string): Promise<void> {
  await withBundle(file, () => Promise.resolve());
}

async function withBundle<T>(
  file: string,
  action: (
    handle: FileHandle,
    entries: readonly ManifestEntry[],
    zipped: ReadonlyMap<string, ZipEntry>,
  ) => Promise<T>,
): Promise<T> {
  let handle: FileHandle;
  try {
    handle = await open(file);
  } catch (cause) {
    throw cannotOpen(file, cause);
  }
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) throw new ImportError(`${file} is not a file; give the path of a bundle.`);
    const zipped = new Map((await readZipDirectory(handle)).map((entry) => [entry.name, entry]));
    const manifest = zipped.get(manifestName);
    if (manifest === undefined) throw new ImportError(`${file} is not a run bundle; it has no manifest.`);
    const entries = readManifest(await readText(file, handle, manifest), file);
    requireSame(file, entries, zipped);
    const bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0);
    if (bytes > stat.size * mostExpansion + freelyExpanded) {
      throw damaged(file, `${stat.size} bytes claim to hold ${bytes}, which no bundle does`);
    }
    return await action(handle, entries, zipped);
  } catch (error) {
    if (error instanceof ZipProblem) {
      throw new ImportError(`${file} ${error.message}`, { cause: error });
    }
    throw error;
  } finally {
    await handle.close();
  }
}

function cannotOpen(file: string, cause: unknown): Error {
  if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') {
    return new ImportError(`There is no file ${file}; give the path of a bundle.`, { cause });
  }
  const why = cause instanceof Error ? cause.message : String(cause);
  return new ImportError(`${file} cannot be read (${why}); give a bundle that can.`, { cause });
}

/** The manifest and the archive name the same entries, of the same sizes. */
function requireSame(
  file: string,
  entries: readonly ManifestEntry[],
  zipped: ReadonlyMap<string, ZipEntry>,
): void {
  if (entries.length === 0)
    throw new ImportError(`${file} is a bundle of no runs; there is nothing to import.`);
  const names = new Set(entries.map(({ name }) => name));
  if (names.size < entries.length || names.size !== zipped.size - 1) {
    throw damaged(file, 'its manifest does not fit what is in it');
  }
  for (const { name, bytes } of entries) {
    if (entryPlace(name) === null) throw damaged(file, `it has an entry that no bundle has, ${shown(name)}`);
    if (zipped.get(name)?.bytes !== bytes)
      throw damaged(file, `${shown(name)} is missing or of another size`);
  }
}

/** Names from outside, shortened and without anything that would do something to a terminal. */
function shown(name: string): string {
  return JSON.stringify(name.length > 80 ? `${name.slice(0, 80)}…` : name);
}

async function requireRoom(
  file: string,
  folder: string,
  entries: readonly ManifestEntry[],
  given: number | undefined,
): Promise<void> {
  let needed = spareBytes;
  for (const { name, bytes } of entries) {
    const isMetric = entryPlace(name)!.path.startsWith('metrics/');
    needed += bytes + (isMetric ? (bytes / packedBytes(1, 2)) * bytesPerValue : 0);
  }
  const { bavail, bsize } = await statfs(folder);
  const free = given ?? bavail * bsize;
  if (needed <= free) return;
  throw new ImportError(
    `${file} needs ${megabytes(needed)} on the disk of the data directory, which has ${megabytes(free)}; free some space first.`,
  );
}

const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1e6).toLocaleString('en-US')} MB`;

async function readText(file: string, handle: FileHandle, entry: ZipEntry): Promise<string> {
  if (entry.bytes > mostManifestBytes) throw damaged(file, 'its manifest is too large');
  const parts: Uint8Array[] = [];
  await inflated(file, handle, entry, (part) => {
    parts.push(part);
    return Promise.resolve();
  });
  return Buffer.concat(parts).toString('utf8');
}

/** Writes one entry. @throws ImportError when it is not what the manifest says */
async function unpackEntry(
  file: string,
  handle: FileHandle,
  zipped: ZipEntry,
  { name, sha256 }: ManifestEntry,
  path: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const doing = 'unpack the bundle';
  const hash = createHash('sha256');
  const out = await open(path, 'wx').catch((cause: unknown) => {
    throw storeError(cause, doing, path);
  });
  try {
    await inflated(file, handle, zipped, async (part) => {
      signal?.throwIfAborted();
      hash.update(part);
      try {
        await out.writeFile(part);
      } catch (cause) {
        throw storeError(cause, doing, path);
      }
    });
    await out.sync();
  } finally {
    await out.close();
  }
  if (hash.digest('hex') !== sha256) throw damaged(file, `${shown(name)} is not what was exported`);
}

/** Gives an entry's bytes to `take`, never more than it says to have. @throws ImportError */
async function inflated(
  file: string,
  handle: FileHandle,
  entry: ZipEntry,
  take: (part: Uint8Array) => Promise<void>,
): Promise<void> {
  let bytes = 0;
  const wrong = (): ImportError => damaged(file, `${shown(entry.name)} is not of the size that it says`);
  const count = async (parts: AsyncIterable<Uint8Array>): Promise<void> => {
    for await (const part of parts) {
      bytes += part.length;
      if (bytes > entry.bytes) throw wrong();
      await take(part);
    }
  };
  const chunks = packedChunks(handle, entry);
  try {
    if (entry.deflated) await pipeline(chunks, createInflateRaw(), count);
    else await count(chunks);
  } catch (error) {
    const isZlib = error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
    throw isZlib ? damaged(file, `${shown(entry.name)} cannot be unpacked`) : error;
  }
  if (bytes !== entry.bytes) throw wrong();
}
