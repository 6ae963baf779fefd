// How long work will still take, from how far it is and how long that took.

/** Less says little about what is to come. */
const leastSeconds = 2;

export class TimeLeft {
  #first: { readonly done: number; readonly at: number } | null = null;
  #last = 0;

  /**
   * Takes in how far it is at `now`, in milliseconds of any clock.
   * @returns seconds until `of` at the pace so far; null while that is not known
   */
  seconds(done: number, of: number, now: number): number | null {
    // Work that begins anew.
    if (this.#first === null || done < this.#last) this.#first = { done, at: now };
    this.#last = done;
    const { done: before, at } = this.#first;
    const passed = (now - at) / 1000;
    if (done <= before || passed < leastSeconds) return null;
    return Math.max(0, (passed / (done - before)) * (of - done));
  }
}
