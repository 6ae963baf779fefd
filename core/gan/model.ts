// What a spec trains: both networks, the objective and the optimizers, with the state they start from.

import type { HostTensors, Shape } from '../executors/executor.ts';
import type { Parameter } from '../nn/layer.ts';
import { buildCritic, buildGenerator, initialise } from '../nn/network.ts';
import type { Network } from '../nn/network.ts';
import { RandomStream } from '../nn/random.ts';
import type { RunSpec } from '../spec/run-spec.ts';
import type { Objective } from './objective.ts';
import { createObjective } from './objectives/catalog.ts';
import { withPenalty } from './penalties/catalog.ts';
import { createOptimizer } from './optimizers/catalog.ts';
import type { Optimizer } from './optimizers/optimizer.ts';

export interface Model {
  readonly spec: RunSpec;
  /** Shape of one sample: `[height, width, channels]` or `[2]`. */
  readonly sample: Shape;
  /** Without layers where samples are real ones with noise. */
  readonly generator: Network;
  /** What z is multiplied by and added to real samples instead of a generator; null for one that learns. */
  readonly realPlusNoise: number | null;
  readonly critic: Network;
  readonly objective: Objective;
  readonly optimizer: { readonly generator: Optimizer; readonly critic: Optimizer };
}

export function buildModel(spec: RunSpec, sample: Shape): Model {
  return {
    spec,
    sample,
    ...generatorOf(spec, sample),
    critic: buildCritic(spec.critic, sample),
    objective: withPenalty(createObjective(spec.objective), spec.penalty),
    optimizer: {
      generator: createOptimizer(spec.optimizer.generator),
      critic: createOptimizer(spec.optimizer.critic),
    },
  };
}

function generatorOf(
  { generator, latent }: RunSpec,
  sample: Shape,
): Pick<Model, 'generator' | 'realPlusNoise'> {
  return generator.kind === 'real-plus-noise'
    ? { generator: noGenerator, realPlusNoise: generator.deviation }
    : { generator: buildGenerator(generator, latent.size, sample), realPlusNoise: null };
}

const noGenerator: Network = {
  layers: [],
  parameters: [],
  statistics: [],
  mixesBatch: false,
  spectral: null,
  apply() {
    throw new Error('Real samples with noise on them are drawn from the data, not by a network.');
  },
};

/** Name under which an optimizer keeps something about a parameter. */
export const slotName = (parameter: string, slot: string): string => `${parameter}/${slot}`;

/** What of a generator is averaged: its weights and the running statistics that belong to them. */
export const averaged = ({ generator }: Model): readonly Parameter[] => [
  ...generator.parameters,
  ...generator.statistics,
];

/** Name of the moving average of a weight or a running statistic. */
export const averageName = (name: string): string => slotName(name, 'average');

/**
 * Weights, running statistics and optimizer state at iteration 0. Each network draws from its own stream, so
 * runs that share a seed and a generator start from the same generator whatever their critics are.
 */
export function initialState(model: Model): HostTensors {
  const { seed } = model.spec;
  const state: Record<string, HostTensors[string]> = {
    ...initialise(model.generator, RandomStream.of(seed, 'generator-init')),
    ...initialise(model.critic, RandomStream.of(seed, 'critic-init')),
  };
  for (const player of ['generator', 'critic'] as const) {
    for (const { name, shape } of model[player].parameters) {
      for (const slot of model.optimizer[player].slots) {
        const data = new Float32Array(shape.reduce((product, size) => product * size, 1));
        state[slotName(name, slot)] = { shape, data };
      }
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
