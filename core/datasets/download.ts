// Fetches a known data set into the cache: goes on where a broken transfer ended, and keeps nothing with a wrong checksum.

import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { downloadFolder } from './cache-folder.ts';
import { DataError, type OnProgress } from './dataset.ts';
import type { Download, DownloadFile } from './downloads.ts';
import { codeOf } from './read-file.ts';

export interface DownloadOptions {
  readonly signal?: AbortSignal;
  /** `done` of `of` bytes of a file. */
  readonly onProgress?: OnProgress;
  /** Another place with the same files, with a slash at the end; `CRITIC_MIRROR` where it is absent. */
  readonly address?: string;
}

/** More than any of them has. */
const mostBytes = 2 ** 28;
const attempts = 3;

/** Fetches what is not there yet; gives the folder. Rejects with a DataError that says what to do by hand. */
export async function download(set: Download, options: DownloadOptions = {}): Promise<string> {
  const mirror = process.env['CRITIC_MIRROR'];
  const given = options.address ?? (mirror === undefined || mirror === '' ? set.address : mirror);
  const address = given.endsWith('/') ? given : `${given}/`;
  const folder = downloadFolder(set.name);
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new DataError(
      `The folder "${folder}" for downloads cannot be made (${codeOf(error)}); set CRITIC_CACHE to one that can.`,
    );
  }
  for (const file of set.files) {
    const path = join(folder, file.name);
    if ((await md5Of(path)) !== file.md5) await fetchFile(set, file, `${address}${file.name}`, path, options);
  }
  return folder;
}

async function fetchFile(
  set: Download,
  file: DownloadFile,
  url: string,
  path: string,
  options: DownloadOptions,
): Promise<void> {
  const part = `${path}.part`;
  for (let attempt = 1; ; attempt += 1) {
    try {
      await receive(set, file, url, part, options);
      break;
    } catch (error) {
      if (options.signal?.aborted === true)
        throw new DataError(`The download of ${set.title} was stopped; the next one goes on from there.`);
      if (error instanceof DataError) throw error;
      const begun = sizeOf(part) > 0 || error instanceof BrokenOff;
      if (begun && attempt < attempts) continue;
      throw unreachable(set, url, path, begun, error);
    }
  }
  const sum = await md5Of(part);
  if (sum !== file.md5) {
    rmSync(part, { force: true });
    throw new DataError(
      `What ${url} gave is not the file ${file.name} of ${set.title}: its MD5 is ${sum ?? 'none'}, not ${file.md5}. ` +
        `It was removed; try again later, or put the right file at "${path}".`,
    );
  }
  renameSync(part, path);
}

/** Goes on with the part that is there. */
async function receive(
  set: Download,
  file: DownloadFile,
  url: string,
  part: string,
  { signal, onProgress }: DownloadOptions,
): Promise<void> {
  const have = sizeOf(part);
  const response = await fetch(url, {
    ...(have > 0 && { headers: { range: `bytes=${have}-` } }),
    ...(signal && { signal }),
  });
  const { status, headers, body } = response;
  if (status === 416) {
    // The part is the whole file, which the checksum shows, or none of it.
    await body?.cancel();
    return;
  }
  if (status !== 200 && status !== 206) {
    await body?.cancel();
    throw new DataError(
      `${url} answered with ${status} instead of the file; try again later, or put ${file.name} of ${set.title} ` +
        `at "${part.replace(/\.part$/u, '')}".`,
    );
  }
  const continues = status === 206 && (headers.get('content-range') ?? '').startsWith(`bytes ${have}-`);
  const start = continues ? have : 0;
  const of = start + Number(headers.get('content-length') ?? 0);
  let done = start;
  const counted = async function* (source: AsyncIterable<Uint8Array>) {
    for await (const chunk of source) {
      done += chunk.length;
      if (done > mostBytes)
        throw new DataError(
          `${url} gives more than ${mostBytes} bytes, which ${file.name} has not; try again later.`,
        );
      onProgress?.(`Downloading ${file.name}`, done, Math.max(of, done));
      yield chunk;
    }
  };
  if (body === null) throw new TypeError('The answer has no content.');
  try {
    await pipeline(
      Readable.fromWeb(body as ReadableStream<Uint8Array>),
      counted,
      createWriteStream(part, { flags: continues ? 'a' : 'w' }),
    );
  } catch (error) {
    throw error instanceof DataError ? error : new BrokenOff(error);
  }
}

/** What ended an answer that had begun, perhaps before its first byte. */
class BrokenOff extends Error {
  constructor(cause: unknown) {
    super('The answer broke off.', { cause });
  }
}

function unreachable(
  { title, name }: Download,
  url: string,
  path: string,
  begun: boolean,
  error: unknown,
): DataError {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  const code = codeOf(cause);
  if (code === 'ENOSPC')
    return new DataError(
      `There is no room for ${title} at "${path}"; free some, or set CRITIC_CACHE elsewhere.`,
    );
  const what = begun
    ? `broke off; what has arrived is kept, and critic data download ${name} goes on from there`
    : `cannot be reached (${code}); check the connection`;
  return new DataError(
    `${title} could not be downloaded: ${url} ${what}. Without a connection, bring the file from another machine ` +
      `and put it at "${path}".`,
  );
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

async function md5Of(path: string): Promise<string | undefined> {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) return undefined;
  const hash = createHash('md5');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
