// A prepared data set: images at their final size as bytes in one file, read by index without ever being in memory as
// a whole. Layout: pixels, then labels of 16 bits, then a description as JSON, its length in 4 bytes, and a magic number.
// The file is written beside its place and renamed, so that whatever has the name is whole.

import { createHash, randomBytes } from 'node:crypto';
import {
  closeSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { preparedFolder } from './cache-folder.ts';
import { DataError, type Samples, type Skipped } from './dataset.ts';
import { codeOf } from './read-file.ts';
import { checkRead } from './samples.ts';

/** What was found while a set was prepared. */
export interface Findings {
  /** Null where the images have no classes; then the labels are of no meaning. */
  readonly classes: readonly string[] | null;
  readonly skipped: readonly Skipped[];
}

interface Description extends Findings {
  readonly count: number;
  /** Bytes of one image. */
  readonly volume: number;
  /** SHA-256 of pixels and labels. */
  readonly digest: string;
}

export interface PreparedImages extends Description {
  readonly labels: Uint16Array;
  readonly path: string;
  readonly file: number;
}

const magic = Buffer.from('CRITIMG1');
const mostDescription = 16 * 2 ** 20;

/** The place of a prepared set: `key` is everything that decides its bytes. */
export function preparedPath(key: unknown): string {
  const name = createHash('sha256').update(JSON.stringify(key)).digest('hex').slice(0, 40);
  return join(preparedFolder(), `${name}.images`);
}

/**
 * Writes a prepared set. `produce` adds image after image, of `volume` bytes each, and says what it found.
 * Throws a DataError when the cache has no room or may not be written; nothing is left behind then.
 */
export async function writePrepared(
  path: string,
  volume: number,
  produce: (add: (pixels: Uint8Array, label: number) => void) => Promise<Findings>,
): Promise<void> {
  const part = `${path}.${process.pid}-${randomBytes(4).toString('hex')}.part`;
  let file: number | undefined;
  try {
    mkdirSync(preparedFolder(), { recursive: true });
    sweep();
    file = openSync(part, 'wx');
    const sink = new Sink(file);
    const labels: number[] = [];
    const findings = await produce((pixels, label) => {
      if (pixels.length !== volume)
        throw new RangeError(`An image of ${pixels.length} bytes is not one of ${volume}.`);
      sink.add(pixels);
      labels.push(label);
    });
    sink.add(new Uint8Array(Uint16Array.from(labels).buffer));
    const description: Description = {
      ...findings,
      ...{ count: labels.length, volume, digest: sink.digest() },
    };
    const text = Buffer.from(JSON.stringify(description));
    const length = Buffer.alloc(4);
    length.writeUInt32LE(text.length);
    sink.add(Buffer.concat([text, length, magic]));
    sink.flush();
    fsyncSync(file);
    closeSync(file);
    file = undefined;
    renameSync(part, path);
  } catch (error) {
    if (file !== undefined) closeSync(file);
    rmSync(part, { force: true });
    throw cacheProblem(error) ?? error;
  }
}

/** Collects small writes, and hashes what passes. */
class Sink {
  readonly #file: number;
  readonly #buffer = Buffer.alloc(2 ** 20);
  readonly #hash = createHash('sha256');
  #filled = 0;

  constructor(file: number) {
    this.#file = file;
  }

  add(bytes: Uint8Array): void {
    this.#hash.update(bytes);
    if (this.#filled + bytes.length > this.#buffer.length) this.flush();
    if (bytes.length > this.#buffer.length) {
      this.#write(bytes);
      return;
    }
    this.#buffer.set(bytes, this.#filled);
    this.#filled += bytes.length;
  }

  flush(): void {
    this.#write(this.#buffer.subarray(0, this.#filled));
    this.#filled = 0;
  }

  /** Of everything so far. */
  digest(): string {
    return this.#hash.copy().digest('hex');
  }

  #write(bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length;) done += writeSync(this.#file, bytes, done);
  }
}

/** Takes away what preparations left that were ended in the middle: their processes are gone. */
function sweep(): void {
  for (const name of readdirSync(preparedFolder())) {
    const owner = /\.(\d+)-[0-9a-f]{8}\.part$/u.exec(name)?.[1];
    if (owner !== undefined && !isAlive(Number(owner))) rmSync(join(preparedFolder(), name), { force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

function cacheProblem(error: unknown): DataError | undefined {
  const folder = preparedFolder();
  switch (codeOf(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new DataError(
        `There is no room to prepare the data in "${folder}"; free some, or set CRITIC_CACHE to a folder that has room.`,
      );
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'ENOTDIR':
    case 'EEXIST':
      return new DataError(
        `The folder "${folder}" for prepared data cannot be written; change its permissions or set CRITIC_CACHE to another one.`,
      );
    default:
      return undefined;
  }
}

/** Opens a prepared set; undefined where there is none, or none that is whole. The file stays open with the process. */
export function openPrepared(path: string, volume: number): PreparedImages | undefined {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    return undefined;
  }
  const description = readDescription(file, volume);
  if (description === undefined) {
    closeSync(file);
    return undefined;
  }
  const { count } = description;
  const bytes = new Uint8Array(2 * count);
  readFully(file, bytes, 2 * count, count * volume);
  return { ...description, labels: new Uint16Array(bytes.buffer), path, file };
}

function readDescription(file: number, volume: number): Description | undefined {
  const { size } = fstatSync(file);
  const end = Buffer.alloc(4 + magic.length);
  if (size < end.length || !readFully(file, end, end.length, size - end.length)) return undefined;
  const length = end.readUInt32LE();
  if (!end.subarray(4).equals(magic) || length > mostDescription || length + end.length > size)
    return undefined;
  const text = Buffer.alloc(length);
  if (!readFully(file, text, length, size - end.length - length)) return undefined;
  let description: Description;
  try {
    // Written by this program; the length of the file says whether it is all there.
    description = JSON.parse(text.toString('utf8')) as Description;
  } catch {
    return undefined;
  }
  const whole = description.count * (volume + 2) + length + end.length;
  return description.volume === volume && whole === size ? description : undefined;
}

function readFully(file: number, into: Uint8Array, length: number, position: number): boolean {
  for (let done = 0; done < length;) {
    const read = readSync(file, into, done, length - done, position + done);
    if (read === 0) return false;
    done += read;
  }
  return true;
}

/** Byte to float: 0 is -1, 255 is 1. */
const signed = Float32Array.from({ length: 256 }, (_, byte) => byte / 127.5 - 1);

/** Sample i is the image at `order[i]`, read from the file when it is asked for. */
export function preparedSamples(images: PreparedImages, order: Uint32Array): Samples {
  const { volume, file, path, classes, labels } = images;
  const bytes = new Uint8Array(volume);
  return {
    count: order.length,
    ...(classes !== null && { labels: Uint16Array.from(order, (at) => labels[at]) }),
    read(indices, into) {
      checkRead(indices, into, order.length, volume);
      for (let i = 0; i < indices.length; i += 1) {
        if (!readFully(file, bytes, volume, order[indices[i]] * volume))
          throw new DataError(
            `"${path}" was cut off while it was read; resume the run, which prepares it again.`,
          );
        for (let k = 0; k < volume; k += 1) into[i * volume + k] = signed[bytes[k]];
      }
    },
  };
}
