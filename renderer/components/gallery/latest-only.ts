// Work that is asked for faster than it can be done, such as by a slider: one at a time, and of those that wait only
// the newest.

export class LatestOnly<T> {
  readonly #work: (input: T) => Promise<void>;
  #next: { readonly input: T } | null = null;
  #isBusy = false;

  /** @param work tells of its failures itself */
  constructor(work: (input: T) => Promise<void>) {
    this.#work = work;
  }

  ask(input: T): void {
    this.#next = { input };
    if (!this.#isBusy) void this.#goOn();
  }

  async #goOn(): Promise<void> {
    this.#isBusy = true;
    try {
      while (this.#next !== null) {
        const { input } = this.#next;
        this.#next = null;
        await this.#work(input);
      }
    } finally {
      this.#isBusy = false;
    }
  }
}
