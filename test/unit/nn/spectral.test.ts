import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, expect, test } from 'vitest';
import { installGradients } from '../../../core/autograd/second-order.ts';
import { buildModel, initialState } from '../../../core/gan/model.ts';
import { buildCritic } from '../../../core/nn/network.ts';
import { sampleShape } from '../../../core/spec/data-facts.ts';
import { asLayers, type Role } from '../../../core/spec/layer-lists.ts';
import type { LayersSpec, NetworkSpec, RunSpec } from '../../../core/spec/run-spec.ts';
import { sidesOf } from '../../../core/spec/shapes.ts';
import { sameBits } from '../../support/same-bits.ts';
import { presetSpec } from '../spec/sample-specs.ts';

beforeAll(async () => {
  installGradients();
  await tf.setBackend('cpu');
});

const linear: LayersSpec = {
  ...{ kind: 'layers', init: 'he', spectral: true },
  layers: [
    { kind: 'dense', width: 3 },
    { kind: 'dense', width: 1 },
  ],
};

const listOf = (spec: RunSpec, role: Role): LayersSpec =>
  asLayers(spec[role] as NetworkSpec, role, sidesOf(spec));

test('power iteration finds the largest singular value, and the kernel is divided by it', () => {
  const { spectral, statistics } = buildCritic(linear, [2]);
  expect(statistics.map(({ name, shape }) => [name, shape])).toEqual([
    ['critic.layer1.kernel.u', [3]],
    ['critic.layer2.kernel.u', [1]],
  ]);
  // Singular values 5 and 3, by construction.
  let tensors: Record<string, tf.Tensor> = {
    'critic.layer1.kernel': tf.tensor2d([5, 0, 0, 0, 0, 3], [2, 3]),
    'critic.layer1.kernel.u': tf.tensor1d([0.6, 0.64, 0.48]),
    'critic.layer2.kernel': tf.tensor2d([0, -2, 0], [3, 1]),
    'critic.layer2.kernel.u': tf.tensor1d([1]),
  };
  for (let at = 0; at < 30; at += 1) tensors = { ...tensors, ...spectral!.iterate(tensors).updated };
  const u = [...tensors['critic.layer1.kernel.u'].dataSync()];
  expect(u[0]).toBeCloseTo(1, 5);
  expect(Math.hypot(...u)).toBeCloseTo(1, 5);
  const normal = spectral!.normalised(tensors);
  const expected = [1, 0, 0, 0, 0, 0.6];
  [...normal['critic.layer1.kernel'].dataSync()].forEach((value, at) => {
    expect(value).toBeCloseTo(expected[at], 5);
  });
  expect([...normal['critic.layer2.kernel'].dataSync()][1]).toBeCloseTo(-1, 6);
});

test('the directions are constants of the gradient', () => {
  const { spectral } = buildCritic(linear, [2]);
  const kernel = tf.tensor2d([4, 0, 0, 0, 2, 0], [2, 3]);
  const u = tf.tensor1d([1, 0, 0]);
  const rest = { 'critic.layer2.kernel': tf.ones([3, 1]), 'critic.layer2.kernel.u': tf.tensor1d([1]) };
  const { used } = spectral!.iterate({
    'critic.layer1.kernel': kernel,
    'critic.layer1.kernel.u': u,
    ...rest,
  });
  const weights = tf.tensor2d([1, 2, 3, 4, 5, 6], [2, 3]);
  const gradient = tf.grad((w) =>
    tf.sum(
      tf.mul(
        weights,
        spectral!.normalised({ ...rest, ...used, 'critic.layer1.kernel': w })['critic.layer1.kernel'],
      ),
    ),
  )(kernel);
  // d/dW sum c W / sigma = c / sigma - (sum c W / sigma^2) v u^T, sigma 4, sum c W = 1 * 4 + 5 * 2.
  const expected = [1 / 4 - 14 / 16, 2 / 4, 3 / 4, 1, 5 / 4, 6 / 4];
  [...gradient.dataSync()].forEach((value, at) => {
    expect(value).toBeCloseTo(expected[at], 5);
  });
});

test('spectral norm leaves the first weights alone and starts from directions of length 1', () => {
  const spec = presetSpec('fashion-gan');
  const start = (spectral: boolean) =>
    initialState(buildModel({ ...spec, critic: { ...spec.critic, spectral } }, sampleShape(spec.data)));
  const [without, with_] = [start(false), start(true)];
  for (const name of Object.keys(without)) {
    expect(with_[name].shape, name).toEqual(without[name].shape);
    expect(sameBits(with_[name].data, without[name].data), name).toBe(true);
  }
  const directions = Object.keys(with_).filter((name) => !Object.hasOwn(without, name));
  expect(directions).toEqual(
    ['critic.down1', 'critic.down2', 'critic.score'].map((name) => `${name}.kernel.u`),
  );
  for (const name of directions) expect(Math.hypot(...with_[name].data)).toBeCloseTo(1, 6);
});

test('a list written out from a network starts and scores as it does, to the bit', () => {
  for (const id of ['fashion32-resnet-wgan-gp', 'fashion-gan']) {
    const spec = presetSpec(id);
    const shape = sampleShape(spec.data);
    const model = buildModel(spec, shape);
    const written = buildModel(
      { ...spec, critic: listOf(spec, 'critic'), generator: listOf(spec, 'generator') },
      shape,
    );
    const weights = (one: typeof model) => {
      const state = initialState(one);
      return one.critic.parameters.map(({ name }) => state[name]);
    };
    const [given, drawn] = [weights(written), weights(model)];
    expect(given.map(({ shape: size }) => size)).toEqual(drawn.map(({ shape: size }) => size));
    expect(given.every(({ data }, at) => sameBits(data, drawn[at].data))).toBe(true);
    const x = tf.randomUniform([2, ...shape], -1, 1, 'float32', 3);
    const score = (one: typeof model) => {
      const state = initialState(one);
      const tensors = Object.fromEntries(
        one.critic.parameters.map(({ name }) => [name, tf.tensor(state[name].data, [...state[name].shape])]),
      );
      return [...one.critic.apply(tensors, x).y.dataSync()];
    };
    expect(score(written)).toEqual(score(model));
    expect(new Set(score(model)).size).toBe(2);
  }
});
