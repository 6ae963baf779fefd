// What a process that measures says: numbers with floors, and sentences for what cannot be measured.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { openDataset } from '../../../core/datasets/catalog.ts';
import { createExecutor } from '../../../core/executors/catalog.ts';
import type { Checkpoint } from '../../../core/gan/events.ts';
import type { RunSpec } from '../../../core/spec/run-spec.ts';
import { writeCheckpoint } from '../../../core/store/checkpoint-file.ts';
import type { NoiseFloor } from '../../../core/store/measurements.ts';
import { openBench, readRows } from '../../../core/trainer/measure-bench.ts';
import type { MeasureMessage } from '../../../core/trainer/measure-messages.ts';
import type { FromTrainer } from '../../../core/trainer/messages.ts';
import { serve } from '../../../core/trainer/trainer.ts';
import { only, tinySpec, trainTiny } from '../../support/tiny.ts';
import { memoryPort, saidOf, temporaryFolder } from './support.ts';

const resourcesDir = join(import.meta.dirname, '../../../resources');
const toy = openDataset({ kind: '8gaussians' }, '');
let checkpoint: Checkpoint;

beforeAll(async () => {
  const executor = await createExecutor('reference', { device: 'test' });
  const events = await trainTiny(executor, { ...tinySpec, iterations: 2 });
  checkpoint = only(events, 'checkpoint').at(-1)!.checkpoint;
});

function written(
  folder: string,
  iteration: number,
  change: (value: number) => number = (value) => value,
): string {
  const tensors = Object.fromEntries(
    Object.entries(checkpoint.tensors).map(([name, { shape, data }]) => [
      name,
      { shape, data: data.map(change) },
    ]),
  );
  return join(folder, writeCheckpoint(folder, 'r1', { ...checkpoint, iteration, tensors }).file);
}

async function measured(message: Partial<MeasureMessage>): Promise<readonly FromTrainer[]> {
  const { port, said, tell } = memoryPort();
  const served = serve(port, ({ id, ...options }) => createExecutor(id, options));
  tell({
    ...{
      kind: 'measure',
      spec: tinySpec,
      checkpoints: [],
      dataFingerprint: toy.fingerprint,
      samples: 64,
      known: [],
    },
    ...{ engine: { id: 'reference', device: 'test' }, resourcesDir, cacheDir: temporaryFolder() },
    ...message,
  });
  await served;
  return said;
}

describe('measuring', () => {
  it('gives numbers for each checkpoint and floors once, and the same ones the next time', async () => {
    const folder = temporaryFolder();
    const checkpoints = [3, 7].map((iteration) => ({ iteration, path: written(folder, iteration) }));
    const said = await measured({ checkpoints });
    const values = saidOf(said, 'measured');
    expect(values.map(({ iteration }) => iteration)).toEqual([3, 7]);
    // The same weights.
    expect(values[0].values).toEqual(values[1].values);
    const keys = values[0].values.map(({ key }) => key);
    expect(keys).toEqual(
      expect.arrayContaining(['w1', 'modes', 'mmd2', 'nn_real', 'coverage', 'nearest_training']),
    );
    expect(values[0].values.every(({ value }) => Number.isFinite(value))).toBe(true);
    const floors = saidOf(said, 'floors').flatMap((one) => one.floors);
    // Of the live charts, for 33 samples, and of what was measured, for 64.
    expect(floors.filter(({ key }) => key === 'w1').map(({ samples }) => samples)).toEqual([33, 64]);
    // Every key but those that may have no meaning for a generator this bad has a floor.
    for (const { key } of values[0].values)
      expect(
        floors.some((one) => one.key === key),
        key,
      ).toBe(true);
    // More samples are less noise.
    const w1 = floors.filter(({ key }) => key === 'w1').map(({ mean }) => mean);
    expect(w1[1]).toBeLessThan(w1[0]);
    expect(said.at(-1)).toEqual({ kind: 'measuring-done' });

    const again = await measured({ checkpoints: checkpoints.slice(0, 1), known: floors });
    expect(saidOf(again, 'measured')[0].values).toEqual(values[0].values);
    expect(saidOf(again, 'floors')).toEqual([]);
  });

  it('tells how far it is, and never more than all', async () => {
    const path = written(temporaryFolder(), 3);
    const progress = saidOf(await measured({ checkpoints: [{ iteration: 3, path }] }), 'progress');
    expect(progress.length).toBeGreaterThan(8);
    progress.forEach(({ done, of }, at) => {
      expect(done).toBeGreaterThan(at === 0 ? -1 : progress[at - 1].done);
      expect(done).toBeLessThan(of);
      expect(of).toBe(progress[0].of);
    });
    expect(progress[0].done).toBe(0);
  });

  it('computes floors anew that are of an earlier protocol', async () => {
    const path = written(temporaryFolder(), 3);
    const checkpoints = [{ iteration: 3, path }];
    const known = saidOf(await measured({ checkpoints }), 'floors').flatMap(({ floors }) => floors);
    const current = await measured({ checkpoints, known });
    expect(saidOf(current, 'floors')).toEqual([]);
    const older = known.map((floor) => (floor.key === 'recall' ? { ...floor, protocol: 0 } : floor));
    const again = saidOf(await measured({ checkpoints, known: older }), 'floors').flatMap(
      ({ floors }) => floors,
    );
    expect(again.find(({ key }) => key === 'recall')).toEqual(known.find(({ key }) => key === 'recall'));
  });

  it('goes on where a checkpoint is missing, or draws NaN, with a sentence', async () => {
    const folder = temporaryFolder();
    const said = await measured({
      checkpoints: [
        { iteration: 1, path: join(folder, 'gone.checkpoint') },
        { iteration: 2, path: written(folder, 2, () => NaN) },
        { iteration: 3, path: written(folder, 3) },
      ],
    });
    const [gone, lost] = saidOf(said, 'unmeasured');
    expect(gone.message).toMatch(/gone\.checkpoint/);
    expect(lost.message).toBe(
      'At iteration 2 the generator draws NaN or infinite values, so nothing can be measured; measure an earlier checkpoint.',
    );
    expect(saidOf(said, 'measured').map(({ iteration }) => iteration)).toEqual([3]);
  });

  it('refuses other data, data that are gone, and data with too little held out', async () => {
    const [other] = saidOf(await measured({ dataFingerprint: 'beef' }), 'refused');
    expect(other.message).toMatch(/not the ones that the run was trained on/);

    const images = join(temporaryFolder(), 'a few.idx');
    const spec: RunSpec = { ...tinySpec, data: { kind: 'idx', images, size: 28, channels: 1, heldOut: 1 } };
    const [gone] = saidOf(await measured({ spec }), 'refused');
    expect(gone.message).toMatch(/a few\.idx/);

    const header = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 28, 0, 0, 0, 28];
    writeFileSync(
      images,
      Uint8Array.from([...header, ...Array.from({ length: 2 * 784 }, (_, at) => at % 256)]),
    );
    const { fingerprint } = openDataset(spec.data, '');
    const [few] = saidOf(await measured({ spec, dataFingerprint: fingerprint }), 'refused');
    expect(few.message).toBe(
      'a few.idx, 28 x 28 holds out 1 samples and trains on 1; to be measured, a run needs at least 16 of either.',
    );
  });
});

describe('real points with noise', () => {
  it('are measured as what they are, at the noise that was asked for', async () => {
    const executor = await createExecutor('reference', { device: 'test' });
    const spec: RunSpec = {
      ...tinySpec,
      latent: { size: 2, distribution: 'normal' },
      generator: { kind: 'real-plus-noise', deviation: 1 },
      iterations: 1,
    };
    const [{ checkpoint: ofCritic }] = only(await trainTiny(executor, spec), 'checkpoint');
    const folder = temporaryFolder();
    const path = join(folder, writeCheckpoint(folder, 'r1', ofCritic).file);
    // Floors take long, and are not asked for here.
    const of = { protocol: 1, mean: 0, deviation: 0, repeats: 1 };
    const known: NoiseFloor[] = [
      { key: 'w1', samples: spec.evaluate.samples, ...of },
      { key: 'nn_accuracy', samples: 500, ...of },
    ];
    const said = await measured({ spec, checkpoints: [{ iteration: 1, path }], samples: 500, known });
    const [{ values }] = saidOf(said, 'measured');
    // 0.82 on average, by an independent computation with 8 Gaussians of the same scale.
    const w1 = values.find(({ key }) => key === 'w1')!.value;
    expect(w1).toBeGreaterThan(0.72);
    expect(w1).toBeLessThan(0.97);
  });
});

describe('the bench', () => {
  it('tells a perfect generator from one that has lost modes', async () => {
    const count = 1000;
    const measure = async (indices: readonly number[]): Promise<Record<string, number>> => {
      const rows = readRows(toy.train, 2, indices);
      const found = await Promise.all(openBench(toy, count).map(async (one) => one.measure(rows)));
      return Object.fromEntries(found.flat().map(({ key, value }) => [key, value]));
    };
    const perfect = await measure(Array.from({ length: count }, (_, at) => at));
    expect(perfect['modes']).toBe(8);
    expect(perfect['high_quality']).toBeCloseTo(0.989, 1);
    expect(perfect['coverage']).toBeGreaterThan(0.93);
    // Points right of the middle only: three or four of eight modes.
    const all = readRows(
      toy.train,
      2,
      Array.from({ length: 4000 }, (_, at) => at),
    ).data;
    const right = Array.from({ length: 4000 }, (_, at) => at).filter((at) => all[2 * at] > 0.5);
    const lost = await measure(right.slice(0, count));
    expect(lost['precision']).toBeGreaterThan(0.9);
    expect(lost['recall']).toBeLessThan(0.5);
    expect(lost['coverage']).toBeLessThan(0.5);
    expect(lost['w1']).toBeGreaterThan(10 * perfect['w1']);
    expect(lost['mmd2']).toBeGreaterThan(0.05);
  });
});
