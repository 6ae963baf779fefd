// Random streams: one xoroshiro128+ generator per purpose, split off a run's seed by jumps of 2^64.
// What one purpose draws never shifts another, so two runs that share a seed share data order, latents
// and initial weights even when one of them draws five times as often for its critic.

import { xoroshiro128plus, xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

/** Purposes in jump order. Append only: the order is part of what a seed means. */
const streamNames = [
  'generator-init',
  'critic-init',
  'data-order',
  'critic-latent',
  'generator-latent',
  'penalty',
  'grid-latent',
  'evaluation',
  'fresh-latent',
  'gradient-look',
] as const;
export type StreamName = (typeof streamNames)[number];

export interface StreamState {
  readonly words: readonly number[];
  readonly spare: number | null;
}

export class RandomStream {
  readonly #generator: ReturnType<typeof xoroshiro128plus>;
  #spare: number | null;

  private constructor(generator: ReturnType<typeof xoroshiro128plus>, spare: number | null) {
    this.#generator = generator;
    this.#spare = spare;
  }

  /** The stream of a seed (an integer) for a purpose. */
  static of(seed: number, name: StreamName): RandomStream {
    const generator = xoroshiro128plus(seed);
    for (let jumps = streamNames.indexOf(name) + 1; jumps > 0; jumps -= 1) generator.jump();
    return new RandomStream(generator, null);
  }

  /**
   * The stream of a seed for a purpose at one of its occasions, a whole number from 0 below 2^53: two of them have nothing
   * in common, and none has to be drawn before another.
   */
  static at(seed: number, name: StreamName, occasion: number): RandomStream {
    const { words } = RandomStream.of(seed, name).state();
    const [low, high] = [occasion >>> 0, Math.floor(occasion / 0x1_0000_0000)];
    const mixed = words.map((word, i) => word ^ scattered(low + scattered(high + i)));
    return RandomStream.restore({ words: mixed, spare: null });
  }

  static restore(state: StreamState): RandomStream {
    return new RandomStream(xoroshiro128plusFromState(state.words), state.spare);
  }

  state(): StreamState {
    return { words: this.#generator.getState(), spare: this.#spare };
  }

  /** Uniform in [0, 1), 32 bits. */
  uniform(): number {
    return (this.#generator.next() >>> 0) / 0x1_0000_0000;
  }

  /** Uniform integer in [0, bound), bound at most 2^32. The bias of the product is below bound / 2^53. */
  integer(bound: number): number {
    const high = this.#generator.next() >>> 0;
    const low = (this.#generator.next() >>> 0) >>> 11;
    return Math.floor(((high * 0x20_0000 + low) / 0x20_0000_0000_0000) * bound);
  }

  /** N(0, 1), by Box and Muller's method. */
  normal(): number {
    if (this.#spare !== null) {
      const spare = this.#spare;
      this.#spare = null;
      return spare;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    const angle = 2 * Math.PI * this.uniform();
    this.#spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }

  fillNormal(into: Float32Array, mean = 0, deviation = 1): Float32Array {
    for (let i = 0; i < into.length; i += 1) into[i] = mean + deviation * this.normal();
    return into;
  }

  fillUniform(into: Float32Array, low = 0, high = 1): Float32Array {
    for (let i = 0; i < into.length; i += 1) into[i] = low + (high - low) * this.uniform();
    return into;
  }
}

/** 32 bits that all depend on all 32 bits of a whole number (the finaliser of MurmurHash3). */
function scattered(value: number): number {
  let bits = (value + 0x9e37_79b9) | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85eb_ca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2_ae35);
  return bits ^ (bits >>> 16);
}
