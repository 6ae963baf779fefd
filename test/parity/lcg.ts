// The random numbers that the step fixtures were made with; twin of `Lcg` in fixtures/make_fixtures.py, which documents it.

export class Lcg {
  #state: number;

  constructor(seed: number, purpose: number) {
    this.#state = (seed * 1000003 + purpose * 7919) >>> 0;
    for (let i = 0; i < 8; i += 1) this.uniform();
  }

  /** In [0, 1), a multiple of 2^-24. */
  uniform(): number {
    this.#state = (Math.imul(1664525, this.#state) + 1013904223) >>> 0;
    return (this.#state >>> 8) / 2 ** 24;
  }

  uniforms(shape: readonly number[]): Float32Array {
    return Float32Array.from({ length: volume(shape) }, () => this.uniform());
  }

  /** offset + scale (2u - 1), rounded to float32. */
  array(shape: readonly number[], scale = 1, offset = 0): Float32Array {
    return Float32Array.from({ length: volume(shape) }, () => offset + scale * (2 * this.uniform() - 1));
  }
}

function volume(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}
