// The f-GANs on distributions whose divergences are known: the bound of the best critic is the divergence itself, and
// that of any other critic is below it.

import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';

import { installGradients } from '../../../core/autograd/second-order.ts';
import type { Objective } from '../../../core/gan/objective.ts';
import { createObjective } from '../../../core/gan/objectives/catalog.ts';
import { fGanKinds, type FGanKind } from '../../../core/spec/run-spec.ts';

beforeAll(async () => {
  installGradients();
  await tf.setBackend('cpu');
});

const normal = (mean: number, deviation: number) => (x: number) =>
  Math.exp(-0.5 * ((x - mean) / deviation) ** 2) / (deviation * Math.sqrt(2 * Math.PI));

/** The data P = N(0, 1), the samples Q = N(1, 2). Trapezoids over the line are exact to far more digits than asked. */
const [p, q] = [normal(0, 1), normal(1, 2)];
const step = 0.2;
const line = Array.from({ length: 131 }, (_, i) => -13 + step * i);
const integral = (f: (x: number) => number): number => line.reduce((sum, x) => sum + step * f(x), 0);

const objectiveOf = (kind: FGanKind): Objective => createObjective({ kind, nCritic: 1 });
const column = (value: number): tf.Tensor2D => tf.tensor2d([value], [1, 1]);

/** The bound that a critic v(x) reaches: the loss is one term of real and one of generated samples, each a mean. */
function boundOf(kind: FGanKind, v: (x: number) => number): number {
  const objective = objectiveOf(kind);
  const at = (real: number, fake: number): number =>
    objective.criticLoss(column(real), column(fake)).arraySync();
  const rest = at(0, 0);
  const loss =
    rest + integral((x) => p(x) * (at(v(x), 0) - rest)) + integral((x) => q(x) * (at(0, v(x)) - rest));
  return objective.divergenceBound!(tf.scalar(loss)).arraySync();
}

const ratio = (x: number): number => p(x) / q(x);
const logRatio = (x: number): number => Math.log(ratio(x));

/** The best critic, and the divergence of N(0, 1) and N(1, 2) in closed form, where there is one. */
const known: Readonly<Record<FGanKind, { best: (x: number) => number; divergence: number }>> = {
  'fgan-kl': { best: (x) => 1 + logRatio(x), divergence: Math.log(2) - 1 / 4 },
  'fgan-reverse-kl': { best: logRatio, divergence: 2 - Math.log(2) },
  'fgan-pearson': { best: (x) => 2 * (ratio(x) - 1), divergence: 2 * Math.sqrt(4 / 7) * Math.exp(1 / 7) - 1 },
  'fgan-hellinger': {
    best: (x) => logRatio(x) / 2,
    divergence: 2 - 2 * Math.sqrt(4 / 5) * Math.exp(-1 / 20),
  },
  'fgan-js': {
    best: logRatio,
    // No closed form: the definition, integrated.
    divergence:
      0.5 * integral((x) => p(x) * Math.log((2 * p(x)) / (p(x) + q(x)))) +
      0.5 * integral((x) => q(x) * Math.log((2 * q(x)) / (p(x) + q(x)))),
  },
};

describe.each(fGanKinds)('%s', (kind) => {
  const { best, divergence } = known[kind];

  it('reaches the divergence of two normals with the best critic', () => {
    expect(boundOf(kind, best)).toBeCloseTo(divergence, 4);
  });

  it('stays below it with any other', () => {
    for (const wrong of [
      (x: number) => best(x) + 0.2,
      (x: number) => best(x) - 0.2,
      (x: number) => best(x) + 0.3 * Math.sin(3 * x),
      (x: number) => 0.8 * best(x),
    ]) {
      expect(boundOf(kind, wrong)).toBeLessThan(divergence - 1e-3);
    }
  });

  it('is 0 for a critic that says the best of what is the same everywhere', () => {
    const same = { 'fgan-kl': 1 }[kind as string] ?? 0;
    expect(boundOf(kind, () => same)).toBeCloseTo(0, 5);
  });

  it('gives the generator a gradient where the critic is sure that a sample is generated', () => {
    // That of the saddle point is nearly 0 there, but for reverse KL, where it is 1, and Pearson, which is not monotone.
    const objective = objectiveOf(kind);
    const [slope] = tf
      .grad((v) => objective.generatorLoss(v))(column(-10))
      .dataSync();
    expect(slope).toBeLessThanOrEqual(-0.99);
  });
});

it('has Jensen-Shannon end at log 2 and squared Hellinger at 2, where the critic is right about everything', () => {
  const boundAt = (kind: FGanKind, real: number, fake: number): number => {
    const objective = objectiveOf(kind);
    return objective.divergenceBound!(objective.criticLoss(column(real), column(fake))).arraySync();
  };
  expect(boundAt('fgan-js', 50, -50)).toBeCloseTo(Math.LN2, 6);
  expect(boundAt('fgan-js', 1e4, -1e4)).toBeCloseTo(Math.LN2, 6);
  expect(boundAt('fgan-hellinger', 50, -50)).toBeCloseTo(2, 6);
});

it('has Jensen-Shannon finite for every output, right or wrong', () => {
  const objective = objectiveOf('fgan-js');
  for (const far of [1e4, -1e4]) {
    expect(Number.isFinite(objective.criticLoss(column(far), column(-far)).arraySync())).toBe(true);
    expect(Number.isFinite(objective.generatorLoss(column(far)).arraySync())).toBe(true);
  }
});
