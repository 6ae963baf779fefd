// Gradients at evaluations: those that an update by plain gradient descent follows, and no bit of training changed.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Executor } from '../../../core/executors/executor.ts';
import { createReferenceExecutor } from '../../../core/executors/reference.ts';
import { createGradientLook } from '../../../core/gan/gradient-look.ts';
import { fillLatents } from '../../../core/gan/latent.ts';
import { buildModel, initialState } from '../../../core/gan/model.ts';
import { coefficientFeed, criticPhase, generatorPhase } from '../../../core/gan/phases.ts';
import { RandomStream } from '../../../core/nn/random.ts';
import type { RunSpec } from '../../../core/spec/run-spec.ts';
import { only, tinySpec, trainTiny } from '../../support/tiny.ts';

let executor: Executor;
beforeAll(async () => {
  executor = await createReferenceExecutor();
});
afterAll(() => executor.dispose());

/** Always the same sample, so that any batch is the same batch. */
const oneSample = {
  count: 1,
  read: (indices: ArrayLike<number>, into: Float32Array) => {
    for (let i = 0; i < indices.length; i += 1) into.set([0.5, -0.25], 2 * i);
  },
};

describe('a look at the gradients', () => {
  const sgd = { kind: 'sgd', lr: 1 } as const;
  const spec: RunSpec = {
    ...tinySpec,
    optimizer: { generator: sgd, critic: sgd },
    objective: { kind: 'gan', nCritic: 1 },
    ema: { decay: 0.5 },
  };
  const model = buildModel(spec, [2]);
  /** What the look draws first. */
  const latent = fillLatents(
    spec.latent,
    RandomStream.of(spec.seed, 'gradient-look'),
    new Float32Array(spec.batch * spec.latent.size),
  );

  it('changes nothing, and names every weight of both networks', async () => {
    const state = await executor.load(initialState(model));
    const before = await state.read();
    const look = await createGradientLook(model, executor, oneSample, new Float32Array(1));
    const found = await look.read(state);
    expect(await state.read()).toEqual(before);
    expect(await look.read(state)).toEqual(found);
    expect(found.map(([name]) => name)).toEqual(
      [...model.generator.parameters, ...model.critic.parameters].map(({ name }) => `${name}/gradient`),
    );
    await look.dispose();
  });

  it.each(['generator', 'critic'] as const)(
    'finds what gradient descent at a rate of 1 takes off each weight of the %s',
    async (player) => {
      const state = await executor.load(initialState(model));
      const before = await state.read();
      const look = await createGradientLook(model, executor, oneSample, new Float32Array(1));
      const found = new Map(await look.read(state));
      const phase = player === 'generator' ? generatorPhase(model) : criticPhase(model);
      const step = await executor.compile(phase.step);
      const real = new Float32Array(2 * spec.batch);
      oneSample.read(new Uint32Array(spec.batch), real);
      const { scalars } = await step.run(state, {
        ...(player === 'generator' ? { latent } : { latent, real }),
        [coefficientFeed(player, 'lr')]: Float32Array.of(1),
      });
      const after = await state.read();
      for (const { name } of model[player].parameters) {
        const gradient = found.get(`${name}/gradient`)!;
        expect(Math.max(...gradient.map(Math.abs))).toBeGreaterThan(0);
        before[name].data.forEach((value, i) => {
          expect(gradient[i]).toBeCloseTo(value - after[name].data[i], 5);
        });
      }
      if (player === 'critic') {
        // By hand: of -E log D(x) - E log(1 - D(G(z))) by the last bias, E D(x) - 1 + E D(G(z)).
        const of = (key: 'd_real' | 'd_fake') => scalars[phase.metrics.indexOf(key)];
        expect(found.get('critic.out.bias/gradient')![0]).toBeCloseTo(of('d_real') - 1 + of('d_fake'), 6);
      }
      await look.dispose();
    },
  );
});

describe('training with evaluations', () => {
  it('has the same bits as without, and tells of gradients beside weights', async () => {
    const often = await trainTiny(executor, { ...tinySpec, evaluate: { every: 1, samples: 33 } });
    const never = await trainTiny(executor, { ...tinySpec, evaluate: { every: 1000, samples: 33 } });
    const tensors = (events: typeof often) => only(events, 'checkpoint').at(-1)!.checkpoint;
    expect(tensors(often).tensors).toEqual(tensors(never).tensors);
    expect(tensors(often).streams).toEqual(tensors(never).streams);
    const last = only(often, 'histograms').at(-1)!;
    const names = last.tensors.map(({ name }) => name);
    const weights = names.filter((name) => !name.endsWith('/gradient'));
    expect(names.filter((name) => name.endsWith('/gradient'))).toEqual(
      weights.map((name) => `${name}/gradient`),
    );
  });

  it('finds the same gradients from a checkpoint', async () => {
    const whole = await trainTiny(executor, tinySpec);
    const from = only(whole, 'checkpoint').find(({ iteration }) => iteration === 5)!.checkpoint;
    const resumed = await trainTiny(executor, tinySpec, { from });
    expect(only(resumed, 'histograms').at(-1)!.tensors).toEqual(only(whole, 'histograms').at(-1)!.tensors);
  });
});
