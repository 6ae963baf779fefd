// Time spent training: it stands still while paused, and goes on from where a checkpoint left it.

/** Milliseconds of a clock that never goes back. */
export type Clock = () => number;

export class Stopwatch {
  readonly #clock: Clock;
  #seconds: number;
  /** When it was last started; null while it stands still. */
  #since: number | null;

  /** Starts at once, from `seconds`. */
  constructor(clock: Clock, seconds = 0) {
    this.#clock = clock;
    this.#seconds = seconds;
    this.#since = clock();
  }

  get seconds(): number {
    return this.#since === null ? this.#seconds : this.#seconds + (this.#clock() - this.#since) / 1000;
  }

  pause(): void {
    this.#seconds = this.seconds;
    this.#since = null;
  }

  resume(): void {
    this.#since ??= this.#clock();
  }
}
