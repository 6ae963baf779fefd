// Made-up histograms of weights: a normal distribution that is pushed to the ends of [-0.01, 0.01] as a run goes on.

import type { HistogramStep } from '../../../core/protocol/contract.ts';

const weights = ['generator.out.kernel', 'critic.hidden1.kernel', 'critic.out.kernel'];

export function histograms(iteration: number): readonly HistogramStep[] {
  const steps = 40;
  return Array.from({ length: steps + 1 }, (_, at) => ({
    iteration: Math.round((at / steps) * iteration),
    tensors: [...weights, ...weights.map((name) => `${name}/gradient`)].map((name) => ({
      ...(name.endsWith('/gradient')
        ? { name, low: -0.2 / (at + 1), high: 0.2 }
        : { name, low: -0.01, high: 0.01 }),
      counts: Uint32Array.from({ length: 64 }, (_value, cell) => {
        const x = (cell - 31.5) / 32;
        return 1000 * ((1 - at / steps) * Math.exp(-8 * x * x) + (at / steps) * x ** 8);
      }),
    })),
  }));
}
