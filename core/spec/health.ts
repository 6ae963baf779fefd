// How a run is doing, in plain words, from the newest values of its metrics: what can be trusted, what is going wrong, and
// why. Browser-safe; the rules are health-rules.ts.

import { diverged, rules } from './health-rules.ts';
import type { Recent } from './recent-values.ts';
import type { RunSpec } from './run-spec.ts';

/** `note` is a fact that is neither: how something is to be read. */
export type HealthSeverity = 'good' | 'note' | 'watch' | 'bad';

export interface HealthNote {
  /** The rule that it comes from; at most one note of each. */
  readonly id: string;
  readonly severity: HealthSeverity;
  /** A few words: "Discriminator saturated". */
  readonly title: string;
  /** What is seen, with its numbers. */
  readonly sentence: string;
  /** What it means, where that is known from, and what can be done. */
  readonly why: string;
}

const order: readonly HealthSeverity[] = ['bad', 'watch', 'note', 'good'];

/**
 * What is to be said of a run, the worst first; nothing where there are too few values to judge by.
 * @param recent the newest values of each metric in order of iteration: at least 200 of those that every iteration has,
 *   reaching back over at least 12 evaluations
 */
export function healthOf(spec: RunSpec, recent: Recent): readonly HealthNote[] {
  const end = diverged.says(spec, recent);
  // Whatever else the numbers say, nothing follows from it any more.
  if (end !== undefined) return [{ id: diverged.id, ...end }];
  return rules
    .flatMap(({ id, says }) => {
      const said = says(spec, recent);
      return said === undefined ? [] : [{ id, ...said }];
    })
    .sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
}
