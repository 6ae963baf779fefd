// Images or points from NumPy's files, in memory. Which of them an array holds follows from the specification: images
// where it has a size.

import { basename } from 'node:path';
import type { NpySpec } from '../spec/run-spec.ts';
import { DataError, type DataDescription, type Dataset } from './dataset.ts';
import { fingerprint } from './fingerprint.ts';
import { placeOf, readNpy, type NpyArray } from './npy.ts';
import { readNpzMember } from './npz.ts';
import { readDataFile } from './read-file.ts';
import { pixelWriter } from './resize-colour.ts';
import { orderedImages, pointSamples } from './samples.ts';
import { scaledPoints } from './scale-points.ts';
import { splitSamples } from './split.ts';

/** The largest file, and the largest array in one, in bytes. */
const maxBytes = 2 ** 30;
const maxEdge = 1024;

function describeNpy({ path, size, channels = 1 }: NpySpec): DataDescription {
  if (size === undefined) return { title: basename(path), shape: [2] };
  const title = `${basename(path)}, ${size} x ${size}${channels === 3 ? ' x 3' : ''}`;
  return { title, shape: [size, size, channels] };
}

/** Throws a DataError for files that are no such arrays, and for values that are not finite, with their place. */
export function openNpy(spec: NpySpec): Dataset {
  const { name, array } = readArray(spec);
  return spec.size === undefined
    ? openPoints(spec, name, array)
    : openImages(spec, name, array, spec.size, spec.channels ?? 1);
}

function readArray({ path, entry }: NpySpec): { readonly name: string; readonly array: NpyArray } {
  const file = readDataFile(path, 'data.path', maxBytes);
  const isArchive = file[0] === 0x50 && file[1] === 0x4b;
  if (!isArchive) {
    if (entry !== undefined && entry !== '')
      throw new DataError(`"${path}" is a single array, not an .npz file; leave data.entry out.`);
    return { name: path, array: readNpy(path, file) };
  }
  const member = readNpzMember(path, file, entry === '' ? undefined : entry, maxBytes);
  const name = `${path}: ${member.name}`;
  return { name, array: readNpy(name, member.bytes) };
}

function openPoints(spec: NpySpec, name: string, { shape, values }: NpyArray): Dataset {
  if (shape.length !== 2 || shape[1] !== 2) {
    const advice = shape.length > 2 ? 'set data.size and data.channels to read it as images' : 'reshape it';
    throw new DataError(
      `"${name}" has the shape [${shape.join(', ')}], where points have [n, 2]; ${advice}.`,
    );
  }
  requireFinite(name, values, shape);
  const beyond = values.findIndex((value: number) => !Number.isFinite(Math.fround(value)));
  if (beyond >= 0)
    throw new DataError(
      `"${name}" holds ${values[beyond]} at ${placeOf(beyond, shape)}, beyond the numbers that training has; scale the points.`,
    );
  const { heldOut, scale } = spec;
  const split = splitSamples(name, shape[0], heldOut);
  const { points, notes } = scaledPoints(values, split.train, scale);
  return {
    ...describeNpy(spec),
    train: pointSamples(points, split.train),
    heldOut: pointSamples(points, split.heldOut),
    fingerprint: fingerprint([new Uint8Array(points.buffer)], { heldOut }),
    notes,
  };
}

function openImages(
  spec: NpySpec,
  name: string,
  { shape, values }: NpyArray,
  size: 28 | 32 | 64,
  channels: 1 | 3,
): Dataset {
  const { count, height, width, depth, planar } = layoutOf(name, shape);
  const bytes = toBytes(name, values, shape);
  const pixels = planar ? channelsLast(bytes, count, height * width, depth) : bytes;
  const { heldOut } = spec;
  const split = splitSamples(name, count, heldOut);
  const stride = height * width * depth;
  const write = pixelWriter(height, width, depth, size, channels);
  const samples = (order: Uint32Array) => orderedImages(pixels, stride, order, size * size * channels, write);
  return {
    ...describeNpy(spec),
    train: samples(split.train),
    heldOut: samples(split.heldOut),
    fingerprint: fingerprint([pixels], { height, width, depth, size, channels, heldOut }),
  };
}

interface Layout {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  readonly depth: 1 | 3;
  /** Channels before height and width, as PyTorch has them. */
  readonly planar: boolean;
}

const isDepth = (size: number | undefined): size is 1 | 3 => size === 1 || size === 3;

function layoutOf(name: string, shape: readonly number[]): Layout {
  const [count = 0, a = 0, b = 0, c] = shape;
  const flat = shape.length === 3;
  const last = shape.length === 4 && isDepth(c);
  const planar = shape.length === 4 && !last && isDepth(a);
  if (!flat && !last && !planar)
    throw new DataError(
      `"${name}" has the shape [${shape.join(', ')}], where images have [n, height, width] or ` +
        '[n, height, width, channels] with 1 or 3 channels; ' +
        (shape.length === 2 && b === 0 && a === 2
          ? 'leave data.size and data.channels out to read it as points.'
          : 'reshape it.'),
    );
  const layout: Layout = planar
    ? { count, height: b, width: c, depth: a, planar }
    : { count, height: a, width: b, depth: last ? c : 1, planar };
  if (layout.height < 1 || layout.width < 1 || Math.max(layout.height, layout.width) > maxEdge)
    throw new DataError(
      `"${name}" holds images of ${layout.height} x ${layout.width} pixels; ` +
        `bring images of 1 to ${maxEdge} pixels along each edge.`,
    );
  return layout;
}

/** Bytes as they are; floats from 0 to 1, from -1 to 1 or from 0 to 255, by the range that all of them keep to. */
function toBytes(name: string, values: NpyArray['values'], shape: readonly number[]): Uint8Array {
  if (values instanceof Uint8Array) return values;
  requireFinite(name, values, shape);
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  const [offset, scale] = least >= 0 ? (most <= 1 ? [0, 255] : [0, 1]) : [1, 127.5];
  if (least < -1 || most > 255 || (least < 0 && most > 1))
    throw new DataError(
      `"${name}" holds values from ${least} to ${most}, where pixels go from 0 to 255, 0 to 1 or -1 to 1; ` +
        'scale the array.',
    );
  const bytes = new Uint8Array(values.length);
  for (let i = 0; i < values.length; i += 1) bytes[i] = Math.round((values[i] + offset) * scale);
  return bytes;
}

function requireFinite(name: string, values: NpyArray['values'], shape: readonly number[]): void {
  const wrong = values.findIndex((value: number) => !Number.isFinite(value));
  if (wrong >= 0)
    throw new DataError(
      `"${name}" holds ${values[wrong]} at ${placeOf(wrong, shape)}; remove or replace such values, as with numpy.nan_to_num.`,
    );
}

function channelsLast(planes: Uint8Array, count: number, area: number, depth: number): Uint8Array {
  if (depth === 1) return planes;
  const pixels = new Uint8Array(planes.length);
  for (let n = 0; n < count; n += 1) {
    const at = n * area * depth;
    for (let c = 0; c < depth; c += 1)
      for (let i = 0; i < area; i += 1) pixels[at + i * depth + c] = planes[at + c * area + i];
  }
  return pixels;
}
