// The IDX format of the MNIST family: two zero bytes, a type byte, the number of dimensions, each dimension
// as a big-endian 32-bit integer, then the values row by row; often inside gzip.
// A file is hostile until proven: nothing is inflated or allocated beyond what a checked header announces.

import { readFileSync, statSync } from 'node:fs';
import { constants, gunzipSync, type ZlibOptions } from 'node:zlib';
import { DataError } from './dataset.ts';

/** Where an IDX file is, and how a person can replace it. */
export interface IdxSource {
  readonly path: string;
  /** The field of the spec that names the file, or null for a file that comes with Critic. */
  readonly field: string | null;
}

export interface IdxImages {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  /** `[count, height, width]`, row-major. */
  readonly pixels: Uint8Array;
  /** The whole uncompressed file, header included. */
  readonly bytes: Uint8Array;
}

/** The largest file read, compressed or not, in bytes; the largest member of the family, EMNIST ByClass, has 547 million. */
const maxIdxBytes = 2 ** 30;
const maxEdge = 1024;

/**
 * Reads images of unsigned bytes: 3 dimensions, plain or gzip whatever the name says.
 * Throws a DataError that names the file, what is wrong with it and what to do.
 */
export function readIdxImages(source: IdxSource, maxBytes = maxIdxBytes): IdxImages {
  const { sizes, bytes } = readIdx(source, 3, maxBytes);
  const [count, height, width] = sizes as [number, number, number];
  if (height > maxEdge || width > maxEdge)
    throw fault(
      source,
      `holds images of ${height} x ${width} pixels, more than ${maxEdge} along an edge`,
      (field) => `scale them down before setting ${field}`,
    );
  return { count, height, width, pixels: bytes.subarray(headerBytes(3)), bytes };
}

/** Reads labels of unsigned bytes: 1 dimension, plain or gzip. Throws a DataError as `readIdxImages` does. */
export function readIdxLabels(source: IdxSource, maxBytes = maxIdxBytes): Uint8Array {
  return readIdx(source, 1, maxBytes).bytes.subarray(headerBytes(1));
}

type Dimensions = 1 | 3;
const contents = { 1: 'labels', 3: 'images' } as const;

function readIdx(source: IdxSource, dimensions: Dimensions, maxBytes: number) {
  const file = readBounded(source, maxBytes);
  const zipped = file[0] === 0x1f && file[1] === 0x8b;
  // The first few kilobytes of a gzip file hold the IDX header, and cannot inflate to more than a few megabytes.
  const head = zipped
    ? inflate(source, file.subarray(0, 4096), { finishFlush: constants.Z_SYNC_FLUSH })
    : file;
  const sizes = parseHeader(source, head, dimensions, maxBytes);
  const announced = headerBytes(dimensions) + sizes.reduce((product, size) => product * size, 1);
  // One allocation for all of it, but not on the header's word alone: deflate gains at most a factor of 1032.
  const bytes = zipped
    ? inflate(source, file, {
        maxOutputLength: announced,
        chunkSize: Math.max(constants.Z_MIN_CHUNK, Math.min(announced + 1, 1032 * file.length)),
      })
    : file;
  if (bytes.length < announced)
    throw fault(
      source,
      `is truncated: its header announces ${announced} bytes and ${bytes.length} are there`,
      again,
    );
  if (bytes.length > announced) throw tooLong(source);
  return { sizes, bytes };
}

function readBounded(source: IdxSource, maxBytes: number): Buffer {
  try {
    const stat = statSync(source.path);
    if (!stat.isFile())
      throw fault(
        source,
        `is not a file${stat.isDirectory() ? ' but a folder' : ''}`,
        (field) => `set ${field} to an IDX file`,
      );
    if (stat.size > maxBytes)
      throw fault(source, `has ${stat.size} bytes, more than the ${maxBytes} that are read`, smaller);
    return readFileSync(source.path);
  } catch (error) {
    if (error instanceof DataError) throw error;
    const code = codeOf(error);
    if (code === 'ENOENT' || code === 'ENOTDIR')
      throw fault(source, 'is missing', (field) => `check ${field}`);
    throw fault(
      source,
      `cannot be read (${code})`,
      (field) => `check that the file in ${field} may be read by you`,
    );
  }
}

function inflate(source: IdxSource, zipped: Uint8Array, options: ZlibOptions): Uint8Array {
  try {
    return gunzipSync(zipped, options);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ERR_BUFFER_TOO_LARGE') throw tooLong(source);
    if (code === 'Z_BUF_ERROR')
      throw fault(source, 'is truncated or damaged: its gzip data has no end', again);
    if (code.startsWith('Z_'))
      throw fault(source, `is damaged: its gzip data cannot be read (${code})`, again);
    throw error;
  }
}

function parseHeader(source: IdxSource, head: Uint8Array, dimensions: Dimensions, maxBytes: number) {
  const wanted = contents[dimensions];
  const instead = (field: string) => `set ${field} to an IDX file of ${wanted}, plain or gzip`;
  if (head.length === 0) throw fault(source, 'is empty', instead);
  if (head.length < 4 || head[0] !== 0 || head[1] !== 0)
    throw fault(source, 'is neither an IDX file nor a gzip of one', instead);
  const type = head[2];
  if (type !== 0x08) {
    const name = typeNames.get(type);
    throw name === undefined
      ? fault(source, 'is neither an IDX file nor a gzip of one', instead)
      : fault(source, `holds ${name}, not unsigned bytes`, instead);
  }
  const found = head[3];
  if (found !== dimensions) {
    const other = found === 1 || found === 3 ? `holds ${contents[found]}, not ${wanted}` : null;
    throw fault(source, other ?? `has ${found} dimensions, where ${wanted} have ${dimensions}`, instead);
  }
  if (head.length < headerBytes(dimensions))
    throw fault(source, 'is truncated: it ends inside its header', again);
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const sizes = Array.from({ length: dimensions }, (_, i) => view.getUint32(4 + 4 * i));
  if (sizes.includes(0)) throw fault(source, `holds no ${wanted} (${sizes.join(' x ')})`, instead);
  const volume = sizes.reduce((product, size) => product * size, 1);
  if (volume > maxBytes)
    throw fault(source, `announces ${volume} values, more than the ${maxBytes} that are read`, smaller);
  return sizes;
}

const headerBytes = (dimensions: Dimensions): number => 4 + 4 * dimensions;

const typeNames: ReadonlyMap<number, string> = new Map([
  [0x09, 'signed bytes'],
  [0x0b, '16-bit integers'],
  [0x0c, '32-bit integers'],
  [0x0d, '32-bit floats'],
  [0x0e, '64-bit floats'],
]);

type Advice = (field: string) => string;
const again: Advice = (field) => `download it again or set ${field} to a complete file`;
const smaller: Advice = (field) => `set ${field} to a smaller file`;

function fault(source: IdxSource, problem: string, advice: Advice): DataError {
  const remedy = source.field === null ? 'install Critic again to restore it' : advice(source.field);
  return new DataError(`"${source.path}" ${problem}; ${remedy}.`);
}

const tooLong = (source: IdxSource): DataError =>
  fault(source, 'holds more bytes than its header announces', again);

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
}
