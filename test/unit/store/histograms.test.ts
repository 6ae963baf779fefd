// Histograms of weights in the store: what comes back, thinned where there are very many.

import { afterEach, beforeEach, expect, it } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HistogramsEvent } from '../../../core/gan/events.ts';
import { openStore } from '../../../core/store/store.ts';
import type { Store } from '../../../core/store/store.ts';
import { specNamed } from './support.ts';

let folder: string;
let store: Store;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'critic-histograms-'));
  store = openStore(folder);
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

const event = (iteration: number): HistogramsEvent => ({
  kind: 'histograms',
  ...{ iteration, criticUpdates: iteration, activeSeconds: iteration },
  tensors: [
    {
      name: 'critic.out.kernel',
      low: -0.25,
      high: Math.fround(0.1),
      counts: Uint32Array.of(iteration, 2, 0),
    },
  ],
});

it('gives back what was saved, in order, the newest of an iteration', () => {
  const { id } = store.runs.create(specNamed('a'));
  expect(store.histograms.read(id)).toEqual([]);
  for (const iteration of [10, 0, 5, 5]) store.histograms.save(id, event(iteration));
  expect(store.histograms.read(id)).toEqual(
    [0, 5, 10].map((iteration) => ({ iteration, tensors: event(iteration).tensors })),
  );
});

it('thins very many, with the first and the newest among them', () => {
  const { id } = store.runs.create(specNamed('a'));
  for (let iteration = 0; iteration < 50; iteration += 1) store.histograms.save(id, event(iteration));
  const read = store.histograms.read(id, 5).map(({ iteration }) => iteration);
  expect(read).toEqual([0, 12, 25, 37, 49]);
});
