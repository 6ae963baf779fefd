// The order in which training samples are drawn: epoch after epoch, each a shuffle without replacement.
// The order follows from the seed and the number of samples drawn so far, and from nothing else.

import { RandomStream } from '../nn/random.ts';

export class BatchOrder {
  readonly #count: number;
  readonly #seed: number;
  readonly #permutation: Uint32Array;
  #epoch = -1;
  #samplesDrawn: number;

  /**
   * The order over samples 0 to `count - 1`, from where `samplesDrawn` samples had been drawn.
   * Throws a RangeError for an empty set.
   */
  constructor(count: number, seed: number, samplesDrawn = 0) {
    if (!Number.isInteger(count) || count < 1)
      throw new RangeError(`A set of ${count} samples has no order.`);
    this.#count = count;
    this.#seed = seed;
    this.#permutation = new Uint32Array(count);
    this.#samplesDrawn = samplesDrawn;
  }

  /** All there is to save: a new order with the same count and seed goes on from here. */
  get samplesDrawn(): number {
    return this.#samplesDrawn;
  }

  /** The next `n` indices; they may reach into the next epoch. */
  next(n: number): Uint32Array {
    const indices = new Uint32Array(n);
    for (let i = 0; i < n; i += 1) {
      const epoch = Math.floor(this.#samplesDrawn / this.#count);
      if (epoch !== this.#epoch) this.#shuffle(epoch);
      indices[i] = this.#permutation[this.#samplesDrawn % this.#count]!;
      this.#samplesDrawn += 1;
    }
    return indices;
  }

  /** Fisher and Yates's shuffle, from a stream that belongs to this epoch alone. */
  #shuffle(epoch: number): void {
    const permutation = this.#permutation;
    for (let i = 0; i < permutation.length; i += 1) permutation[i] = i;
    const stream = RandomStream.of(epochSeed(this.#seed, epoch), 'data-order');
    for (let i = permutation.length - 1; i > 0; i -= 1) {
      const j = stream.integer(i + 1);
      const swapped = permutation[i];
      permutation[i] = permutation[j]!;
      permutation[j] = swapped;
    }
    this.#epoch = epoch;
  }
}

/** 32 bits for a seed and an epoch; different for any two of the first 2^32 epochs of a seed, as each part is a bijection. */
function epochSeed(seed: number, epoch: number): number {
  return scramble((scramble(seed | 0) + Math.imul(epoch, 0x9e37_79b9)) | 0);
}

/** The finaliser of MurmurHash3: neighbouring numbers become unrelated ones. */
function scramble(word: number): number {
  let h = word;
  h = Math.imul(h ^ (h >>> 16), 0x85eb_ca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2_ae35);
  return (h ^ (h >>> 16)) | 0;
}
