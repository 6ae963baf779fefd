// The gradients of both players' losses by their weights, on one batch that is the same at every look: steps of their
// own that change nothing, so that training has neither to wait for them nor to know of them.

import type { CompiledStep, Executor, Feeds, State, Step } from '../executors/executor.ts';
import { RandomStream } from '../nn/random.ts';
import type { TrainingSamples } from './game.ts';
import { fillLatents } from './latent.ts';
import { slotName, type Model } from './model.ts';
import type { Optimizer } from './optimizers/optimizer.ts';
import { criticPhase, generatorPhase, penaltyWeightFeed } from './phases.ts';

export interface GradientLook {
  /** By the weight's name with `/gradient` behind it, the generator's first. */
  read(state: State): Promise<readonly (readonly [name: string, gradient: Float32Array])[]>;
  dispose(): Promise<void>;
}

/** Name of the gradient by a weight. */
const gradientName = (parameter: string): string => slotName(parameter, 'gradient');

/** Puts the gradient where the new weight would be. */
const gradientItself: Optimizer = {
  kind: 'sgd',
  slots: [],
  coefficients: [],
  coefficientsAt: () => ({}),
  apply: (_parameter, gradient) => ({ parameter: gradient, slots: {} }),
};

/** @param penaltyWeight one number that is read at every look: the weight in force then */
export async function createGradientLook(
  model: Model,
  executor: Executor,
  real: TrainingSamples,
  penaltyWeight: Float32Array,
): Promise<GradientLook> {
  const { spec, sample, objective } = model;
  const { batch, seed, latent } = spec;
  // The gradient as it is: not clipped, and in no average.
  const bare: Model = {
    ...model,
    spec: { ...spec, ema: { decay: 0 } },
    objective: { ...objective, clip: null },
    optimizer: { generator: gradientItself, critic: gradientItself },
  };
  const stream = RandomStream.of(seed, 'gradient-look');
  const latents = fillLatents(latent, stream, new Float32Array(batch * latent.size));
  const noise = objective.penalty?.noiseShape(sample, batch) ?? null;
  const feeds: Feeds = {
    real: samplesOf(real, batch * volume(sample), batch, stream),
    latent: latents,
    ...(noise === null ? {} : { noise: stream.fillUniform(new Float32Array(volume(noise))) }),
    ...(objective.penalty === null ? {} : { [penaltyWeightFeed]: penaltyWeight }),
  };
  const looks: { readonly names: readonly string[]; readonly step: CompiledStep; readonly feeds: Feeds }[] =
    [];
  const add = async (step: Step, names: readonly string[], fed: Feeds): Promise<void> => {
    looks.push({ names, step: await executor.compile(outputsOf(step, names)), feeds: fed });
  };
  const namesOf = ({ parameters }: Model['critic']): readonly string[] => parameters.map(({ name }) => name);
  if (model.realPlusNoise === null)
    await add(generatorPhase(bare).step, namesOf(model.generator), { latent: latents });
  await add(criticPhase(bare).step, namesOf(model.critic), feeds);

  return {
    async read(state) {
      const found: [string, Float32Array][] = [];
      for (const { names, step, feeds: fed } of looks) {
        const outputs = await step.run(state, fed);
        for (const name of names) found.push([gradientName(name), outputs[gradientName(name)]]);
      }
      return found;
    },
    async dispose() {
      for (const { step } of looks) await step.dispose();
    },
  };
}

const volume = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

/** A batch from all over the training set: neighbours may be of one class. */
function samplesOf(real: TrainingSamples, values: number, batch: number, stream: RandomStream): Float32Array {
  const into = new Float32Array(values);
  real.read(
    Uint32Array.from({ length: batch }, () => stream.integer(real.count)),
    into,
  );
  return into;
}

/** The same step with its new weights, which are gradients here, as outputs and nothing changed. */
function outputsOf(step: Step, names: readonly string[]): Step {
  return {
    ...step,
    name: `${step.name} gradient`,
    compute(inputs) {
      const { state } = step.compute(inputs);
      return {
        state: {},
        outputs: Object.fromEntries(names.map((name) => [gradientName(name), state[name]])),
      };
    },
  };
}
