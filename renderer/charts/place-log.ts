// Known places of a run in order of iteration, few enough to search: what x axes are translated with.

import type { PlaceTable } from './x-axis.ts';

const most = 4096;

interface Places {
  readonly iterations: Float64Array;
  readonly criticUpdates: Float64Array;
  readonly activeSeconds: Float64Array;
}

export class PlaceLog implements PlaceTable {
  iterations: number[] = [];
  criticUpdates: number[] = [];
  activeSeconds: number[] = [];

  /** Begins anew. */
  replace(places: Places): void {
    [this.iterations, this.criticUpdates, this.activeSeconds] = [[], [], []];
    this.#merge(places.iterations, places.criticUpdates, places.activeSeconds);
  }

  /** Adds the ends of a series' stretches. */
  add(part: {
    readonly last: Float64Array;
    readonly criticUpdates: Float64Array;
    readonly activeSeconds: Float64Array;
  }): void {
    this.#merge(part.last, part.criticUpdates, part.activeSeconds);
  }

  /** Adds places that are newer than all known ones; others are left out. */
  extend({ iterations, criticUpdates, activeSeconds }: Places): void {
    iterations.forEach((iteration, at) => {
      if (iteration > (this.iterations.at(-1) ?? -1))
        this.#push(iteration, criticUpdates[at], activeSeconds[at]);
    });
    this.#thin();
  }

  rewind(iteration: number): void {
    const kept = this.iterations.findLastIndex((one) => one <= iteration) + 1;
    for (const list of [this.iterations, this.criticUpdates, this.activeSeconds]) list.length = kept;
  }

  #merge(iterations: Float64Array, criticUpdates: Float64Array, activeSeconds: Float64Array): void {
    const old = [this.iterations, this.criticUpdates, this.activeSeconds] as const;
    [this.iterations, this.criticUpdates, this.activeSeconds] = [[], [], []];
    let at = 0;
    iterations.forEach((iteration, i) => {
      for (; at < old[0].length && old[0][at] < iteration; at += 1)
        this.#push(old[0][at], old[1][at], old[2][at]);
      if (old[0][at] === iteration) at += 1;
      this.#push(iteration, criticUpdates[i], activeSeconds[i]);
    });
    for (; at < old[0].length; at += 1) this.#push(old[0][at], old[1][at], old[2][at]);
    this.#thin();
  }

  #push(iteration: number, criticUpdates: number, activeSeconds: number): void {
    this.iterations.push(iteration);
    this.criticUpdates.push(criticUpdates);
    this.activeSeconds.push(activeSeconds);
  }

  /** Every second one goes; the first and the newest stay. */
  #thin(): void {
    while (this.iterations.length > most) {
      const newest = this.iterations.length - 1;
      const kept = (_: number, at: number): boolean => at % 2 === 0 || at === newest;
      this.iterations = this.iterations.filter(kept);
      this.criticUpdates = this.criticUpdates.filter(kept);
      this.activeSeconds = this.activeSeconds.filter(kept);
    }
  }
}
