// Whole training iterations against PyTorch: what every update reports, and weights and running statistics at the end.
// Both sides draw the same initial weights, samples, latents and penalty noise (lcg.ts).

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { CompiledStep, Executor, Feeds, HostTensor, State } from '../../core/executors/executor.ts';
import type { Scalars } from '../../core/gan/events.ts';
import { averageName, averaged, buildModel, slotName } from '../../core/gan/model.ts';
import type { Model } from '../../core/gan/model.ts';
import { coefficientFeed, criticPhase, generatorPhase, penaltyWeightFeed } from '../../core/gan/phases.ts';
import type { Phase } from '../../core/gan/phases.ts';
import type { RunSpec } from '../../core/spec/run-spec.ts';
import { expectClose, fixture } from './compare.ts';
import { executors } from './executors.ts';
import { Lcg } from './lcg.ts';

interface Case {
  readonly name: string;
  readonly seed: number;
  readonly spec: Pick<RunSpec, 'generator' | 'critic' | 'objective' | 'optimizer' | 'batch'> & {
    readonly penalty?: RunSpec['penalty'];
    readonly ema?: RunSpec['ema'];
    readonly sample: readonly number[];
    readonly latent: { readonly size: number };
  };
  readonly tensors: readonly {
    readonly name: string;
    readonly shape: readonly number[];
    readonly scale: number;
    readonly offset: number;
  }[];
  /** Nothing is said of a generator that does not learn. */
  readonly iterations: readonly { readonly critic: readonly Scalars[]; readonly generator: Scalars }[];
  readonly final: Readonly<
    Record<string, { readonly sum: number; readonly norm: number; readonly first: readonly number[] }>
  >;
}

const cases = ['steps-mlp', 'steps-dcgan', 'steps-networks', 'steps-objectives'].flatMap(
  (name) => (fixture(name) as { readonly cases: Case[] }).cases,
);

const scalarTolerance = { relative: 1e-4, absolute: 2e-5 };
const weightTolerance = { relative: 1e-4, absolute: 2e-5 };

function modelOf({ spec, seed, iterations }: Case): Model {
  const { sample, ...rest } = spec;
  return buildModel(
    {
      format: 1,
      name: 'parity',
      data: { kind: '8gaussians' },
      penalty: { kind: 'none' },
      ema: { decay: 0 },
      iterations: iterations.length,
      seed,
      warmup: { criticSteps: 0, iterations: 0, every: 0 },
      evaluate: { every: 1, samples: 1 },
      grid: { columns: 1, rows: 1, every: 1 },
      checkpoint: { every: 1 },
      ...rest,
      latent: { ...spec.latent, distribution: 'uniform' },
    },
    sample,
  );
}

/** The fixture's initial weights, running statistics at 0 and 1, and empty optimizer slots. */
function initialState(model: Model, { tensors, seed }: Case): Record<string, HostTensor> {
  const stream = new Lcg(seed, 0);
  const state: Record<string, HostTensor> = {};
  for (const { name, shape, scale, offset } of tensors) {
    state[name] = { shape, data: stream.array(shape, scale, offset) };
  }
  const filled = (shape: readonly number[], value: number): HostTensor => ({
    shape,
    data: new Float32Array(shape.reduce((product, size) => product * size, 1)).fill(value),
  });
  for (const player of ['generator', 'critic'] as const) {
    for (const { name, shape } of model[player].statistics) {
      // The fixture gives the first directions of spectral norm.
      if (!Object.hasOwn(state, name)) state[name] = filled(shape, name.endsWith('.variance') ? 1 : 0);
    }
    for (const { name, shape } of model[player].parameters) {
      for (const slot of model.optimizer[player].slots) state[slotName(name, slot)] = filled(shape, 0);
    }
  }
  if (model.spec.ema.decay > 0) {
    for (const { name } of averaged(model)) {
      const { shape, data } = state[name];
      state[averageName(name)] = { shape, data: data.slice() };
    }
  }
  return state;
}

type Player = 'critic' | 'generator';
interface Compiled {
  readonly phase: Phase;
  readonly compiled: CompiledStep;
}
/** No generator's where it does not learn. */
interface Phases {
  readonly critic: Compiled;
  readonly generator: Compiled | null;
}

/** A model in training: its state and its two compiled steps. */
class Runner {
  readonly #model: Model;
  readonly #state: State;
  readonly #phases: Phases;
  readonly #updates = { critic: 0, generator: 0 };

  private constructor(model: Model, state: State, phases: Phases) {
    this.#model = model;
    this.#state = state;
    this.#phases = phases;
  }

  static async open(executor: Executor, example: Case): Promise<Runner> {
    const model = modelOf(example);
    const state = await executor.load(initialState(model, example));
    const compile = async (phase: Phase) => ({ phase, compiled: await executor.compile(phase.step) });
    return new Runner(model, state, {
      critic: await compile(criticPhase(model)),
      generator: model.realPlusNoise === null ? await compile(generatorPhase(model)) : null,
    });
  }

  async update(player: Player, feeds: Feeds): Promise<Record<string, number>> {
    const { phase, compiled } = this.#phases[player]!;
    this.#updates[player] += 1;
    const { lr } = this.#model.spec.optimizer[player];
    const coefficients = this.#model.optimizer[player].coefficientsAt(this.#updates[player], lr);
    const { scalars } = await compiled.run(this.#state, {
      ...feeds,
      [penaltyWeightFeed]: Float32Array.of(this.#model.objective.penalty?.lambda ?? 0),
      ...Object.fromEntries(
        Object.entries(coefficients).map(([name, value]) => [
          coefficientFeed(player, name),
          Float32Array.of(value),
        ]),
      ),
    });
    return Object.fromEntries(phase.metrics.map((key, i) => [key, scalars[i]]));
  }

  read(names: readonly string[]) {
    return this.#state.read(names);
  }

  async close(): Promise<void> {
    this.#state.dispose();
    await this.#phases.critic.compiled.dispose();
    await this.#phases.generator?.compiled.dispose();
  }
}

/**
 * What a critic update must report. The fixtures hold no JS bound: log 2 - cross entropy / 2, which follows from the
 * loss that they do hold, penalty included.
 */
function withBound({ output }: Model['objective'], scalars: Scalars): Scalars {
  if (output === 'score') return scalars;
  const crossEntropy = scalars.critic_loss! - (scalars.penalty ?? 0);
  return { ...scalars, js_bound: Math.LN2 - crossEntropy / 2 };
}

function expectScalars(when: string, actual: Readonly<Record<string, number>>, expected: Scalars): void {
  expect(Object.keys(actual).sort(), `what is reported ${when}`).toEqual(Object.keys(expected).sort());
  for (const [key, value] of Object.entries(expected)) {
    expectClose(`${key} ${when}`, [actual[key]], value, scalarTolerance);
  }
}

describe.each(executors)('training steps on $id', ({ open }) => {
  let executor: Executor;
  beforeAll(async () => {
    executor = await open();
  });
  afterAll(() => executor.dispose());

  it.each(cases.map((example) => ({ name: example.name, example })))('$name', async ({ example }) => {
    const { seed, spec, iterations, final } = example;
    const [real, latent, noise] = [1, 2, 3].map((purpose) => new Lcg(seed, purpose)) as [Lcg, Lcg, Lcg];
    const { objective } = modelOf(example);
    const noiseShape = objective.penalty?.noiseShape(spec.sample, spec.batch) ?? null;
    const drawLatent = () => latent.array([spec.batch, spec.latent.size]);
    const runner = await Runner.open(executor, example);
    for (const [at, expected] of iterations.entries()) {
      for (const [k, expectedUpdate] of expected.critic.entries()) {
        const update = await runner.update('critic', {
          real: real.array([spec.batch, ...spec.sample]),
          latent: drawLatent(),
          ...(noiseShape === null ? {} : { noise: noise.uniforms(noiseShape) }),
        });
        const when = `in critic update ${k + 1} of iteration ${at + 1}`;
        expectScalars(when, update, withBound(objective, expectedUpdate));
      }
      if (Object.keys(expected.generator).length === 0) continue;
      const update = await runner.update('generator', { latent: drawLatent() });
      expectScalars(`in iteration ${at + 1}`, update, expected.generator);
    }
    const trained = await runner.read(Object.keys(final));
    for (const [name, { sum, norm, first }] of Object.entries(final)) {
      const { data } = trained[name];
      expectClose(`final ${name}`, data.subarray(0, 16), first, weightTolerance);
      expectClose(`norm of the final ${name}`, [Math.hypot(...data)], norm, weightTolerance);
      const spread = { ...weightTolerance, absolute: weightTolerance.absolute * Math.sqrt(data.length) };
      expectClose(`sum of the final ${name}`, [data.reduce((total, value) => total + value, 0)], sum, spread);
    }
    await runner.close();
  });
});
