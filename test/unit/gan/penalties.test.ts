import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';

import { installGradients } from '../../../core/autograd/second-order.ts';
import type { Penalty } from '../../../core/gan/objective.ts';
import { draganPenalty } from '../../../core/gan/penalties/dragan-penalty.ts';
import { gradientNorms } from '../../../core/gan/penalties/gradient-norms.ts';
import { gradientPenalty } from '../../../core/gan/penalties/gradient-penalty.ts';
import { r1Penalty } from '../../../core/gan/penalties/r1-penalty.ts';
import { createObjective } from '../../../core/gan/objectives/catalog.ts';
import { withPenalty } from '../../../core/gan/penalties/catalog.ts';
import { lipschitzPenalty } from '../../../core/gan/penalties/lipschitz-penalty.ts';

const values = (tensor: tf.Tensor): number[] => Array.from(tensor.dataSync());
const term = (penalty: Penalty, norms: number[]): number => penalty.term(tf.tensor1d(norms)).arraySync();

/** f(x) = a.x */
const linear =
  (...a: number[]) =>
  (x: tf.Tensor): tf.Tensor =>
    tf.matMul(x, tf.tensor2d(a, [a.length, 1]));
/** f(x) = |x|^2 / 2, whose gradient is x. */
const bowl = (x: tf.Tensor): tf.Tensor => tf.mul(0.5, tf.sum(tf.square(x), 1, true));

const gp = gradientPenalty(10);
const lp = lipschitzPenalty(10);
const r1 = r1Penalty(10);
const dragan = draganPenalty({ lambda: 10, k: 1, noise: 0.5 });

beforeAll(async () => {
  installGradients();
  await tf.setBackend('cpu');
});

describe('gradient norms', () => {
  it('are taken per sample, not over the batch', () => {
    // Over the whole batch the norm would be exactly 1, and the penalty 0.
    const norms = gradientNorms(bowl, tf.tensor2d([0.6, 0, 0, 0.8], [2, 2]));
    expect(norms.shape).toEqual([2]);
    expect(values(norms)[0]).toBeCloseTo(0.6, 6);
    expect(values(norms)[1]).toBeCloseTo(0.8, 6);
    expect(gp.term(norms).arraySync()).toBeCloseTo((0.4 ** 2 + 0.2 ** 2) / 2, 6);
  });

  it('run over all axes of an image', () => {
    const critic = (x: tf.Tensor): tf.Tensor => tf.reshape(tf.sum(tf.mul(x, 2), [1, 2, 3]), [-1, 1]);
    expect(values(gradientNorms(critic, tf.zeros([3, 2, 2, 4])))).toEqual([8, 8, 8]);
  });

  it('are (|a| - 1)^2 in the penalty of a linear critic a.x, wherever it is looked at', () => {
    for (const points of [tf.zeros([4, 2]), tf.randomNormal([4, 2], 0, 5, 'float32', 1)]) {
      const norms = gradientNorms(linear(3, 4), points);
      expect(values(norms)).toEqual([5, 5, 5, 5]);
      expect(gp.term(norms).arraySync()).toBe(16);
      expect(lp.term(norms).arraySync()).toBe(16);
    }
  });

  it('can be differentiated again', () => {
    // d/da (|a| - 1)^2 = 2 (|a| - 1) a / |a|
    const gradient = tf.grad((a) =>
      gp.term(gradientNorms((x) => tf.matMul(x, tf.reshape<tf.Rank.R2>(a, [2, 1])), tf.ones([3, 2]))),
    )(tf.tensor1d([3, 4]));
    expect(values(gradient)[0]).toBeCloseTo((2 * 4 * 3) / 5, 5);
    expect(values(gradient)[1]).toBeCloseTo((2 * 4 * 4) / 5, 5);
  });

  it('and their derivative stay finite where the critic is flat', () => {
    expect(values(gradientNorms(bowl, tf.zeros([1, 2])))[0]).toBeCloseTo(1e-6, 9);
    const gradient = tf.grad((a) =>
      gp.term(gradientNorms((x) => tf.mul(tf.sum(x, 1, true), a), tf.ones([2, 2]))),
    )(tf.scalar(0));
    expect(values(gradient).every(Number.isFinite)).toBe(true);
  });
});

describe('two-sided and one-sided', () => {
  it('a slope below 1 costs nothing one-sided', () => {
    expect(term(lp, [0, 0.5, 1])).toBe(0);
    expect(term(gp, [0, 0.5, 1])).toBeCloseTo((1 + 0.25) / 3, 6);
  });

  it('a slope above 1 costs the same', () => {
    expect(term(lp, [1, 2, 4])).toBeCloseTo((1 + 9) / 3, 6);
    expect(term(gp, [1, 2, 4])).toBeCloseTo((1 + 9) / 3, 6);
  });

  it('one-sided, slopes do not make up for each other', () => {
    expect(term(lp, [0, 2])).toBe(0.5);
  });

  it.each([
    { name: 'two-sided', penalty: gp },
    { name: 'one-sided', penalty: lp },
  ])('$name: x-hat lies between real and generated, one number per sample', ({ penalty }) => {
    expect(penalty.noiseShape([28, 28, 1], 64)).toEqual([64, 1, 1, 1]);
    expect(penalty.noiseShape([2], 16)).toEqual([16, 1]);
    const real = tf.tensor2d([1, 2, 1, 2, 1, 2], [3, 2]);
    const fake = tf.tensor2d([5, 10, 5, 10, 5, 10], [3, 2]);
    const points = penalty.points(real, fake, tf.tensor2d([0, 0.25, 1], [3, 1]));
    expect(values(points)).toEqual([5, 10, 4, 8, 1, 2]);
  });
});

describe('dragan', () => {
  // The standard deviation of all values together is the root of 3; per coordinate it would be 0 and 2.
  const real = tf.tensor2d([1, -3, 1, 1, 1, -3, 1, 1], [4, 2]);
  const deviation = Math.sqrt(3);
  const none = tf.zeros([4, 2]);
  const at = (u: number): number[] => values(tf.sub(dragan.points(real, none, tf.fill([4, 2], u)), real));

  it('has one number per value', () => {
    expect(dragan.noiseShape([28, 28, 1], 64)).toEqual([64, 28, 28, 1]);
  });

  it('moves real samples both ways, in standard deviations of the whole batch', () => {
    for (const value of at(0)) expect(value).toBeCloseTo(-0.5 * deviation, 5);
    for (const value of at(0.5)) expect(value).toBeCloseTo(0, 5);
    for (const value of at(0.75)) expect(value).toBeCloseTo(0.25 * deviation, 5);
  });

  it('does not look at generated samples', () => {
    const noise = tf.fill([4, 2], 0.3);
    expect(values(dragan.points(real, tf.fill([4, 2], 100), noise))).toEqual(
      values(dragan.points(real, none, noise)),
    );
  });

  it('pulls towards k from both sides', () => {
    const towards2 = draganPenalty({ lambda: 10, k: 2, noise: 0.5 });
    expect(term(towards2, [2, 2])).toBe(0);
    expect(term(towards2, [1, 4])).toBe(2.5);
    expect(term(dragan, [1, 4])).toBe(4.5);
  });
});

describe('R1', () => {
  it('is half the mean square of the slope on real samples, and needs no noise', () => {
    const real = tf.tensor2d([3, 4, 0, 0], [2, 2]);
    const fake = tf.ones([2, 2]);
    expect(r1.noiseShape([2], 2)).toBeNull();
    expect(values(r1.points(real, fake, tf.zeros([0])))).toEqual([3, 4, 0, 0]);
    // The bowl's gradient is x itself: (25 + 0) / 2 is the mean, half of it the term; gamma is the weight.
    expect(r1.term(gradientNorms(bowl, real)).arraySync()).toBeCloseTo(6.25, 5);
    expect(r1.lambda).toBe(10);
  });

  it('is finite where the critic is flat, and has no gradient there', () => {
    const slope = tf.grad((a) =>
      r1.term(gradientNorms((x) => tf.mul(a, tf.sum(x, 1, true)), tf.ones([3, 2]))),
    );
    expect(values(slope(tf.scalar(0)))).toEqual([0]);
  });
});

describe('a penalty beside an objective', () => {
  it('leaves the losses as they are', () => {
    const plain = createObjective({ kind: 'hinge', nCritic: 1 });
    const both = withPenalty(plain, { kind: 'gp', lambda: 10 });
    expect(both).toMatchObject({ penalty: { kind: 'gradient-penalty', lambda: 10 } });
    expect({ ...both, penalty: null }).toEqual(plain);
    expect(withPenalty(plain, { kind: 'none' })).toBe(plain);
  });

  it('is refused by an objective that has its own', () => {
    const own = createObjective({ kind: 'wgan-gp', nCritic: 5, lambda: 10 });
    expect(() => withPenalty(own, { kind: 'r1', gamma: 1 })).toThrow('wgan-gp has a penalty of its own.');
  });
});
