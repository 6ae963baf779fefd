// Exponential smoothing over iterations: every value counts by how many iterations ago it was, whatever the number
// of points on the screen. Debiased: the first smoothed value is the first value, not a fraction of it.

import type { SeriesModel } from './series-model.ts';
import { roundStep } from './y-scale.ts';

/**
 * The smoothed line at the end of each of the model's stretches. Stretches without a finite value repeat the line.
 * @param timeConstant iterations after which a value counts 1/e as much; 0 copies the means
 * @param before the same series over the whole run: what was before the model's window counts too
 * @param logarithmic smooths the logarithms; all values must be positive
 */
export function smooth(
  model: SeriesModel,
  timeConstant: number,
  { before, logarithmic = false }: { readonly before?: SeriesModel; readonly logarithmic?: boolean } = {},
): Float64Array {
  if (timeConstant <= 0) return model.column('mean').slice();
  const state = new Average(timeConstant, logarithmic);
  if (before !== undefined && before !== model && model.length > 0) {
    addUntil(state, before, model.column('first')[0] - 1);
  }
  const [first, last] = [model.column('first'), model.column('last')];
  const [mean, count, nonFinite] = [model.column('mean'), model.column('count'), model.column('nonFinite')];
  return last.map((end, at) => {
    state.add(mean[at], count[at] - nonFinite[at], first[at], end);
    return state.value;
  });
}

class Average {
  readonly #timeConstant: number;
  readonly #logarithmic: boolean;
  #sum = 0;
  #weight = 0;
  #at = 0;

  constructor(timeConstant: number, logarithmic: boolean) {
    this.#timeConstant = timeConstant;
    this.#logarithmic = logarithmic;
  }

  /** Adds values of some mean, spread evenly from the first iteration to the last. */
  add(mean: number, values: number, first: number, last: number): void {
    if (values <= 0 || !Number.isFinite(mean)) return;
    const fade = Math.exp((this.#at - last) / this.#timeConstant);
    // Sum of the weights of evenly spread values, the newest of which weighs 1: a geometric series.
    const spacing = values > 1 ? (last - first) / (values - 1) : 0;
    const perValue = Math.exp(-spacing / this.#timeConstant);
    const weight = perValue === 1 ? values : (1 - perValue ** values) / (1 - perValue);
    this.#sum = this.#sum * fade + weight * (this.#logarithmic ? Math.log(mean) : mean);
    this.#weight = this.#weight * fade + weight;
    this.#at = last;
  }

  /** NaN while nothing was added. */
  get value(): number {
    const value = this.#sum / this.#weight;
    return this.#logarithmic ? Math.exp(value) : value;
  }
}

/** Adds what a model knows up to an iteration; of a stretch that reaches beyond, the share before it. */
function addUntil(state: Average, model: SeriesModel, end: number): void {
  const [first, last] = [model.column('first'), model.column('last')];
  const [mean, count, nonFinite] = [model.column('mean'), model.column('count'), model.column('nonFinite')];
  for (let at = 0; at < model.length && first[at] <= end; at += 1) {
    const values = count[at] - nonFinite[at];
    const share = last[at] <= end ? 1 : (end - first[at] + 1) / (last[at] - first[at] + 1);
    state.add(mean[at], Math.round(values * share), first[at], Math.min(last[at], end));
  }
}

/**
 * Time constants on offer for a run, in iterations: off, then about 0.1 % to 20 % of it in round numbers.
 * The same place in the list means about the same smoothness for runs of any length.
 */
export function timeConstants(iterations: number): readonly number[] {
  const shares = [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2];
  return [0, ...shares.map((share) => Math.max(1, roundStep(share * iterations)))];
}
