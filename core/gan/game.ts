// Everything a training loop moves: the state on its executor, both players' compiled updates, the steps that look at
// them, the random streams, and the buffers that are filled before each update.

import type { Executor, State } from '../executors/executor.ts';
import { RandomStream, type StreamName } from '../nn/random.ts';
import { tensorsOf } from './checkpoint-tensors.ts';
import { createFieldReader, type FieldReader } from './critic-field.ts';
import type { Checkpoint, FieldExtent } from './events.ts';
import { createGradientLook, type GradientLook } from './gradient-look.ts';
import { fillLatents } from './latent.ts';
import { initialState, type Model } from './model.ts';
import { averageSamplePhase, criticPhase, generatorPhase, penaltyWeightFeed } from './phases.ts';
import { Player } from './player.ts';
import { createSampler, openSampler, type Sampler } from './sampler.ts';

/** Streams that training draws from as it goes; the others start anew from the seed whenever they are needed. */
const movingStreams = [
  'critic-latent',
  'generator-latent',
  'penalty',
] as const satisfies readonly StreamName[];

/** The training set. */
export interface TrainingSamples {
  readonly count: number;
  read(indices: ArrayLike<number>, into: Float32Array): void;
}

export interface Game {
  readonly state: State;
  readonly critic: Player;
  /** Null where samples are real ones with noise: then nothing learns to make them. */
  readonly generator: Player | null;
  readonly sampler: Sampler;
  /** Draws from the moving average of the generator; null where there is none. */
  readonly averageSampler: Sampler | null;
  readonly gradients: GradientLook;
  /** Null where the critic is not looked at. */
  readonly field: FieldReader | null;
  readonly streams: Readonly<Record<(typeof movingStreams)[number], RandomStream>>;
  /** The feeds of both players' steps. */
  readonly buffers: {
    readonly real: Float32Array;
    readonly criticLatent: Float32Array;
    /** Empty where there is no penalty, or one without noise. */
    readonly noise: Float32Array;
    /** One number; 0 where there is no penalty. */
    readonly penaltyWeight: Float32Array;
    readonly generatorLatent: Float32Array;
  };
  /** Latents of the grid of samples and of evaluations: the same at every look, so that looks can be compared. */
  readonly fixed: { readonly grid: Float32Array; readonly evaluation: Float32Array };
  /** Latents of a grid that only this iteration has: the same whenever it is come to. */
  freshGrid(iteration: number): Float32Array;
  dispose(): Promise<void>;
}

const volume = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

/**
 * Compiles the steps and loads the state: of a checkpoint, or drawn from the seed. With an extent, for points only, the
 * critic can be looked at there.
 * Throws a CheckpointMismatch when the checkpoint is not one of this model.
 */
export async function openGame(
  model: Model,
  executor: Executor,
  from: Checkpoint | undefined,
  extent: FieldExtent | undefined,
  real: TrainingSamples,
): Promise<Game> {
  const { spec, sample, objective } = model;
  const { batch, seed, latent, grid, evaluate } = spec;
  const first = initialState(model);
  const tensors = from === undefined ? first : tensorsOf(from.tensors, Object.entries(first));
  const stream = (name: (typeof movingStreams)[number]): RandomStream => {
    if (from === undefined) return RandomStream.of(seed, name);
    const saved = Object.entries(from.streams).find(([key]) => key === name);
    if (saved === undefined) throw new Error(`The checkpoint holds no random stream "${name}".`);
    return RandomStream.restore(saved[1]);
  };
  const noiseShape = objective.penalty?.noiseShape(sample, batch) ?? null;
  const buffers = {
    real: new Float32Array(batch * volume(sample)),
    criticLatent: new Float32Array(batch * latent.size),
    noise: new Float32Array(noiseShape === null ? 0 : volume(noiseShape)),
    penaltyWeight: Float32Array.of(objective.penalty?.lambda ?? 0),
    generatorLatent: new Float32Array(batch * latent.size),
  };
  const fixedLatents = (name: StreamName, count: number): Float32Array =>
    fillLatents(latent, RandomStream.of(seed, name), new Float32Array(count * latent.size));

  const critic = await Player.compile('critic', model, {
    executor,
    phase: criticPhase(model),
    feeds: {
      real: buffers.real,
      latent: buffers.criticLatent,
      ...(noiseShape === null ? {} : { noise: buffers.noise }),
      ...(objective.penalty === null ? {} : { [penaltyWeightFeed]: buffers.penaltyWeight }),
    },
  });
  const generator =
    model.realPlusNoise !== null
      ? null
      : await Player.compile('generator', model, {
          executor,
          phase: generatorPhase(model),
          feeds: { latent: buffers.generatorLatent },
        });
  const sampler = await openSampler(model, executor, real);
  const averageSampler =
    spec.ema.decay === 0 ? null : await createSampler(model, executor, undefined, averageSamplePhase);
  const gradients = await createGradientLook(model, executor, real, buffers.penaltyWeight);
  const field = extent === undefined ? null : await createFieldReader(model, executor, extent);
  const state = await executor.load(tensors);
  return {
    state,
    critic,
    generator,
    sampler,
    averageSampler,
    gradients,
    field,
    streams: {
      'critic-latent': stream('critic-latent'),
      'generator-latent': stream('generator-latent'),
      penalty: stream('penalty'),
    },
    buffers,
    fixed: {
      grid: fixedLatents('grid-latent', grid.columns * grid.rows),
      evaluation: fixedLatents('evaluation', evaluate.samples),
    },
    freshGrid(iteration) {
      const into = new Float32Array(grid.columns * grid.rows * latent.size);
      return fillLatents(latent, RandomStream.at(seed, 'fresh-latent', iteration), into);
    },
    async dispose() {
      state.dispose();
      await critic.dispose();
      await generator?.dispose();
      await sampler.dispose();
      await averageSampler?.dispose();
      await gradients.dispose();
      await field?.dispose();
    },
  };
}

/** What a checkpoint has to hold of the streams. */
export function streamStates({ streams }: Game): Checkpoint['streams'] {
  return Object.fromEntries(movingStreams.map((name) => [name, streams[name].state()]));
}
