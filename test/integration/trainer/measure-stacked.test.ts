// Stacks of digits that are easily told apart, where the number of modes and the KL are known.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BatchOrder } from '../../../core/datasets/batches.ts';
import type { Dataset, Samples } from '../../../core/datasets/dataset.ts';
import { createExecutor } from '../../../core/executors/catalog.ts';
import type { Executor } from '../../../core/executors/executor.ts';
import { tensorsOf } from '../../../core/gan/checkpoint-tensors.ts';
import { CommandQueue } from '../../../core/gan/commands.ts';
import type { Checkpoint } from '../../../core/gan/events.ts';
import { buildModel } from '../../../core/gan/model.ts';
import { openSampler } from '../../../core/gan/sampler.ts';
import { train } from '../../../core/gan/train.ts';
import type { Rows } from '../../../core/metrics/metric.ts';
import { RandomStream } from '../../../core/nn/random.ts';
import {
  drawingStacks,
  stackedMeasuring,
  type StackedMeasuring,
} from '../../../core/trainer/measure-stacked.ts';
import { stackedBars } from '../../support/bars.ts';
import { tickingClock, tinySpec } from '../../support/tiny.ts';
import { temporaryFolder } from './support.ts';

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

it('draws as many stacks as are asked for, the same ones every time', async () => {
  const model = buildModel({ ...tinySpec, iterations: 1 }, [8, 8, 3]);
  const events = train(model, {
    executor,
    data: { order: new BatchOrder(dataset.train.count, 7), samples: dataset.train },
    evaluate: () => ({ sliced_wasserstein: 1 }),
    clock: tickingClock(),
    commands: new CommandQueue(),
  });
  let checkpoint: Checkpoint | undefined;
  for await (const event of events) if (event.kind === 'checkpoint') checkpoint = event.checkpoint;
  const { parameters, statistics } = model.generator;
  const needed = [...parameters, ...statistics].map((one) => [one.name, one] as const);
  const sampler = await openSampler(model, executor, dataset.train);
  const drawn = async (count: number) => {
    const state = await executor.load(tensorsOf(checkpoint!.tensors, needed));
    const parts: Rows[] = [];
    for await (const rows of drawingStacks(model, sampler, state)(count)) parts.push(rows);
    state.dispose();
    return parts;
  };
  const parts = await drawn(1300);
  expect(parts.map(({ count, volume, data }) => [count, volume, data.length])).toEqual([
    [1000, 192, 192_000],
    [300, 192, 57_600],
  ]);
  expect(await drawn(1300)).toEqual(parts);
  expect((await drawn(7))[0].data).toEqual(parts[0].data.subarray(0, 7 * 192));
  // The second part goes on where the first ended.
  expect(parts[1].data.subarray(0, 192)).not.toEqual(parts[0].data.subarray(0, 192));
});

it('is for stacks of labelled digits only', () => {
  const { digits, ...unlabelled } = dataset;
  expect(stackedMeasuring(unlabelled, samples, executor, 'nowhere')).toBeNull();
  expect(stackedMeasuring(digits!, samples, executor, 'nowhere')).toBeNull();
});
