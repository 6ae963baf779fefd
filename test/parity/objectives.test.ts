// Every objective against PyTorch: losses, penalty, per-sample gradient norms, and the gradients of all weights,
// through a tiny critic and generator. The penalty's gradient goes through a second derivative.

import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Executor, HostTensors, NamedTensors, Shape, Step } from '../../core/executors/executor.ts';
import { createObjective } from '../../core/gan/objectives/catalog.ts';
import { withPenalty } from '../../core/gan/penalties/catalog.ts';
import { gradientNorms } from '../../core/gan/penalties/gradient-norms.ts';
import { buildCritic, buildGenerator } from '../../core/nn/network.ts';
import type { MlpSpec, ObjectiveKind, ObjectiveSpec, PenaltySpec } from '../../core/spec/run-spec.ts';
import { expectClose, fixture } from './compare.ts';
import { executors } from './executors.ts';

interface Values {
  readonly shape: Shape;
  readonly data: readonly number[];
}

interface Case {
  readonly spec: ObjectiveSpec;
  /** A penalty that is not the objective's own. */
  readonly penaltySpec?: PenaltySpec;
  readonly criticLoss: number;
  readonly generatorLoss: number;
  readonly criticGradients: Readonly<Record<string, readonly number[]>>;
  readonly generatorGradients: Readonly<Record<string, readonly number[]>>;
  readonly noise?: Values;
  readonly points?: readonly number[];
  readonly gradientNorms?: readonly number[];
  readonly penalty?: number;
}

const { weights, real, latent, cases } = fixture('objectives') as {
  readonly weights: Readonly<Record<string, Values>>;
  readonly real: Values;
  readonly latent: Values;
  readonly cases: readonly Case[];
};

const tolerance = { relative: 2e-5, absolute: 1e-6 };

const mlp: Omit<MlpSpec, 'hidden' | 'activation'> = { kind: 'mlp', norm: 'none', init: 'he' };
const generator = buildGenerator({ ...mlp, hidden: [8], activation: 'relu' }, 2, [2]);
const critic = buildCritic({ ...mlp, hidden: [8, 8], activation: 'leaky-relu' }, [2]);
const criticNames = critic.parameters.map(({ name }) => name);
const generatorNames = generator.parameters.map(({ name }) => name);

/** Gradients of a scalar with respect to the named tensors, as outputs of a step. */
function gradientsOf(
  names: readonly string[],
  inputs: NamedTensors,
  scalar: (tensors: NamedTensors) => tf.Tensor,
): Record<string, tf.Tensor> {
  const withRespectTo = (...values: tf.Tensor[]): tf.Tensor =>
    scalar({ ...inputs, ...Object.fromEntries(names.map((name, i) => [name, values[i]])) });
  const gradients = tf.grads(withRespectTo)(names.map((name) => inputs[name]));
  return Object.fromEntries(names.map((name, i) => [`gradient:${name}`, gradients[i]]));
}

function stepOf({ spec, penaltySpec = { kind: 'none' }, noise }: Case): Step {
  const objective = withPenalty(createObjective(spec), penaltySpec);
  return {
    name: spec.kind,
    state: Object.fromEntries(Object.entries(weights).map(([name, { shape }]) => [name, shape])),
    feeds: { real: real.shape, latent: latent.shape, ...(noise === undefined ? {} : { noise: noise.shape }) },
    compute: (inputs) => {
      const { penalty } = objective;
      const samples = inputs['real'];
      const score = (tensors: NamedTensors, x: tf.Tensor): tf.Tensor => critic.apply(tensors, x).y;
      const generate = (tensors: NamedTensors): tf.Tensor => generator.apply(tensors, inputs['latent']).y;
      const fake = generate(inputs);
      const outputs: Record<string, tf.Tensor> = {
        criticLoss: objective.criticLoss(score(inputs, samples), score(inputs, fake)),
        generatorLoss: objective.generatorLoss(score(inputs, fake)),
        ...gradientsOf(generatorNames, inputs, (tensors) =>
          objective.generatorLoss(score(tensors, generate(tensors))),
        ),
      };
      const points = penalty?.points(samples, fake, inputs['noise']);
      const norms = (tensors: NamedTensors): tf.Tensor => gradientNorms((x) => score(tensors, x), points!);
      if (penalty !== null) {
        outputs['points'] = points!;
        outputs['gradientNorms'] = norms(inputs);
        outputs['penalty'] = penalty.term(norms(inputs));
      }
      Object.assign(
        outputs,
        gradientsOf(criticNames, inputs, (tensors) => {
          const loss = objective.criticLoss(score(tensors, samples), score(tensors, fake));
          if (penalty === null) return loss;
          return tf.add(loss, tf.mul(penalty.term(norms(tensors)), penalty.lambda));
        }),
      );
      return { state: {}, outputs };
    },
  };
}

it('holds every objective', () => {
  const kinds: Record<ObjectiveKind, true> = {
    gan: true,
    'gan-minimax': true,
    lsgan: true,
    hinge: true,
    wgan: true,
    'wgan-gp': true,
    'wgan-lp': true,
    dragan: true,
    'fgan-kl': true,
    'fgan-reverse-kl': true,
    'fgan-pearson': true,
    'fgan-hellinger': true,
    'fgan-js': true,
  };
  const alone = cases.filter(({ penaltySpec }) => penaltySpec === undefined);
  expect(alone.map(({ spec }) => spec.kind).sort()).toEqual(Object.keys(kinds).sort());
});

it('holds every penalty', () => {
  const kinds: Record<Exclude<PenaltySpec['kind'], 'none'>, true> = {
    gp: true,
    lp: true,
    dragan: true,
    r1: true,
  };
  const added = cases.flatMap(({ penaltySpec }) => (penaltySpec === undefined ? [] : [penaltySpec.kind]));
  expect([...new Set(added)].sort()).toEqual(Object.keys(kinds).sort());
});

const named = cases.map((example) => {
  const { spec, penaltySpec } = example;
  return { kind: penaltySpec === undefined ? spec.kind : `${spec.kind} with ${penaltySpec.kind}`, example };
});

describe.each(executors)('objectives on $id', ({ open }) => {
  let executor: Executor;
  beforeAll(async () => {
    executor = await open();
  });
  afterAll(() => executor.dispose());

  it.each(named)('$kind', async ({ example }) => {
    const step = await executor.compile(stepOf(example));
    const initial: HostTensors = Object.fromEntries(
      Object.entries(weights).map(([name, { shape, data }]) => [
        name,
        { shape, data: Float32Array.from(data) },
      ]),
    );
    const state = await executor.load(initial);
    const outputs = await step.run(state, {
      real: Float32Array.from(real.data),
      latent: Float32Array.from(latent.data),
      ...(example.noise === undefined ? {} : { noise: Float32Array.from(example.noise.data) }),
    });
    expectClose('critic loss', outputs['criticLoss'], example.criticLoss, tolerance);
    expectClose('generator loss', outputs['generatorLoss'], example.generatorLoss, tolerance);
    expect('penalty' in outputs).toBe(example.penalty !== undefined);
    if (example.penalty !== undefined) {
      expectClose('points', outputs['points'], example.points!, tolerance);
      expectClose('gradient norms', outputs['gradientNorms'], example.gradientNorms!, tolerance);
      expectClose('penalty', outputs['penalty'], example.penalty, tolerance);
    }
    const gradients = { ...example.criticGradients, ...example.generatorGradients };
    expect(Object.keys(gradients).sort()).toEqual(Object.keys(weights).sort());
    for (const [name, expected] of Object.entries(gradients)) {
      expectClose(`gradient of ${name}`, outputs[`gradient:${name}`], expected, tolerance);
    }
    state.dispose();
    await step.dispose();
  });
});
