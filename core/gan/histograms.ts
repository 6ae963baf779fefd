// How the weights of both networks and their gradients are spread: a histogram of each tensor of weights, as of the WGAN-GP paper's figure 1
// (arXiv:1704.00028), where clipping piles them up at ±c.

import type { State } from '../executors/executor.ts';
import type { WeightHistogram } from './events.ts';
import type { GradientLook } from './gradient-look.ts';
import type { Model } from './model.ts';

const bins = 64;

/** Of every parameter of both networks, the generator's first, and then of the gradients by them. */
export async function readHistograms(
  { generator, critic }: Model,
  state: State,
  gradients: GradientLook,
): Promise<readonly WeightHistogram[]> {
  const names = [...generator.parameters, ...critic.parameters].map(({ name }) => name);
  const tensors = await state.read(names);
  return [
    ...names.map((name) => ({ name, ...histogram(tensors[name].data) })),
    ...(await gradients.read(state)).map(([name, gradient]) => ({ name, ...histogram(gradient) })),
  ];
}

/**
 * `bins` cells of equal width from the least to the greatest finite value; a value at the upper end of the range is in the
 * last cell, and all of them are in the first where the range is a single value. Values that are not finite are in none.
 */
export function histogram(data: Float32Array): Omit<WeightHistogram, 'name'> {
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < data.length; i += 1) {
    const value = data[i];
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const counts = new Uint32Array(bins);
  if (low > high) return { low: 0, high: 0, counts };
  const perUnit = high > low ? bins / (high - low) : 0;
  for (let i = 0; i < data.length; i += 1) {
    if (!Number.isFinite(data[i])) continue;
    counts[Math.min(bins - 1, Math.floor((data[i] - low) * perUnit))] += 1;
  }
  return { low, high, counts };
}
