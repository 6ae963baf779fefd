// Stacks of digits that are easily told apart, where the number of modes and the KL are known.

import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BatchOrder } from '../../../core/datasets/batches.ts';
import { openDataset } from '../../../core/datasets/catalog.ts';
import type { Dataset, Samples } from '../../../core/datasets/dataset.ts';
import { createExecutor } from '../../../core/executors/catalog.ts';
import type { Executor } from '../../../core/executors/executor.ts';
import { CommandQueue } from '../../../core/gan/commands.ts';
import type { Checkpoint } from '../../../core/gan/events.ts';
import { buildModel } from '../../../core/gan/model.ts';
import { train } from '../../../core/gan/train.ts';
import type { Rows } from '../../../core/metrics/metric.ts';
import { RandomStream } from '../../../core/nn/random.ts';
import type { RunSpec, StackedSpec } from '../../../core/spec/run-spec.ts';
import { writeCheckpoint } from '../../../core/store/checkpoint-file.ts';
import type { MeasureMessage } from '../../../core/trainer/measure-messages.ts';
import { stackedMeasuring, type StackedMeasuring } from '../../../core/trainer/measure-stacked.ts';
import { serve } from '../../../core/trainer/trainer.ts';
import { stackedBars } from '../../support/bars.ts';
import { tickingClock, tinySpec } from '../../support/tiny.ts';
import { idx, write } from '../datasets/idx-file.ts';
import { memoryPort, saidOf, temporaryFolder } from './support.ts';

const samples = 5000;
const dataset: Dataset = stackedBars();
let executor: Executor;
let measuring: StackedMeasuring;

beforeAll(async () => {
  executor = await createExecutor('onnx:cpu', { device: 'test', threads: 1 });
  measuring = stackedMeasuring(dataset, samples, executor, temporaryFolder(afterAll))!;
  return () => executor.dispose();
});

/** Stacks of held-out digits whose classes `choose` picks. */
async function measured(choose: (channel: number, stream: RandomStream) => number) {
  const { heldOut } = dataset.digits!;
  const stream = RandomStream.of(11, 'evaluation');
  async function* draw(count: number): AsyncGenerator<Rows> {
    for (let from = 0; from < count; from += 500) {
      const data = new Float32Array(500 * 192);
      for (let i = 0; i < 500; i += 1) {
        for (let c = 0; c < 3; c += 1) {
          const plane = digitOf(heldOut, choose(c, stream), stream);
          for (let k = 0; k < 64; k += 1) data[i * 192 + 3 * k + c] = plane[k];
        }
      }
      yield await Promise.resolve({ count: 500, volume: 192, data });
    }
  }
  const values = await measuring.measure(draw);
  return Object.fromEntries(values.map(({ key, value }) => [key, value]));
}

/** A digit of the class: they come class by class, in turn. */
function digitOf(digits: Samples, label: number, stream: RandomStream): Float32Array {
  const plane = new Float32Array(64);
  digits.read([10 * stream.integer(digits.count / 10) + label], plane);
  return plane;
}

describe('stacks', () => {
  it('of a perfect sampler reach nearly all modes, and have the KL of noise', async () => {
    const found = await measured((_, stream) => stream.integer(10));
    expect(found['stacked_accuracy']).toBe(1);
    // 1000 (1 - e^-5) = 993, and 999 / 10000 to first order.
    expect(found['stacked_modes']).toBeGreaterThan(985);
    expect(Math.abs(found['stacked_kl'] - 0.1)).toBeLessThan(0.02);
  });

  it('of one mode are log 1000 away', async () => {
    const found = await measured((channel) => [4, 9, 0][channel]);
    expect(found['stacked_modes']).toBe(1);
    expect(found['stacked_kl']).toBeCloseTo(Math.log(1000), 3);
  });

  it('of half of the digits in one channel are log 2 away, and noise', async () => {
    const found = await measured((channel, stream) => stream.integer(channel === 1 ? 5 : 10));
    expect(found['stacked_modes']).toBeGreaterThan(497);
    expect(found['stacked_modes']).toBeLessThanOrEqual(500);
    expect(Math.abs(found['stacked_kl'] - Math.log(2) - 0.05)).toBeLessThan(0.02);
  });

  it('of held-out digits are the floor', async () => {
    const floors = await measuring.floors();
    expect(floors.map(({ key, samples: n }) => [key, n])).toEqual([
      ['stacked_modes', samples],
      ['stacked_kl', samples],
    ]);
    const [modes, kl] = floors.map(({ mean }) => mean);
    expect(Math.abs(modes - 993)).toBeLessThan(5);
    expect(Math.abs(kl - 0.1)).toBeLessThan(0.015);
  });
});

it('is part of what is measured of a run, with floors that are known the next time', async () => {
  const folder = temporaryFolder();
  const data: StackedSpec = {
    ...{ kind: 'stacked', size: 28, heldOut: 100 },
    // Class k has the pixels bright whose number is k modulo 10.
    images: write(
      folder,
      'images',
      idx(
        [500, 28, 28],
        Uint8Array.from({ length: 500 * 784 }, (_, i) =>
          (i % 784) % 10 === Math.floor(i / 784) % 10 ? 250 : 5,
        ),
      ),
    ),
    labels: write(
      folder,
      'labels',
      idx(
        [500],
        Uint8Array.from({ length: 500 }, (_, i) => i % 10),
      ),
    ),
  };
  const spec: RunSpec = { ...tinySpec, data, iterations: 1 };
  const { train: samples, fingerprint } = openDataset(data, '');
  const events = train(buildModel(spec, [28, 28, 3]), {
    executor,
    data: { order: new BatchOrder(samples.count, 7), samples },
    evaluate: () => ({ sliced_wasserstein: 1 }),
    clock: tickingClock(),
    commands: new CommandQueue(),
  });
  let checkpoint: Checkpoint | undefined;
  for await (const event of events) if (event.kind === 'checkpoint') checkpoint = event.checkpoint;
  const { file } = writeCheckpoint(folder, 'r1', checkpoint!);

  const serveOnce = async (known: MeasureMessage['known']) => {
    const { port, said, tell } = memoryPort();
    const served = serve(port, ({ id, ...options }) => createExecutor(id, options));
    tell({
      ...{ kind: 'measure', spec, checkpoints: [{ iteration: 1, path: join(folder, file) }] },
      ...{ dataFingerprint: fingerprint, samples: 80, known, resourcesDir: '', cacheDir: folder },
      engine: { id: 'onnx:cpu', device: 'test', threads: 1 },
    });
    await served;
    const progress = saidOf(said, 'progress');
    expect(progress.map(({ done }) => done)).toEqual(progress.map((_, at) => at));
    expect(progress.every(({ of }) => of === progress.length)).toBe(true);
    return {
      values: saidOf(said, 'measured')[0].values,
      floors: saidOf(said, 'floors').flatMap((one) => one.floors),
    };
  };
  const { values, floors } = await serveOnce([]);
  const found = Object.fromEntries(values.map(({ key, value }) => [key, value]));
  expect(found['stacked_accuracy']).toBe(1);
  expect(found['stacked_modes']).toBeGreaterThanOrEqual(1);
  expect(found['stacked_modes']).toBeLessThanOrEqual(80);
  // A classifier of 1,000 classes on all three channels has no part in it.
  expect(found['class_kl']).toBeUndefined();
  // Of 1,000 modes 80 stacks reach 1000 (1 - (1 - 1/1000)^80) = 76.9.
  const floor = floors.find(({ key }) => key === 'stacked_modes')!;
  expect(floor.samples).toBe(80);
  expect(Math.abs(floor.mean - 76.9)).toBeLessThan(1.5);
  expect((await serveOnce(floors)).floors).toEqual([]);
});

it('is for stacks of labelled digits only', () => {
  const { digits, ...unlabelled } = dataset;
  expect(stackedMeasuring(unlabelled, samples, executor, 'nowhere')).toBeNull();
  expect(stackedMeasuring(digits!, samples, executor, 'nowhere')).toBeNull();
});
