// The film between samples: where it passes a tile it shows what the run itself has stored of it.

import { describe, expect, it } from 'vitest';
import { drawnFrame } from '../../../core/export/film.ts';
import { latentFilm } from '../../../core/export/film-latents.ts';
import type { RunSpec } from '../../../core/spec/run-spec.ts';
import { tinySpec } from '../../support/tiny.ts';
import { specNamed, start, temporaryStore } from '../../unit/store/support.ts';
import { fontFolder, ring } from '../../unit/export/support.ts';
import { trained } from './trained-run.ts';

const spec: RunSpec = {
  ...tinySpec,
  data: { kind: 'fashion-mnist', size: 28, channels: 1 },
  generator: { kind: 'mlp', hidden: [24], activation: 'relu', norm: 'batch', init: 'he' },
  batch: 6,
  iterations: 4,
  grid: { columns: 4, rows: 3, every: 4 },
  evaluate: { every: 4, samples: 8 },
  checkpoint: { every: 2 },
};
const options = { fontFolder, realOf: () => ring(20, 1.4, 0.1, 1), scale: 1 };

describe('latentFilm', () => {
  it('passes the tiles as they are stored, in their order, and comes back', async () => {
    const store = temporaryStore();
    const id = await trained(store, spec);
    const film = await latentFilm(store, id, { ...options, tiles: [1, 7, 4], framesBetween: 10 });
    expect(film.frames).toBe(30);
    const { data } = store.samples.read(id, 4);
    const stored = (tile: number): number[] =>
      [...data.subarray(tile * 784, (tile + 1) * 784)].map((value) => Math.round((value + 1) * 127.5));
    const shown = (frame: number): number[] => {
      const { data: pixels } = drawnFrame(film, frame).pen.getImageData(20, 70, 28, 28);
      return Array.from({ length: 784 }, (_, i) => pixels[4 * i]);
    };
    expect([0, 10, 20].map(shown)).toEqual([1, 7, 4].map(stored));
    // The first tile is not shown twice when the film is repeated, and in between it is none of them.
    expect([stored(1), stored(4)]).not.toContainEqual(shown(29));
    expect(shown(5)).not.toEqual(shown(4));
  });

  it('takes an earlier checkpoint, and refuses one that is not there', async () => {
    const store = temporaryStore();
    const id = await trained(store, spec);
    const tiles = [0, 1];
    const film = await latentFilm(store, id, { ...options, tiles, framesBetween: 1, iteration: 2 });
    const { data } = store.samples.read(id, 4);
    const { data: pixels } = drawnFrame(film, 0).pen.getImageData(20, 70, 28, 28);
    expect(pixels[4 * 400]).not.toBe(Math.round((data[400] + 1) * 127.5));
    await expect(latentFilm(store, id, { ...options, tiles, iteration: 3 })).rejects.toThrow(
      /no checkpoint of iteration 3; there are some of 2, 4/,
    );
  });

  it('refuses tiles that are not there, fewer than two, and runs without a checkpoint', async () => {
    const store = temporaryStore();
    const id = await trained(store, spec);
    await expect(latentFilm(store, id, { ...options, tiles: [0, 12] })).rejects.toThrow(/no tile 13/);
    await expect(latentFilm(store, id, { ...options, tiles: [3] })).rejects.toThrow(/2 to 16 tiles, not 1/);
    const { id: empty } = store.runs.create(specNamed('empty'));
    store.runs.start(empty, start);
    await expect(latentFilm(store, empty, { ...options, tiles: [0, 1] })).rejects.toThrow(
      /no checkpoint to take/,
    );
  });
});
