// The training samples nearest to given ones, by looking at all of them, slice by slice, so that whoever searches can do
// other things in between. Images are compared in the eight bits that they are stored in.

import type { Samples } from '../datasets/dataset.ts';
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
/** Values compared in one slice: some milliseconds. */
const valuesPerSlice = 2 ** 22;
/** After so many values it is seen whether a sample is too far away already. */
const stretch = 64;

/** A training set as it is compared with. Kept once it has been read, where it is not too large. */
export class TrainingValues {
  readonly count: number;
  readonly volume: number;
  readonly isImages: boolean;
  readonly #samples: Samples;
  /** Null where the set is too large. */
  readonly #kept: StoredValues | null;
  #read = 0;

  constructor(samples: Samples, shape: readonly number[]) {
    this.count = samples.count;
    this.volume = shape.reduce((product, size) => product * size, 1);
    this.isImages = shape.length === 3;
    this.#samples = samples;
    const length = this.count * this.volume;
    this.#kept = length * (this.isImages ? 1 : 4) > mostKeptBytes ? null : this.#empty(length);
  }

  /** Rows `from` up to but not including `to`. */
  rows(from: number, to: number): StoredValues {
    const kept = this.#kept;
    if (kept === null) return this.#load(from, to);
    if (to > this.#read) {
      kept.set(this.#load(this.#read, to), this.#read * this.volume);
      this.#read = to;
    }
    return kept.subarray(from * this.volume, to * this.volume);
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
  const { count, volume, isImages } = training;
  const wanted = samples.length / volume;
  const indices = new Float64Array(wanted);
  const squares = new Float64Array(wanted).fill(Infinity);
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
  const scale = isImages ? 127.5 : 1;
  return {
    indices,
    distances: squares.map((square) => Math.sqrt(square) / scale),
    values: training.pick(indices),
  };
}

/** The squared distance of two stretches, or a part of it that is no longer below the limit. */
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
