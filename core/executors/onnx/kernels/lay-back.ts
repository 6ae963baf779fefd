// Adding pieces of images back where they were taken from, and working through a batch in chunks.

import type { Graph, Value } from '../graph.ts';
import { joinRows, reshape } from './shape.ts';

/** Images of one chunk, first (inclusive) to last (exclusive). */
export interface Chunk {
  readonly from: number;
  readonly to: number;
}

/** Splits a batch so that no chunk needs more than `most` bytes (or one image), as evenly as possible. */
export function chunks(batch: number, bytesPerImage: number, most: number): readonly Chunk[] {
  const count = Math.min(batch, Math.ceil((batch * bytesPerImage) / most));
  const size = Math.ceil(batch / count);
  return Array.from({ length: Math.ceil(batch / size) }, (_, at) => ({
    from: at * size,
    to: Math.min(batch, (at + 1) * size),
  }));
}

/** For every pixel, the entries that hold a part of it: lists of equal capacity in one array. */
export class Covering {
  readonly pixels: number;
  readonly #capacity: number;
  readonly #entries: Int32Array;
  readonly #counts: Uint8Array;

  constructor(pixels: number, capacity: number) {
    this.pixels = pixels;
    this.#capacity = capacity;
    this.#entries = new Int32Array(pixels * capacity);
    this.#counts = new Uint8Array(pixels);
  }

  add(pixel: number, entry: number): void {
    const count = this.#counts[pixel];
    this.#entries[pixel * this.#capacity + count] = entry;
    this.#counts[pixel] = count + 1;
  }

  /** The length of the longest list. */
  get most(): number {
    return this.#counts.reduce((most, count) => Math.max(most, count), 0);
  }

  /** The `nth` entry of every pixel; `none` where its list is shorter. */
  nth(nth: number, none: number): Int32Array {
    const result = new Int32Array(this.pixels);
    for (let pixel = 0; pixel < this.pixels; pixel += 1) {
      result[pixel] = nth < this.#counts[pixel] ? this.#entries[pixel * this.#capacity + nth] : none;
    }
    return result;
  }
}

/**
 * `[pixels, channels]`: for every pixel the sum of the entries that cover it, which count through the rows of all
 * `parts` seen with `shape`. One gather takes the first entry of every pixel, one the second, and so on; pixels
 * with fewer entries than others read zeros.
 */
export function layBackEntries(
  graph: Graph,
  parts: readonly Value[],
  shape: readonly [number, number],
  cover: Covering,
): Value {
  const [rowsOfPart, channels] = shape;
  const zeros = graph.constant(new Float32Array(channels), [1, channels]);
  const entries = joinRows(graph, [...parts.map((part) => reshape(graph, part, shape)), zeros]);
  let sum: Value | null = null;
  for (let nth = 0; nth < cover.most; nth += 1) {
    const index = graph.constant(cover.nth(nth, parts.length * rowsOfPart), [cover.pixels]);
    const part = graph.node('Gather', [entries, index], [cover.pixels, channels], { axis: 0 });
    sum = sum === null ? part : graph.node('Add', [sum, part], [cover.pixels, channels]);
  }
  return sum!;
}
