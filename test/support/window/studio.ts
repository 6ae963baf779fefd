// A made-up generator: draws a shape whose place, size and brightness come from the first numbers of a latent.

import { CallError } from '../../../core/protocol/call-error.ts';
import type { NearestAnswer, SampleContent, Studio } from '../../../core/protocol/contract.ts';
import { sampleShape } from '../../../core/spec/data-facts.ts';
import type { RunSpec } from '../../../core/spec/run-spec.ts';

/** Numbers from 0 to 1 that look drawn, the same for the same seed. */
function chance(seed: number): () => number {
  let state = (seed * 2654435761 + 1) >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function normal(next: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
}

/** `[count, z]` */
export function latents({ latent }: RunSpec, seed: number, count: number): Float32Array {
  const next = chance(seed);
  return Float32Array.from({ length: count * latent.size }, () =>
    latent.distribution === 'normal' ? normal(next) : 2 * next() - 1,
  );
}

/** Eight-bit pictures. `phase` from 0 to 1 says how much was learnt: noise fades, shapes come. */
export function pictures(spec: RunSpec, from: Float32Array, phase: number): SampleContent {
  const [height, width, channels] = sampleShape(spec.data);
  const { size: z } = spec.latent;
  const count = from.length / z;
  const pixels = new Uint8Array(count * height * width * channels);
  let at = 0;
  for (let tile = 0; tile < count; tile += 1) {
    const [left, top, wide, high, light, hue] = from.subarray(tile * z, tile * z + 6);
    const noise = chance(tile + 1);
    for (let y = 0; y < height; y += 1) {
      for (let x = 0; x < width; x += 1) {
        const dx = (x / width - 0.5 - 0.1 * left) / (0.22 + 0.05 * wide);
        const dy = (y / height - 0.5 - 0.1 * top) / (0.3 + 0.05 * high);
        const shape = 1 / (1 + Math.exp(14 * (Math.hypot(dx, dy) - 1)));
        for (let channel = 0; channel < channels; channel += 1) {
          const tone = channels === 3 ? 0.6 + 0.4 * Math.cos(hue * 2 + channel * 2.1) : 1;
          const learnt = 255 * shape * tone * Math.min(1, 0.8 + 0.15 * light);
          pixels[at] = Math.round(Math.max(0, Math.min(255, learnt * phase + (1 - phase) * 255 * noise())));
          at += 1;
        }
      }
    }
  }
  return { kind: 'images', shape: [count, height, width, channels], pixels };
}

interface OpenStudio extends Studio {
  readonly spec: RunSpec;
  readonly phase: number;
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The calls of the contract that are about studios. */
export function madeUpStudios(
  runOf: (id: unknown) => { readonly spec: RunSpec; readonly iterations: number },
) {
  const studios = new Map<string, OpenStudio>();
  let opened = 0;
  const find = (id: string): OpenStudio => {
    const studio = studios.get(id);
    if (studio === undefined) throw new CallError('unknown', 'This studio is closed.');
    return studio;
  };
  return {
    async openStudio(run: string, iteration: number | null): Promise<Studio> {
      const { spec, iterations } = runOf(run);
      await wait(700);
      opened += 1;
      const { size: z, distribution } = spec.latent;
      const directions = new Float32Array(Math.min(8, z) * z);
      for (let k = 0; k < Math.min(8, z); k += 1) directions[k * z + k] = 1;
      const at = iteration ?? 800;
      const studio = { studio: `studio-${opened}`, run, iteration: at, z, distribution, directions };
      studios.set(studio.studio, { ...studio, spec, phase: Math.min(1, at / iterations) });
      return studio;
    },
    closeStudio(id: string) {
      studios.delete(id);
    },
    drawLatents(id: string, from: { readonly seed: number } | 'grid', count: number): Float32Array {
      const { spec } = find(id);
      return latents(spec, from === 'grid' ? spec.seed : from.seed + 1000, count);
    },
    async drawSamples(id: string, from: Float32Array): Promise<SampleContent> {
      const { spec, phase } = find(id);
      await wait(15);
      return pictures(spec, from, phase);
    },
    async findNearest(id: string, samples: SampleContent): Promise<NearestAnswer> {
      find(id);
      if (samples.kind !== 'images') throw new CallError('refused', 'Only pictures have neighbours here.');
      await wait(300);
      const pixels = samples.pixels.map((value) => (value > 127 ? 220 : 5));
      const volume = pixels.length / samples.shape[0];
      const nearest = Array.from({ length: samples.shape[0] }, (_, tile) => {
        let sum = 0;
        for (let i = tile * volume; i < (tile + 1) * volume; i += 1)
          sum += ((pixels[i] - samples.pixels[i]) / 127.5) ** 2;
        return { index: 4711 + tile, distance: Math.sqrt(sum) };
      });
      return { nearest, content: { kind: 'images', shape: samples.shape, pixels } };
    },
  };
}
