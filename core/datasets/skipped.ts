// Collects what was left out of a data set: how often each reason came up, with some examples.

import type { Skipped } from './dataset.ts';

const mostExamples = 5;

export class SkipReport {
  readonly #reasons = new Map<string, { count: number; examples: string[] }>();

  /** @param reason what it is or why, as the end of "skipped: …" */
  add(reason: string, example: string): void {
    const known = this.#reasons.get(reason) ?? { count: 0, examples: [] };
    known.count += 1;
    if (known.examples.length < mostExamples) known.examples.push(example);
    this.#reasons.set(reason, known);
  }

  /** The most frequent first. */
  list(): readonly Skipped[] {
    return [...this.#reasons]
      .map(([reason, { count, examples }]) => ({ reason, count, examples }))
      .sort((a, b) => b.count - a.count);
  }
}
