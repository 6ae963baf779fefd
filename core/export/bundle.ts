// Writes a run bundle: a zip archive with everything of some runs, to be imported on another machine.

import { createHash } from 'node:crypto';
import { Zip, ZipPassThrough, type ZipInputFile } from 'fflate';
import { promisify } from 'node:util';
import { crc32, deflateRaw } from 'node:zlib';
import type { Store } from '../store/store.ts';
import { bundleFormat, entryName, manifestName, type ManifestEntry } from './bundle-format.ts';
import { bundleParts, partsOf, type BundlePart, type PartedRun } from './bundle-parts.ts';
import { ExportError } from './errors.ts';
import { pacer, type Work } from './work.ts';

/** What a zip archive without extensions can hold, with room for the directory at its end. */
const mostBytes = 3.9e9;
const mostEntries = 65_000;
/** The same runs give the same bytes, whenever they are exported. */
const noTime = new Date(1980, 0, 1);
const level = 4;

/**
 * The bundle's bytes, part by part. Runs that are named twice are in it once.
 * @throws ExportError, StoreError as a rejection: when a run is unknown, trains, is damaged, or changes on the way
 */
export async function* bundleChunks(
  store: Store,
  runIds: readonly string[],
  work: Work = {},
): AsyncGenerator<Uint8Array> {
  const ids = new Set(runIds.map((id) => store.runs.get(id).id));
  if (ids.size === 0) throw new ExportError('A bundle needs at least one run; name one.');
  const runs = [...ids].map((id) => bundleParts(store, id));
  const bytes = sizeOf(runs);
  const pace = pacer(work);
  const ready: Uint8Array[] = [];
  const zip = new Zip((error, part) => {
    if (error !== null) throw error;
    ready.push(part);
  });
  const entries: ManifestEntry[] = [];
  let done = 0;
  const add = async function* (name: string, part: BundlePart): AsyncGenerator<Uint8Array> {
    const hash = createHash('sha256');
    let size = 0;
    const proven = async function* (): AsyncGenerator<Uint8Array> {
      for await (const chunk of part.read()) {
        hash.update(chunk);
        size += chunk.length;
        done += chunk.length;
        yield chunk;
        await pace(Math.min(done, bytes), bytes);
      }
    };
    const adding = part.loose ? addDeflated(zip, name, proven()) : addStored(zip, name, proven());
    while ((await adding.next()).done !== true) yield* ready.splice(0);
    yield* ready.splice(0);
    entries.push({ name, bytes: size, sha256: hash.digest('hex') });
    await pace(Math.min(done, bytes), bytes);
  };
  for (const [at, run] of runs.entries()) {
    for (const part of partsOf(run)) {
      yield* add(entryName({ run: at + 1, path: part.path }), part);
    }
  }
  for (const run of runs) requireUnchanged(store, run);
  const manifest = new TextEncoder().encode(
    `${JSON.stringify({ kind: 'critic-bundle', format: formatOf(runs), entries }, null, 1)}\n`,
  );
  yield* add(manifestName, {
    path: manifestName,
    bytes: manifest.length,
    loose: true,
    read: () => [manifest],
  });
  zip.end();
  yield* ready.splice(0);
  work.onProgress?.(bytes, bytes);
}

/** Adds an entry as it is; yields when there may be bytes of the archive to be taken away. */
async function* addStored(zip: Zip, name: string, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<void> {
  const entry = new ZipPassThrough(name);
  entry.mtime = noTime;
  zip.add(entry);
  for await (const chunk of chunks) {
    entry.push(chunk);
    yield;
  }
  entry.push(new Uint8Array(0), true);
}

const deflate = promisify(deflateRaw);

/**
 * The same, compressed by zlib: what the streams of fflate 0.8 write may refer to zeros before the first byte, which
 * other programs refuse.
 */
async function* addDeflated(zip: Zip, name: string, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<void> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  const whole = Buffer.concat(parts);
  const deflated = await deflate(whole, { level });
  const entry: ZipInputFile = {
    ...{ filename: name, size: whole.length, crc: crc32(whole), compression: 8, mtime: noTime },
  };
  zip.add(entry);
  entry.ondata!(null, deflated, true);
  yield;
}

/** The oldest format that has room for what is in it, so that older versions can read it where that is possible. */
const formatOf = (runs: readonly PartedRun[]): number =>
  Math.max(
    ...runs.map(({ measurements, histograms }) =>
      histograms !== null ? bundleFormat : measurements !== null ? 2 : 1,
    ),
  );

/** @throws ExportError when it is more than an archive holds */
function sizeOf(runs: readonly PartedRun[]): number {
  const parts = runs.flatMap(partsOf);
  const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
  if (bytes > mostBytes || parts.length > mostEntries) {
    const what =
      parts.length > mostEntries
        ? `${parts.length.toLocaleString('en-US')} files`
        : `${(bytes / 1e9).toFixed(1)} GB`;
    const advice =
      runs.length > 1 ? 'export the runs one by one' : 'copy its folder in the data directory instead';
    throw new ExportError(
      `A bundle holds up to 3.9 GB in 65,000 files, and this would be ${what}; ${advice}.`,
    );
  }
  return bytes;
}

/** @throws ExportError when somebody has gone on with the run in the meantime */
function requireUnchanged(store: Store, { id, seq }: PartedRun): void {
  if (store.transfer.read(id).run.seq === seq) return;
  throw new ExportError(`The run ${id} changed while it was exported; try again.`);
}
