// The file format of sample grids and checkpoints: named arrays after a JSON header, with a digest at the end.
//
//   8 bytes   "CRITIC\0" and 1, the version
//   4 bytes   length of the header, unsigned
//   header    JSON, padded with spaces so that the arrays start at a multiple of 8
//   arrays    raw values in the header's order, nothing between them
//   32 bytes  SHA-256 of everything before
//
// Numbers are little-endian, as on every machine this program runs on.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { StoreError, storeError } from './errors.ts';

export interface StoredArray {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array | Uint8Array;
}

export interface Container {
  /** What the file is, and whatever else its kind says in the header. */
  readonly header: Readonly<Record<string, unknown>>;
  readonly arrays: readonly StoredArray[];
}

const magic = new TextEncoder().encode('CRITIC\0\x01');
const prefixBytes = magic.length + 4;
const digestBytes = 32;

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const headerSchema = v.looseObject({
  arrays: v.array(v.object({ name: v.string(), type: v.picklist(['f32', 'u8']), shape: v.array(count) })),
});

const headerText = v.pipe(v.string(), v.parseJson(), headerSchema);

/** The file's bytes, part by part; the arrays are not copied. */
export function* encode(container: Container): Generator<Uint8Array> {
  const hash = createHash('sha256');
  const arrays = container.arrays.map(({ name, shape, data }) => {
    if (data.length !== volume(shape)) {
      throw new StoreError('invalid', `"${name}" holds ${data.length} values, not [${shape.join(', ')}].`);
    }
    return { name, type: data instanceof Uint8Array ? 'u8' : 'f32', shape };
  });
  const json = Buffer.from(JSON.stringify({ ...container.header, arrays }));
  const headerBytes = Math.ceil((prefixBytes + json.length) / 8) * 8 - prefixBytes;
  const head = Buffer.alloc(prefixBytes + headerBytes, ' ');
  head.set(magic, 0);
  head.writeUInt32LE(headerBytes, magic.length);
  head.set(json, prefixBytes);
  hash.update(head);
  yield head;
  for (const { data } of container.arrays) {
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    hash.update(bytes);
    yield bytes;
  }
  yield hash.digest();
}

/**
 * Reads a file and proves that it is what was written.
 * @throws StoreError when it is missing, truncated, altered or of a later version
 */
export function readContainer(path: string): Container {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') {
      throw new StoreError('damaged', `${path} is missing.`, { cause });
    }
    throw storeError(cause, 'read it', path);
  }
  return decode(bytes, path);
}

function decode(bytes: Buffer, path: string): Container {
  const damaged = (what: string): StoreError => new StoreError('damaged', `${path} is damaged: ${what}.`);
  if (bytes.length < prefixBytes + digestBytes) throw damaged(`it ends after ${bytes.length} bytes`);
  if (!bytes.subarray(0, magic.length - 1).equals(magic.subarray(0, -1)))
    throw damaged('it is another kind of file');
  if (bytes[magic.length - 1] !== magic.at(-1)) {
    throw new StoreError('newer', `${path} was written by a newer version; update Critic to read it.`);
  }
  const dataStart = prefixBytes + bytes.readUInt32LE(magic.length);
  const dataEnd = bytes.length - digestBytes;
  if (dataStart > dataEnd) throw damaged('its header is cut off');
  const digest = createHash('sha256').update(bytes.subarray(0, dataEnd)).digest();
  if (!digest.equals(bytes.subarray(dataEnd)))
    throw damaged('its SHA-256 does not match, so it was cut off or altered');

  const header = v.safeParse(headerText, bytes.toString('utf8', prefixBytes, dataStart));
  if (!header.success) throw damaged('its header makes no sense');
  const arrays: StoredArray[] = [];
  let at = dataStart;
  for (const { name, type, shape } of header.output.arrays) {
    const end = at + volume(shape) * (type === 'f32' ? 4 : 1);
    if (end > dataEnd) throw damaged(`"${name}" [${shape.join(', ')}] goes past its end`);
    // Copied: arrays must start at a multiple of their value's size, and live on their own.
    const copy = new Uint8Array(bytes.subarray(at, end));
    arrays.push({ name, shape, data: type === 'f32' ? new Float32Array(copy.buffer) : copy });
    at = end;
  }
  if (at !== dataEnd) throw damaged(`${dataEnd - at} bytes belong to no array`);
  return { header: header.output, arrays };
}

function volume(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}
