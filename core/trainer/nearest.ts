// The training samples nearest to given ones, by looking at all of them, slice by slice, so that whoever searches can do
// other things in between. Images are compared in the eight bits that they are stored in, and first by their blocks, which
// says of nearly all of them that they are too far away.

import type { Samples } from '../datasets/dataset.ts';
import { Blocks } from './blocks.ts';
import { toBytes, type StoredValues } from './eight-bits.ts';

export interface Nearest {
  /** Places in the training set; the first of equals. */
  readonly indices: Float64Array;
  /** Euclidean, over values in [-1, 1] for images. */
  readonly distances: Float64Array;
  /** The training samples themselves, `[n, ...sample]`. */
  readonly values: StoredValues;
}

/** Larger sets are read anew for every search, which takes some times as long. 60,000 x 64 x 64 x 3 are 703 MiB. */
const mostKeptBytes = 768 * 2 ** 20;
/** Values read or compared in one slice: some milliseconds. */
const valuesPerSlice = 2 ** 21;
/** After so many values it is seen whether a sample is too far away already. */
const stretch = 64;

/** A training set as it is compared with. Kept once it has been read, where it is not too large. */
export class TrainingValues {
  readonly count: number;
  readonly volume: number;
  readonly isImages: boolean;
  /** Of images; null for points, which are as short as their blocks would be. */
  readonly blocks: Blocks | null;
  readonly #samples: Samples;
  /** Null where the set is too large. */
  readonly #kept: StoredValues | null;
  /** Rows of which the blocks, and the values where they are kept, are known. */
  #read = 0;

  constructor(samples: Samples, shape: readonly number[]) {
    this.count = samples.count;
    this.volume = shape.reduce((product, size) => product * size, 1);
    this.isImages = shape.length === 3;
    this.blocks = this.isImages ? new Blocks(shape, this.count) : null;
    this.#samples = samples;
    const length = this.count * this.volume;
    this.#kept = length * (this.isImages ? 1 : 4) > mostKeptBytes ? null : this.#empty(length);
  }

  /** Reads what was not read before, slice by slice. */
  *prepare(): Generator<undefined, void> {
    const perSlice = Math.max(1, Math.floor(valuesPerSlice / this.volume));
    while (this.#read < this.count) {
      const from = this.#read;
      const to = Math.min(this.count, from + perSlice);
      const values = this.#load(from, to);
      this.#kept?.set(values, from * this.volume);
      this.blocks?.add(values, from);
      this.#read = to;
      yield;
    }
  }

  /** Rows `from` up to but not including `to` of a prepared set. */
  rows(from: number, to: number): StoredValues {
    return this.#kept?.subarray(from * this.volume, to * this.volume) ?? this.#load(from, to);
  }

  /** Rows one after another. */
  pick(indices: ArrayLike<number>): StoredValues {
    const values = this.#empty(indices.length * this.volume);
    for (let i = 0; i < indices.length; i += 1) {
      values.set(this.rows(indices[i], indices[i] + 1), i * this.volume);
    }
    return values;
  }

  #load(from: number, to: number): StoredValues {
    const values = new Float32Array((to - from) * this.volume);
    this.#samples.read(
      Uint32Array.from({ length: to - from }, (_, i) => from + i),
      values,
    );
    return this.isImages ? toBytes(values) : values;
  }

  #empty(length: number): StoredValues {
    return this.isImages ? new Uint8Array(length) : new Float32Array(length);
  }
}

/**
 * Searches for the nearest of every one of `samples`, `[n, ...sample]`, as the training set has them. Yields after every
 * slice. The samples must be finite.
 */
export function* findNearest(training: TrainingValues, samples: StoredValues): Generator<undefined, Nearest> {
  const { volume, isImages, blocks } = training;
  yield* training.prepare();
  const wanted = samples.length / volume;
  const found: Found = {
    indices: new Float64Array(wanted),
    squares: new Float64Array(wanted).fill(Infinity),
  };
  yield* blocks === null ? amongAll(training, samples, found) : amongBlocks(training, blocks, samples, found);
  const { indices, squares } = found;
  const scale = isImages ? 127.5 : 1;
  return {
    indices,
    distances: squares.map((square) => Math.sqrt(square) / scale),
    values: training.pick(indices),
  };
}

/** The best so far, for each sample. */
interface Found {
  readonly indices: Float64Array;
  readonly squares: Float64Array;
}

/** Compares with everything: for rows that are short. */
function* amongAll(
  training: TrainingValues,
  samples: StoredValues,
  { indices, squares }: Found,
): Generator<undefined, void> {
  const { count, volume } = training;
  const wanted = squares.length;
  const perSlice = Math.max(1, Math.floor(valuesPerSlice / (wanted * volume)));
  for (let from = 0; from < count; from += perSlice) {
    const rows = training.rows(from, Math.min(count, from + perSlice));
    for (let n = 0; n < wanted; n += 1) {
      for (let at = 0, row = from; at < rows.length; at += volume, row += 1) {
        const square = squareBelow(samples, n * volume, rows, at, volume, squares[n]);
        if (square < squares[n]) {
          squares[n] = square;
          indices[n] = row;
        }
      }
    }
    yield;
  }
}

/** Compares with what is not too far away by its blocks alone; everything is in whole numbers, so nothing is missed. */
function* amongBlocks(
  training: TrainingValues,
  blocks: Blocks,
  samples: StoredValues,
  { indices, squares }: Found,
): Generator<undefined, void> {
  const { count, volume } = training;
  const bounds = new Float64Array(count);
  const perSlice = Math.max(1, Math.floor(valuesPerSlice / (count * blocks.perSample)));
  for (let n = 0; n < squares.length; n += 1) {
    blocks.bounds(samples.subarray(n * volume, (n + 1) * volume), bounds);
    const look = (row: number): void => {
      if (bounds[row] > squares[n] * blocks.area) return;
      // Equal ones are looked at to their end.
      const limit = squares[n] + 1;
      const square = squareBelow(samples, n * volume, training.rows(row, row + 1), 0, volume, limit);
      if (square > squares[n] || (square === squares[n] && row > indices[n])) return;
      squares[n] = square;
      indices[n] = row;
    };
    // The most promising one first, so that few others are left.
    look(leastOf(bounds));
    for (let row = 0; row < count; row += 1) look(row);
    if (n % perSlice === 0) yield;
  }
}

function leastOf(values: Float64Array): number {
  let least = 0;
  for (let at = 1; at < values.length; at += 1) if (values[at] < values[least]) least = at;
  return least;
}

/** The squared distance of two stretches, or a part of it that is not below the limit. */
function squareBelow(
  a: StoredValues,
  fromA: number,
  b: StoredValues,
  fromB: number,
  length: number,
  limit: number,
): number {
  let square = 0;
  for (let begin = 0; begin < length && square < limit; begin += stretch) {
    const end = Math.min(length, begin + stretch);
    for (let k = begin; k < end; k += 1) {
      const difference = a[fromA + k] - b[fromB + k];
      square += difference * difference;
    }
  }
  return square;
}
