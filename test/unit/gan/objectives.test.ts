import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';

import { installGradients } from '../../../core/autograd/second-order.ts';
import { createObjective } from '../../../core/gan/objectives/catalog.ts';
import type { ObjectiveKind, ObjectiveSpec } from '../../../core/spec/run-spec.ts';

const specs: { readonly [K in ObjectiveKind]: ObjectiveSpec & { readonly kind: K } } = {
  gan: { kind: 'gan', nCritic: 1 },
  'gan-minimax': { kind: 'gan-minimax', nCritic: 1 },
  lsgan: { kind: 'lsgan', nCritic: 1 },
  hinge: { kind: 'hinge', nCritic: 1 },
  wgan: { kind: 'wgan', nCritic: 5, clip: 0.01 },
  'wgan-gp': { kind: 'wgan-gp', nCritic: 5, lambda: 10 },
  'wgan-lp': { kind: 'wgan-lp', nCritic: 5, lambda: 7 },
  dragan: { kind: 'dragan', nCritic: 1, lambda: 3, k: 1, noise: 0.5 },
  'fgan-kl': { kind: 'fgan-kl', nCritic: 1 },
  'fgan-reverse-kl': { kind: 'fgan-reverse-kl', nCritic: 1 },
  'fgan-pearson': { kind: 'fgan-pearson', nCritic: 1 },
  'fgan-hellinger': { kind: 'fgan-hellinger', nCritic: 1 },
  'fgan-js': { kind: 'fgan-js', nCritic: 1 },
};
const kinds = Object.keys(specs) as ObjectiveKind[];

const column = (...values: number[]): tf.Tensor2D => tf.tensor2d(values, [values.length, 1]);

function criticLoss(kind: ObjectiveKind, real: number[], fake: number[]): number {
  return createObjective(specs[kind])
    .criticLoss(column(...real), column(...fake))
    .arraySync();
}
function generatorLoss(kind: ObjectiveKind, fake: number[]): number {
  return createObjective(specs[kind])
    .generatorLoss(column(...fake))
    .arraySync();
}

/** Values with 0 for -0. */
const values = (tensor: tf.Tensor): number[] => Array.from(tensor.dataSync(), (value) => value + 0);

/** The loss, and its derivative by each output. */
function criticAt(kind: ObjectiveKind, real: number[], fake: number[]) {
  const objective = createObjective(specs[kind]);
  const { value, grads } = tf.valueAndGrads((r, f) => objective.criticLoss(r, f))([
    column(...real),
    column(...fake),
  ]);
  return { loss: values(value), real: values(grads[0]), fake: values(grads[1]) };
}
function generatorAt(kind: ObjectiveKind, fake: number[]) {
  const objective = createObjective(specs[kind]);
  const { value, grad } = tf.valueAndGrad((f) => objective.generatorLoss(f))(column(...fake));
  return { loss: values(value), fake: values(grad) };
}

beforeAll(async () => {
  installGradients();
  await tf.setBackend('cpu');
});

describe('catalog', () => {
  it.each(kinds)('makes %s', (kind) => {
    const objective = createObjective(specs[kind]);
    expect(objective.kind).toBe(kind);
    expect(objective.output).toBe(['gan', 'gan-minimax', 'dragan'].includes(kind) ? 'logit' : 'score');
    expect(objective.clip).toBe(kind === 'wgan' ? 0.01 : null);
    expect(objective.penalty?.lambda).toBe({ 'wgan-gp': 10, 'wgan-lp': 7, dragan: 3 }[kind as string]);
  });
});

describe('values', () => {
  const ln2 = Math.LN2;
  it('gan: an undecided discriminator costs 2 ln 2, its generator ln 2', () => {
    expect(criticLoss('gan', [0, 0], [0, 0])).toBeCloseTo(2 * ln2, 6);
    expect(generatorLoss('gan', [0, 0])).toBeCloseTo(ln2, 6);
    // -log sigmoid(1) - log(1 - sigmoid(-2)), and -log sigmoid(-2).
    expect(criticLoss('gan', [1], [-2])).toBeCloseTo(0.31326169 + 0.12692801, 6);
    expect(generatorLoss('gan', [-2])).toBeCloseTo(2.12692801, 6);
  });

  it('gan-minimax: what the generator wins on its samples the discriminator loses', () => {
    expect(criticLoss('gan-minimax', [1], [-2])).toBeCloseTo(0.31326169 + 0.12692801, 6);
    expect(generatorLoss('gan-minimax', [-2])).toBeCloseTo(-0.12692801, 6);
  });

  it('lsgan: half the squared distance to the labels 1 and 0', () => {
    expect(criticLoss('lsgan', [1, 1], [0, 0])).toBe(0);
    expect(criticLoss('lsgan', [3, 1], [1, 0])).toBeCloseTo(0.5 * 2 + 0.5 * 0.5, 6);
    expect(generatorLoss('lsgan', [1, 1])).toBe(0);
    expect(generatorLoss('lsgan', [0, -1])).toBeCloseTo(0.5 * 2.5, 6);
  });

  it('hinge: nothing to learn outside the margin', () => {
    expect(criticAt('hinge', [1.5, 2], [-1.5, -9])).toEqual({ loss: [0], real: [0, 0], fake: [0, 0] });
    expect(criticAt('hinge', [0.5, 2], [0, -9])).toEqual({ loss: [0.75], real: [-0.5, 0], fake: [0.5, 0] });
    expect(generatorLoss('hinge', [1, 2])).toBe(-1.5);
  });

  it.each(['wgan', 'wgan-gp', 'wgan-lp'] as const)('%s: minus the difference of the mean scores', (kind) => {
    expect(criticLoss(kind, [4, 6], [1, 2])).toBe(-3.5);
    expect(generatorLoss(kind, [1, 2])).toBe(-1.5);
  });

  it('dragan: the losses of gan', () => {
    expect(criticLoss('dragan', [1], [-2])).toBe(criticLoss('gan', [1], [-2]));
    expect(generatorLoss('dragan', [-2])).toBe(generatorLoss('gan', [-2]));
  });
});

describe('at logits of 10,000', () => {
  const far = 1e4;
  it.each(['gan', 'gan-minimax', 'dragan'] as const)('%s: the critic where it is right', (kind) => {
    expect(criticAt(kind, [far], [-far])).toEqual({ loss: [0], real: [0], fake: [0] });
  });

  it.each(['gan', 'gan-minimax', 'dragan'] as const)('%s: the critic where it is wrong', (kind) => {
    expect(criticAt(kind, [-far], [far])).toEqual({ loss: [2 * far], real: [-1], fake: [1] });
  });

  it.each(['gan', 'dragan'] as const)('%s: the generator keeps its gradient where it loses', (kind) => {
    expect(generatorAt(kind, [-far])).toEqual({ loss: [far], fake: [-1] });
    expect(generatorAt(kind, [far])).toEqual({ loss: [0], fake: [0] });
  });

  it('gan-minimax: the generator loses its gradient there', () => {
    expect(generatorAt('gan-minimax', [-far])).toEqual({ loss: [0], fake: [0] });
    expect(generatorAt('gan-minimax', [far])).toEqual({ loss: [-far], fake: [-1] });
  });

  it.each(['lsgan', 'hinge', 'wgan', 'wgan-gp', 'wgan-lp'] as const)('%s: finite', (kind) => {
    for (const sign of [1, -1]) {
      const critic = criticAt(kind, [sign * far], [-sign * far]);
      const generator = generatorAt(kind, [sign * far]);
      const numbers = [...critic.loss, ...critic.real, ...critic.fake, ...generator.loss, ...generator.fake];
      expect(numbers.every(Number.isFinite), String(numbers)).toBe(true);
    }
  });
});
