// Made-up histograms of weights: a normal distribution that is pushed to the ends of [-0.01, 0.01] as a run goes on.

import type { HistogramStep } from '../../../core/protocol/contract.ts';

export function histograms(iteration: number): readonly HistogramStep[] {
  const steps = 40;
  return Array.from({ length: steps + 1 }, (_, at) => ({
    iteration: Math.round((at / steps) * iteration),
    tensors: ['generator.out.kernel', 'critic.hidden1.kernel', 'critic.out.kernel'].map((name) => ({
      ...{ name, low: -0.01, high: 0.01 },
      counts: Uint32Array.from({ length: 64 }, (_value, cell) => {
        const x = (cell - 31.5) / 32;
        return 1000 * ((1 - at / steps) * Math.exp(-8 * x * x) + (at / steps) * x ** 8);
      }),
    })),
  }));
}
