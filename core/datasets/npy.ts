// The NPY format of NumPy (numpy.lib.format, versions 1 to 3): a magic string, a header in the notation of a Python
// dictionary, then the values. Read without trusting any of it: sizes are checked against the bytes that are there.

import { DataError } from './dataset.ts';

export interface NpyArray {
  readonly shape: readonly number[];
  /** Values in row-major order whatever the file has. Bytes stay bytes; everything else becomes floats. */
  readonly values: Uint8Array | Float32Array | Float64Array;
}

/**
 * Reads an array. `name` is what it is called in sentences: the path, with the entry where there is one.
 * Throws a DataError for what is no array, is cut off, or holds other things than numbers.
 */
export function readNpy(name: string, file: Uint8Array): NpyArray {
  const { descr, fortran, shape, start } = readHeader(name, file);
  const type = numberType(name, descr);
  const count = shape.reduce((product, size) => product * size, 1);
  const announced = count * type.bytes;
  const there = file.length - start;
  if (there < announced)
    throw new DataError(
      `"${name}" is truncated: its header announces ${announced} bytes of values and ${there} are there; ` +
        'save or copy it again.',
    );
  const body = file.subarray(start, start + announced);
  const values = type.read(body, count);
  return { shape, values: fortran && shape.length > 1 ? rowMajor(values, shape) : values };
}

interface Header {
  readonly descr: string;
  readonly fortran: boolean;
  readonly shape: readonly number[];
  /** Where the values begin, in bytes. */
  readonly start: number;
}

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
const longestHeader = 65_536;
const mostDimensions = 32;

function readHeader(name: string, file: Uint8Array): Header {
  if (file.length < 12 || magic.some((byte, i) => file[i] !== byte))
    throw new DataError(`"${name}" is not a NumPy array; save one with numpy.save or numpy.savez.`);
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const version = file[6];
  const wide = version > 1;
  const length = wide ? view.getUint32(8, true) : view.getUint16(8, true);
  const from = wide ? 12 : 10;
  if (version < 1 || version > 3 || length > longestHeader)
    throw new DataError(
      `"${name}" has a NumPy header of an unknown kind; save the array again with numpy.save.`,
    );
  const start = from + length;
  if (file.length < start)
    throw new DataError(`"${name}" is truncated: it ends inside its header; save or copy it again.`);
  const text = new TextDecoder(version === 3 ? 'utf-8' : 'latin1').decode(file.subarray(from, start));
  const descr = /'descr'\s*:\s*'([^']*)'/u.exec(text)?.[1];
  const fortran = /'fortran_order'\s*:\s*(True|False)/u.exec(text)?.[1];
  const dimensions = /'shape'\s*:\s*\(([\d\s,L]*)\)/u.exec(text)?.[1];
  if (descr === undefined && /'descr'\s*:\s*\[/u.test(text))
    throw new DataError(
      `"${name}" holds records of several fields, not numbers; save one array of numbers with numpy.save.`,
    );
  if (descr === undefined || fortran === undefined || dimensions === undefined)
    throw new DataError(`"${name}" has a damaged NumPy header; save the array again with numpy.save.`);
  const shape = (dimensions.match(/\d+/gu) ?? []).map(Number);
  const count = shape.reduce((product, size) => product * size, 1);
  if (shape.length > mostDimensions || !Number.isSafeInteger(count))
    throw new DataError(
      `"${name}" announces ${shape.join(' x ')} values, more than there can be; save it again.`,
    );
  return { descr, fortran: fortran === 'True', shape, start };
}

interface NumberType {
  readonly bytes: number;
  readonly read: (body: Uint8Array, count: number) => NpyArray['values'];
}

type Get = (view: DataView, at: number, little: boolean) => number;

const getters: Readonly<Record<string, Get>> = {
  i1: (view, at) => view.getInt8(at),
  u2: (view, at, little) => view.getUint16(at, little),
  i2: (view, at, little) => view.getInt16(at, little),
  u4: (view, at, little) => view.getUint32(at, little),
  i4: (view, at, little) => view.getInt32(at, little),
  u8: (view, at, little) => Number(view.getBigUint64(at, little)),
  i8: (view, at, little) => Number(view.getBigInt64(at, little)),
  f4: (view, at, little) => view.getFloat32(at, little),
  f8: (view, at, little) => view.getFloat64(at, little),
};

/** Types whose values a Float32Array holds exactly. */
const narrow = new Set(['i1', 'u2', 'i2', 'f4']);

function numberType(name: string, descr: string): NumberType {
  const parts = /^([<>=|])([a-zA-Z])(\d*)$/u.exec(descr);
  const [, order, letter, size] = parts ?? [];
  const code = `${letter}${size}`;
  if (code === 'u1') return { bytes: 1, read: (body) => body };
  if (code === 'b1') return { bytes: 1, read: (body) => body.map((byte) => (byte === 0 ? 0 : 255)) };
  const get = Object.hasOwn(getters, code) ? getters[code] : undefined;
  if (get === undefined) {
    const what = letter === 'O' ? 'Python objects' : `values of type "${descr.slice(0, 40)}"`;
    throw new DataError(
      `"${name}" holds ${what}, which are not read; convert it with .astype(numpy.float32) or .astype(numpy.uint8).`,
    );
  }
  const bytes = Number(size);
  return {
    bytes,
    read(body, count) {
      const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
      const values = narrow.has(code) ? new Float32Array(count) : new Float64Array(count);
      for (let i = 0; i < count; i += 1) values[i] = get(view, i * bytes, order !== '>');
      return values;
    },
  };
}

/** Fortran's order, first index fastest, into C's, last index fastest. */
function rowMajor(values: NpyArray['values'], shape: readonly number[]): NpyArray['values'] {
  const result = values.slice();
  const strides = shape.map((_, axis) => shape.slice(0, axis).reduce((product, size) => product * size, 1));
  const index = new Array<number>(shape.length).fill(0);
  let from = 0;
  for (let to = 0; to < result.length; to += 1) {
    result[to] = values[from];
    for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
      index[axis] += 1;
      from += strides[axis];
      if (index[axis] < shape[axis]) break;
      from -= strides[axis] * shape[axis];
      index[axis] = 0;
    }
  }
  return result;
}

/** "[3, 0, 12]" for a place in row-major values. */
export function placeOf(at: number, shape: readonly number[]): string {
  const index: number[] = [];
  let rest = at;
  for (const size of shape.toReversed()) {
    index.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return `[${index.join(', ')}]`;
}
