// Data folders as they are after months of work, for measurements: made once, and kept below dist.

import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { MetricsEvent } from '../../core/gan/events.ts';
import { presets } from '../../core/spec/presets.ts';
import { openStore, type Store } from '../../core/store/store.ts';

const folder = join(import.meta.dirname, '..', '..', 'dist', 'bench-data');
const engine = { id: 'onnx:cpu', device: 'a processor', version: '1', deterministic: true };

/** Makes a data folder unless it is there. */
function madeOnce(name: string, fill: (store: Store) => void): string {
  const made = join(folder, name);
  if (existsSync(made)) return made;
  const part = `${made}.part`;
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part, { recursive: true });
  const store = openStore(part);
  fill(store);
  store.close();
  renameSync(part, made);
  return made;
}

/** @param iterations of one run of WGAN-GP with values of five metrics at each */
export function longRun(iterations: number): string {
  return madeOnce(`long-run-${iterations}`, (store) => {
    const spec = { ...presets.find(({ id }) => id === 'toy-8gaussians-wgan-gp')!.spec, iterations };
    const { id } = store.runs.create(spec);
    store.runs.start(id, { engine, dataFingerprint: 'made up' });
    const batch = 500;
    for (let first = 1; first <= iterations; first += batch) {
      const events = Array.from({ length: batch }, (_, i): MetricsEvent => {
        const iteration = first + i;
        const wave = Math.sin(iteration / 5000) + 0.3 * Math.sin(iteration * 12.9898);
        return {
          ...{ kind: 'metrics', iteration, criticUpdates: 5 * iteration, activeSeconds: iteration / 400 },
          scalars: {
            critic_loss: wave - 1,
            generator_loss: 2 * wave,
            em_estimate: 3 * Math.exp(-iteration / (iterations / 4)) + 0.1 * wave,
            penalty: 0.05 + 0.01 * wave,
            gradient_norm: 1 + 0.1 * wave,
            ...(iteration % 100 === 0
              ? { w1: 0.3 + 0.02 * wave, modes: 8, high_quality: 0.9, reverse_kl: 0.01 }
              : {}),
          },
        };
      });
      store.series.append(id, events);
      const last = events.at(-1)!;
      store.runs.heartbeat(id, last);
    }
    store.runs.setStatus(id, 'completed');
  });
}

/** @param count runs of every preset in turn, with values and in every state */
export function manyRuns(count: number): string {
  return madeOnce(`many-runs-${count}`, (store) => {
    const ends = ['completed', 'completed', 'interrupted', 'diverged', 'crashed', 'failed'] as const;
    for (let at = 0; at < count; at += 1) {
      const { spec } = presets[at % presets.length];
      const { id } = store.runs.create({ ...spec, seed: at, name: `${spec.name} ${at}` });
      store.runs.start(id, { engine, dataFingerprint: 'made up' });
      const scalars = {
        critic_loss: -1,
        generator_loss: 2,
        em_estimate: 1 / (at + 1),
        w1: 0.2,
        sliced_wasserstein: 0.1,
      };
      const place = { iteration: spec.iterations, criticUpdates: 5 * spec.iterations, activeSeconds: 60 };
      store.series.append(id, [{ kind: 'metrics', ...place, scalars }]);
      store.runs.heartbeat(id, place);
      store.runs.setStatus(id, ends[at % ends.length]);
    }
  });
}

/** @param runs with as many stored grids of 64 grey pictures of 28 pixels each */
export function manyGrids(runs: number, grids: number): string {
  return madeOnce(`many-grids-${runs}-${grids}`, (store) => {
    const { spec } = presets.find(({ id }) => id === 'fashion-gan')!;
    for (let run = 0; run < runs; run += 1) {
      const { id } = store.runs.create({ ...spec, seed: run, name: `run ${run}`, iterations: grids * 10 });
      store.runs.start(id, { engine, dataFingerprint: 'made up' });
      for (let at = 0; at < grids; at += 1) {
        const iteration = at * 10;
        const place = { iteration, criticUpdates: iteration, activeSeconds: at };
        const shape = [64, 28, 28, 1];
        store.samples.save(id, {
          kind: 'samples',
          series: 'fixed',
          ...place,
          shape,
          data: blobs(at + 97 * run),
        });
      }
      const place = { iteration: grids * 10, criticUpdates: grids * 10, activeSeconds: grids };
      store.series.append(id, [{ kind: 'metrics', ...place, scalars: { critic_loss: 1 } }]);
      store.runs.heartbeat(id, place);
      store.runs.setStatus(id, 'completed');
    }
  });
}

/** 64 pictures of a spot that wanders with `time`; no two times give the same. */
function blobs(time: number): Float32Array {
  const data = new Float32Array(64 * 784);
  for (let tile = 0; tile < 64; tile += 1) {
    const [x, y] = [14 + 9 * Math.cos(time / 40 + tile), 14 + 9 * Math.sin(time / 31 + 2 * tile)];
    for (let pixel = 0; pixel < 784; pixel += 1) {
      const squared = ((pixel % 28) - x) ** 2 + (Math.floor(pixel / 28) - y) ** 2;
      data[tile * 784 + pixel] = 2 * Math.exp(-squared / 20) - 1;
    }
  }
  return data;
}
