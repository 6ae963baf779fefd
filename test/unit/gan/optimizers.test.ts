import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';

import { createOptimizer } from '../../../core/gan/optimizers/catalog.ts';
import type { OptimizerSpec } from '../../../core/spec/run-spec.ts';

const adam: OptimizerSpec = { kind: 'adam', lr: 0.1, beta1: 0.5, beta2: 0.9, epsilon: 1e-8 };
const specs: readonly OptimizerSpec[] = [
  { kind: 'sgd', lr: 0.1 },
  { kind: 'momentum', lr: 0.1, momentum: 0.5 },
  { kind: 'rmsprop', lr: 0.1, decay: 0.75, epsilon: 1e-8 },
  adam,
];

/** The parameter after each of some updates, from `start` and slots of zero. `lrs` gives each update's rate. */
function trace(
  spec: OptimizerSpec,
  start: number,
  gradients: readonly number[],
  lrs?: readonly number[],
): number[] {
  const optimizer = createOptimizer(spec);
  let parameter: tf.Tensor = tf.tensor1d([start]);
  let slots: Readonly<Record<string, tf.Tensor>> = Object.fromEntries(
    optimizer.slots.map((name) => [name, tf.zeros([1])]),
  );
  return gradients.map((gradient, done) => {
    const coefficients = Object.entries(optimizer.coefficientsAt(done + 1, lrs?.[done] ?? spec.lr));
    const next = optimizer.apply(
      parameter,
      tf.tensor1d([gradient]),
      slots,
      Object.fromEntries(coefficients.map(([name, value]) => [name, tf.scalar(value)])),
    );
    ({ parameter, slots } = next);
    return parameter.dataSync()[0];
  });
}

function expectTrace(actual: readonly number[], expected: readonly number[]): void {
  expect(actual.length).toBe(expected.length);
  actual.forEach((value, i) => {
    expect(value).toBeCloseTo(expected[i], 5);
  });
}

beforeAll(async () => {
  await tf.setBackend('cpu');
});

describe.each(specs)('$kind', (spec) => {
  const optimizer = createOptimizer(spec);

  it('is what its spec names', () => {
    expect(optimizer.kind).toBe(spec.kind);
  });

  it('gives the coefficients and slots it names', () => {
    expect(Object.keys(optimizer.coefficientsAt(1, 0.1))).toEqual([...optimizer.coefficients]);
    const next = optimizer.apply(
      tf.ones([2, 3]),
      tf.ones([2, 3]),
      Object.fromEntries(optimizer.slots.map((name) => [name, tf.zeros([2, 3])])),
      Object.fromEntries(optimizer.coefficients.map((name) => [name, tf.scalar(0.1)])),
    );
    expect(Object.keys(next.slots)).toEqual([...optimizer.slots]);
    for (const tensor of [next.parameter, ...Object.values(next.slots)]) expect(tensor.shape).toEqual([2, 3]);
  });

  it('stands still at a learning rate of 0, and where no gradient has ever come', () => {
    expectTrace(trace(spec, 3, [1, -2], [0, 0]), [3, 3]);
    expectTrace(trace(spec, 3, [0, 0]), [3, 3]);
  });
});

describe('updates', () => {
  it('sgd: against the gradient', () => {
    expectTrace(trace({ kind: 'sgd', lr: 0.1 }, 1, [2, -4]), [0.8, 1.2]);
  });

  it('momentum: the learning rate stays outside the buffer', () => {
    const spec: OptimizerSpec = { kind: 'momentum', lr: 0.1, momentum: 0.5 };
    // Buffers 2, 2, 3.
    expectTrace(trace(spec, 1, [2, 1, 2]), [0.8, 0.6, 0.3]);
    // A new rate scales the old gradients too.
    expectTrace(trace(spec, 1, [2, 1], [0.1, 1]), [0.8, -1.2]);
  });

  it('rmsprop: epsilon is added to the root', () => {
    // v = (1 - 0.75) 2^2 = 1, then 0.75 + 0.25 x 0 = 0.75.
    expectTrace(trace({ kind: 'rmsprop', lr: 0.1, decay: 0.75, epsilon: 0 }, 1, [2, 0]), [0.8, 0.8]);
    expectTrace(trace({ kind: 'rmsprop', lr: 0.1, decay: 0.75, epsilon: 1 }, 1, [2]), [0.9]);
  });

  it('adam: the first step is as long as the learning rate, however large the gradient', () => {
    expectTrace(trace(adam, 1, [1e-3]), [0.9]);
    expectTrace(trace(adam, 1, [-1e3]), [1.1]);
  });

  it('adam: epsilon is added to the root of the corrected moment', () => {
    // m / c1 = g = 2 and sqrt(v / c2) = 2: 0.1 x 2 / (2 + 2).
    expectTrace(trace({ ...adam, epsilon: 2 }, 1, [2]), [0.95]);
  });

  it('adam: both moments are corrected by how many updates there were', () => {
    // m = 0.5, 0.75 + ...: constant gradients give corrected moments g and g^2 throughout.
    expectTrace(trace(adam, 1, [1, 1, 1]), [0.9, 0.8, 0.7]);
    // m = (0.25 - 0.5) / 0.75 = -1/3, v = 1.
    expectTrace(trace(adam, 1, [1, -1]), [0.9, 0.9 + 0.1 / 3]);
  });

  it('adam: without beta1 it keeps one moment, and steps along the last gradient', () => {
    const spec: OptimizerSpec = { ...adam, beta1: 0 };
    expect(createOptimizer(spec).slots).toEqual(['v']);
    expect(createOptimizer(adam).slots).toEqual(['m', 'v']);
    expectTrace(trace(spec, 1, [1, -1]), [0.9, 1]);
  });

  it('adam: the correction fades', () => {
    const { step_size, epsilon } = createOptimizer(adam).coefficientsAt(10_000, 0.1);
    expect(step_size).toBeCloseTo(0.1, 12);
    expect(epsilon).toBeCloseTo(1e-8, 14);
  });
});
