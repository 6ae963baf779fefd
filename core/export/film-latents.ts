// The film of a way through the space of latents: the generator of one checkpoint draws what lies between some tiles of
// its fixed grid, from the first to the last and back again to the first, so that it can be looped.

import { createExecutor } from '../executors/catalog.ts';
import { fillLatents } from '../gan/latent.ts';
import { createSampler } from '../gan/sampler.ts';
import { RandomStream } from '../nn/random.ts';
import { interpolate } from '../spec/latents.ts';
import type { RunSpec } from '../spec/run-spec.ts';
import type { RunRecord } from '../store/run-record.ts';
import type { Store } from '../store/store.ts';
import { ExportError } from './errors.ts';
import type { Film } from './film.ts';
import { panelFilm } from './film-panels.ts';
import { generatorAt, type SavedGenerator } from './generator-at.ts';
import type { Points } from './point-square.ts';
import { countText } from './ticks.ts';
import { pacer, type Work } from './work.ts';

export interface LatentFilmOptions {
  /** Of the fixed grid, 0 for the first one, in the order in which they are passed. */
  readonly tiles: readonly number[];
  /** Of the checkpoint; the newest one that is whole unless given. */
  readonly iteration?: number;
  /** From one tile to the next; 24 unless given. */
  readonly framesBetween?: number;
  readonly scale?: number;
  /** Held-out points of a run's data; none for images. */
  readonly realOf: (run: RunRecord) => Points;
  readonly fontFolder: string;
}

const mostTiles = 16;
const mostBetween = 240;
const usualBetween = 24;

/**
 * All samples are drawn before the film begins.
 * @throws ExportError when the run has no checkpoint or no such tiles, StoreError when there is no such run; as a rejection
 */
export async function latentFilm(
  store: Store,
  runId: string,
  options: LatentFilmOptions,
  work: Work = {},
): Promise<Film> {
  const run = store.runs.get(runId);
  const { spec } = run;
  const { tiles, framesBetween: between = usualBetween } = options;
  checkTiles(spec, tiles);
  if (!Number.isInteger(between) || between < 1 || between > mostBetween) {
    throw new ExportError(`There are 1 to ${mostBetween} frames from one tile to the next, not ${between}.`);
  }
  const saved = generatorAt(store, run, options.iteration);
  const shape = saved.model.sample;
  const volume = shape.reduce((product, edge) => product * edge, 1);
  const { latents, captions } = tour(spec, tiles, between);
  const samples = await drawAll(saved, latents, work);
  return panelFilm(
    [
      {
        name: `${run.name}, iteration ${countText(saved.checkpoint.iteration)}`,
        shape: [1, ...shape],
        columns: 1,
        real: options.realOf(run),
        read: (frame) => ({
          caption: captions[frame],
          data: samples.subarray(frame * volume, (frame + 1) * volume),
        }),
      },
    ],
    captions.length,
    { ...options, title: `${run.name}, between samples` },
  );
}

function checkTiles({ grid }: RunSpec, tiles: readonly number[]): void {
  const count = grid.columns * grid.rows;
  if (tiles.length < 2 || tiles.length > mostTiles) {
    throw new ExportError(`A film between samples passes 2 to ${mostTiles} tiles, not ${tiles.length}.`);
  }
  const wrong = tiles.find((tile) => !Number.isInteger(tile) || tile < 0 || tile >= count);
  if (wrong !== undefined) {
    throw new ExportError(
      `The grid has ${count} tiles, so there is no tile ${wrong + 1}; name one from 1 on.`,
    );
  }
}

/** The latents of all frames, `[frames, z]`, along the way and back to its first tile. */
function tour(spec: RunSpec, tiles: readonly number[], between: number) {
  const { latent, grid, seed } = spec;
  const { size } = latent;
  const noise = new Float32Array(grid.columns * grid.rows * size);
  // The very noise that the run's grids are drawn from.
  fillLatents(latent, RandomStream.of(seed, 'grid-latent'), noise);
  const latentOf = (tile: number): Float32Array => noise.subarray(tile * size, (tile + 1) * size);
  const frames: Float32Array[] = [];
  const captions: string[] = [];
  tiles.forEach((from, leg) => {
    const to = tiles[(leg + 1) % tiles.length];
    for (let i = 0; i < between; i += 1) {
      const t = i / between;
      frames.push(interpolate(latent.distribution, latentOf(from), latentOf(to), t));
      captions.push(`tile ${from + 1} to ${to + 1}, t = ${t.toFixed(2)}`);
    }
  });
  const latents = new Float32Array(frames.length * size);
  frames.forEach((frame, at) => {
    latents.set(frame, at * size);
  });
  return { latents, captions };
}

/** Latents drawn at a time: between two lots it may be given up. */
const lot = 64;

async function drawAll(
  { model, tensors }: SavedGenerator,
  latents: Float32Array,
  work: Work,
): Promise<Float32Array> {
  const executor = await createExecutor('onnx:cpu', { device: 'processor' });
  const pace = pacer(work);
  try {
    const sampler = await createSampler(model, executor, lot);
    const state = await executor.load(tensors);
    const z = model.spec.latent.size;
    const count = latents.length / z;
    const volume = model.sample.reduce((product, edge) => product * edge, 1);
    const samples = new Float32Array(count * volume);
    for (let at = 0; at < count; at += lot) {
      samples.set(await sampler.draw(state, latents.subarray(at * z, (at + lot) * z)), at * volume);
      await pace(at, count);
    }
    return samples;
  } finally {
    await executor.dispose();
  }
}
