// How fast runs are: iterations per second over the last seconds.

import type { RunId } from '../protocol/contract.ts';

/** How far back it looks. */
const spanMs = 5000;
/** Without news for this long nothing is known of its speed. */
const staleMs = 60_000;

interface Sight {
  readonly at: number;
  readonly iteration: number;
}

export class Rates {
  readonly #sights = new Map<RunId, Sight[]>();
  readonly #now: () => number;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  saw(run: RunId, iteration: number): void {
    const at = this.#now();
    const sights = this.#sights.get(run) ?? [];
    // The last one before the span stays, so that a slow run has a rate, too.
    while (sights.length > 2 && at - sights[1].at > spanMs) sights.shift();
    sights.push({ at, iteration });
    this.#sights.set(run, sights);
  }

  /** It paused, ended or went back: what was seen before says nothing any more. */
  forget(run: RunId): void {
    this.#sights.delete(run);
  }

  /** Iterations per second; null where too little was seen. */
  of(run: RunId): number | null {
    const sights = this.#sights.get(run);
    const [first, last] = [sights?.at(0), sights?.at(-1)];
    if (first === undefined || last === undefined || this.#now() - last.at > staleMs) return null;
    const seconds = (last.at - first.at) / 1000;
    return seconds > 0 ? (last.iteration - first.iteration) / seconds : null;
  }
}
