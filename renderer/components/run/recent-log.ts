// The newest values of a run's metrics, as its health is judged by: every value of the last iterations, and enough of
// those before to see a trend over some evaluations.

import type { MetricBatch, SeriesPart, SeriesRequest } from '../../../core/protocol/contract.ts';
import type { MetricKey } from '../../../core/spec/metric.ts';
import type { Recent } from '../../../core/spec/recent-values.ts';

/** Iterations of which every value is kept. */
const closeIterations = 400;
/** Trends are judged over twelve evaluations; one more, for the newest may just have been. */
const evaluations = 13;
/** Stretches for what is kept of the time before. */
const farBuckets = 300;
/** Values of a metric before those of long ago are thinned out. */
const mostValues = 4000;

interface Values {
  iterations: number[];
  values: number[];
}

/** What to read for a run at some iteration: the time before, coarsely, and the last iterations. */
export function recentRequests(
  keys: readonly MetricKey[],
  iteration: number,
  every: number,
): readonly [far: SeriesRequest, close: SeriesRequest] {
  const from = Math.max(0, iteration - closeIterations);
  const far = Math.max(0, iteration - Math.max(closeIterations, evaluations * every));
  return [
    { keys, from: far, to: Math.max(far, from - 1), buckets: farBuckets },
    { keys, from, to: null, buckets: 4 * closeIterations },
  ];
}

export class RecentLog {
  readonly #reach: number;
  readonly #lists = new Map<MetricKey, Values>();

  /** @param every iterations between evaluations */
  constructor(every: number) {
    this.#reach = Math.max(closeIterations, evaluations * every);
  }

  /** Adds values that are later than all known ones; others are left out. Of a stretch the last one counts. */
  add({ key, last, tail }: Pick<SeriesPart, 'key' | 'last' | 'tail'>): void {
    const list = this.#of(key);
    last.forEach((iteration, at) => {
      push(list, iteration, tail[at]);
    });
    this.#trim(list);
  }

  extend({ iterations, columns }: MetricBatch): void {
    for (const { key, rows, values } of columns) {
      const list = this.#of(key);
      rows.forEach((row, at) => {
        push(list, iterations[row], values[at]);
      });
      this.#trim(list);
    }
  }

  /** A view of the present content. */
  get recent(): Recent {
    return this.#lists;
  }

  #of(key: MetricKey): Values {
    const known = this.#lists.get(key);
    if (known !== undefined) return known;
    const list: Values = { iterations: [], values: [] };
    this.#lists.set(key, list);
    return list;
  }

  #trim(list: Values): void {
    const newest = list.iterations.at(-1) ?? 0;
    const old = list.iterations.findIndex((iteration) => iteration >= newest - this.#reach);
    if (old > mostValues / 8 || (old > 0 && list.iterations.length < mostValues / 8)) {
      list.iterations.splice(0, old);
      list.values.splice(0, old);
    }
    while (list.iterations.length > mostValues) {
      const close = list.iterations.length - closeIterations;
      const kept = (_: number, at: number): boolean => at >= close || at % 2 === 0;
      list.iterations = list.iterations.filter(kept);
      list.values = list.values.filter(kept);
    }
  }
}

function push({ iterations, values }: Values, iteration: number, value: number): void {
  if (iteration <= (iterations.at(-1) ?? -1)) return;
  iterations.push(iteration);
  values.push(value);
}
