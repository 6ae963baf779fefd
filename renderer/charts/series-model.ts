// One metric of one run over a window of iterations, as stretches of equal width that are few enough to draw. Loaded
// from the host, extended by what comes in live; when there are too many stretches, neighbours become one.

import type { MetricBatch, SeriesPart } from '../../core/protocol/contract.ts';
import type { MetricKey } from '../../core/spec/metric.ts';

const columns = [
  ...(['first', 'last', 'min', 'max', 'mean', 'tail'] as const),
  ...(['count', 'nonFinite', 'criticUpdates', 'activeSeconds'] as const),
] as const;
export type SeriesColumn = (typeof columns)[number];

/** The window that a model covers, and about how many stretches it may have. */
export interface SeriesWindow {
  /** First iteration. */
  readonly from: number;
  /** Last iteration; null to follow the newest. */
  readonly to: number | null;
  /** Stretches asked for; a model that grows has up to twice as many. */
  readonly buckets: number;
}

export class SeriesModel {
  readonly key: MetricKey;
  readonly window: SeriesWindow;
  #width: number;
  #length: number;
  #data: Record<SeriesColumn, Float64Array>;

  /** @param part what `readSeries` answered for this window */
  constructor(part: SeriesPart, window: SeriesWindow) {
    this.key = part.key;
    this.window = window;
    this.#width = part.width;
    this.#length = part.first.length;
    const capacity = Math.max(2 * window.buckets, this.#length) + 1;
    this.#data = Object.fromEntries(
      columns.map((name) => {
        const column = new Float64Array(capacity);
        column.set(part[name]);
        return [name, column];
      }),
    ) as Record<SeriesColumn, Float64Array>;
  }

  /** Stretches; those without values are left out. */
  get length(): number {
    return this.#length;
  }

  /** Iterations per stretch; 1 when every value is there. */
  get width(): number {
    return this.#width;
  }

  /** A view of the present content, meant as in `SeriesPart`. Valid until the model changes. */
  column(name: SeriesColumn): Float64Array {
    return this.#data[name].subarray(0, this.#length);
  }

  /** Last iteration with a value; -1 while there is none. */
  get lastIteration(): number {
    return this.#length === 0 ? -1 : this.#data.last[this.#length - 1];
  }

  /** Adds the batch's values of this key. What it has already, or what lies outside the window, is left out. */
  extend(batch: MetricBatch): boolean {
    const column = batch.columns.find(({ key }) => key === this.key);
    if (column === undefined) return false;
    const before = this.lastIteration;
    column.rows.forEach((row, at) => {
      const iteration = batch.iterations[row];
      if (iteration <= this.lastIteration || iteration < this.window.from) return;
      if (this.window.to !== null && iteration > this.window.to) return;
      this.#append(iteration, column.values[at], batch.criticUpdates[row], batch.activeSeconds[row]);
    });
    return this.lastIteration !== before;
  }

  /**
   * Forgets everything after an iteration.
   * @returns false when a stretch had to be forgotten as a whole although its beginning still holds
   */
  rewind(iteration: number): boolean {
    const { first, last } = this.#data;
    let exact = true;
    while (this.#length > 0 && last[this.#length - 1] > iteration) {
      this.#length -= 1;
      if (first[this.#length] <= iteration) exact = false;
    }
    return exact;
  }

  #append(iteration: number, value: number, criticUpdates: number, activeSeconds: number): void {
    const data = this.#data;
    const at = this.#length;
    const finite = Number.isFinite(value);
    data.first[at] = iteration;
    data.last[at] = iteration;
    data.min[at] = data.max[at] = data.mean[at] = finite ? value : NaN;
    data.tail[at] = value;
    data.count[at] = 1;
    data.nonFinite[at] = finite ? 0 : 1;
    data.criticUpdates[at] = criticUpdates;
    data.activeSeconds[at] = activeSeconds;
    if (at > 0 && this.#stretchOf(at - 1) === this.#stretchOf(at)) this.#merge(at - 1, at);
    else this.#length += 1;
    while (this.#length > 2 * this.window.buckets) this.#doubleWidth();
  }

  /** Number of the stretch, counted from the window's start, that the entry belongs to. */
  #stretchOf(at: number): number {
    return Math.floor((this.#data.first[at] - this.window.from) / this.#width);
  }

  #doubleWidth(): void {
    this.#width *= 2;
    let kept = 0;
    for (let at = 1; at < this.#length; at += 1) {
      if (this.#stretchOf(kept) === this.#stretchOf(at)) this.#merge(kept, at);
      else {
        kept += 1;
        for (const name of columns) this.#data[name][kept] = this.#data[name][at];
      }
    }
    this.#length = Math.min(this.#length, kept + 1);
  }

  /** Adds a later entry to an earlier one. */
  #merge(into: number, from: number): void {
    const data = this.#data;
    const [a, b] = [data.count[into] - data.nonFinite[into], data.count[from] - data.nonFinite[from]];
    if (a === 0) {
      for (const name of ['min', 'max', 'mean'] as const) data[name][into] = data[name][from];
    } else if (b > 0) {
      data.min[into] = Math.min(data.min[into], data.min[from]);
      data.max[into] = Math.max(data.max[into], data.max[from]);
      data.mean[into] += ((data.mean[from] - data.mean[into]) * b) / (a + b);
    }
    data.count[into] += data.count[from];
    data.nonFinite[into] += data.nonFinite[from];
    for (const name of ['last', 'tail', 'criticUpdates', 'activeSeconds'] as const) {
      data[name][into] = data[name][from];
    }
  }
}
