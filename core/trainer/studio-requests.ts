// What a studio may be asked for: checks of requests, with a sentence for those that make no sense.

import { fillLatents } from '../gan/latent.ts';
import { RandomStream } from '../nn/random.ts';
import { largestSeed } from '../spec/run-schema.ts';
import type { RunSpec } from '../spec/run-spec.ts';
import type { StoredValues } from './eight-bits.ts';
import type { LatentsRequest } from './messages.ts';

/** Samples of one request: more would keep others waiting for long. */
const mostDrawn = 4096;
const mostSearched = 256;

/** Thrown for a request that makes no sense; `message` is a sentence that says how. */
export class Declined extends Error {
  override readonly name = 'Declined';
}

/** @throws Declined */
export function checkedLatents({ latent }: RunSpec, latents: Float32Array): Float32Array {
  checkRows('latents', latents, latent.size, mostDrawn);
  return latents;
}

/** @throws Declined */
export function checkedSamples(sample: readonly number[], samples: StoredValues): StoredValues {
  const isImages = sample.length === 3;
  if (samples instanceof Uint8Array !== isImages) {
    throw new Declined(`The samples must come as ${isImages ? 'eight-bit pixels' : 'float32 points'}.`);
  }
  const volume = sample.reduce((product, size) => product * size, 1);
  checkRows('samples', samples, volume, mostSearched);
  return samples;
}

/**
 * `[count, z]`: the noise that the grid of the run, or of a run with another seed, begins with.
 * @throws Declined
 */
export function latentsOf(spec: RunSpec, request: LatentsRequest): Float32Array {
  const { count, from } = request;
  if (!isWhole(count, 1, mostDrawn)) {
    throw new Declined(`There can be 1 to ${mostDrawn} latents, not ${count}.`);
  }
  const seed = from === 'grid' ? spec.seed : request.seed;
  if (!isWhole(seed, 0, largestSeed)) {
    throw new Declined(`A seed is a whole number from 0 to ${largestSeed}, not ${seed}.`);
  }
  const { latent } = spec;
  return fillLatents(latent, RandomStream.of(seed, 'grid-latent'), new Float32Array(count * latent.size));
}

const isWhole = (value: number, least: number, most: number): boolean =>
  Number.isInteger(value) && value >= least && value <= most;

function checkRows(what: string, values: StoredValues, width: number, most: number): void {
  const rows = values.length / width;
  if (!isWhole(rows, 1, most)) {
    throw new Declined(
      `There can be 1 to ${most} ${what} of ${width} numbers each, not ${values.length} numbers.`,
    );
  }
  if (values instanceof Float32Array && !values.every(Number.isFinite)) {
    throw new Declined(`The ${what} must be finite numbers.`);
  }
}
