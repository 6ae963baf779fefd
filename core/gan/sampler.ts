// Draws any number of samples from the generator with one compiled step of a fixed size.

import type { Executor, State, Step } from '../executors/executor.ts';
import type { TrainingSamples } from './game.ts';
import type { Model } from './model.ts';
import { samplePhase } from './phases.ts';

export interface Sampler {
  /** `[n, z]` in, `[n, ...sample]` out, row by row the same whatever n is. */
  draw(state: State, latents: Float32Array): Promise<Float32Array>;
  dispose(): Promise<void>;
}

const volume = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

/** Of the model as it is: its generator, or real samples with noise. */
export function openSampler(model: Model, executor: Executor, real: TrainingSamples): Promise<Sampler> {
  const { realPlusNoise, spec } = model;
  return realPlusNoise === null
    ? createSampler(model, executor)
    : Promise.resolve(realPlusNoiseSampler(realPlusNoise, real, spec.latent.size));
}

/**
 * For models whose samples are real ones with noise: `deviation` z on the first training samples, which come around again
 * where more are wanted than there are.
 */
function realPlusNoiseSampler(deviation: number, real: TrainingSamples, latentSize: number): Sampler {
  return {
    draw(_state, latents) {
      const count = latents.length / latentSize;
      const samples = new Float32Array(latents.length);
      real.read(
        Uint32Array.from({ length: count }, (_, i) => i % real.count),
        samples,
      );
      for (let i = 0; i < samples.length; i += 1) samples[i] += deviation * latents[i];
      return Promise.resolve(samples);
    },
    dispose: () => Promise.resolve(),
  };
}

/** Samples per run: activations of many images at once would take more memory than training does. */
const imagesPerRun = 64;
const pointsPerRun = 1024;

/** @param perRun samples that are computed at a time, whether they are wanted or not; by default as many as pay off */
export async function createSampler(
  model: Model,
  executor: Executor,
  perRun = model.sample.length === 3 ? imagesPerRun : pointsPerRun,
  phase: (model: Model, count: number) => Step = samplePhase,
): Promise<Sampler> {
  const z = model.spec.latent.size;
  const values = volume(model.sample);
  const step = await executor.compile(phase(model, perRun));
  const latent = new Float32Array(perRun * z);
  return {
    async draw(state, latents) {
      const count = latents.length / z;
      const samples = new Float32Array(count * values);
      for (let first = 0; first < count; first += perRun) {
        const rows = Math.min(perRun, count - first);
        // Places left over in the last run are zeros; their samples are dropped.
        latent.fill(0);
        latent.set(latents.subarray(first * z, (first + rows) * z));
        const outputs = await step.run(state, { latent });
        samples.set(outputs['samples'].subarray(0, rows * values), first * values);
      }
      return samples;
    },
    dispose: () => step.dispose(),
  };
}
