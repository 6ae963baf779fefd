// The moving average of the generator: its values by hand, that it changes nothing of training, and that it is saved.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Executor } from '../../../core/executors/executor.ts';
import { createReferenceExecutor } from '../../../core/executors/reference.ts';
import type { Checkpoint, TrainEvent } from '../../../core/gan/events.ts';
import type { RunSpec } from '../../../core/spec/run-spec.ts';
import { only, tinySpec, trainTiny } from '../../support/tiny.ts';

let executor: Executor;
beforeAll(async () => {
  executor = await createReferenceExecutor();
});
afterAll(() => executor.dispose());

const every: RunSpec = {
  ...tinySpec,
  iterations: 4,
  checkpoint: { every: 1 },
  evaluate: { every: 4, samples: 33 },
};
const averaging: RunSpec = { ...every, ema: { decay: 0.75 } };

const checkpoints = (events: readonly TrainEvent[]): readonly Checkpoint[] =>
  only(events, 'checkpoint').map(({ checkpoint }) => checkpoint);
const isAverage = (name: string): boolean => name.endsWith('/average');

describe('the averaged generator', () => {
  it('is 0.75 of what it was and 0.25 of each new weight and statistic', async () => {
    const saved = checkpoints(await trainTiny(executor, averaging));
    const names = Object.keys(saved[0].tensors).filter(isAverage);
    expect(names).toContain('generator.hidden1.norm.mean/average');
    expect(names).toContain('generator.out.kernel/average');
    expect(names.filter((name) => name.startsWith('critic'))).toEqual([]);
    for (const name of names) {
      for (let at = 1; at < saved.length; at += 1) {
        const before = saved[at - 1].tensors[name].data;
        const weights = saved[at].tensors[name.slice(0, -'/average'.length)].data;
        const by = saved[at].tensors[name].data;
        before.forEach((value, i) => {
          expect(by[i]).toBeCloseTo(0.75 * value + 0.25 * weights[i], 6);
        });
      }
    }
  });

  it('changes no bit of training, and nothing is there without it', async () => {
    const plain = await trainTiny(executor, every);
    const both = await trainTiny(executor, averaging);
    const [last, averaged] = [checkpoints(plain).at(-1)!, checkpoints(both).at(-1)!];
    expect(Object.keys(last.tensors).filter(isAverage)).toEqual([]);
    for (const [name, tensor] of Object.entries(last.tensors)) expect(averaged.tensors[name]).toEqual(tensor);
    expect(only(plain, 'samples').map(({ series }) => series)).not.toContain('ema');
    expect(only(both, 'samples').filter(({ series }) => series === 'fixed')).toEqual(
      only(plain, 'samples').map((event) => ({ ...event, activeSeconds: expect.any(Number) as number })),
    );
    expect(only(plain, 'metrics').at(-1)!.scalars).not.toHaveProperty('ema_w1');
  });

  it('draws samples of its own from the same noise, which start as the generator’s', async () => {
    const events = await trainTiny(executor, averaging);
    const of = (series: 'fixed' | 'ema') =>
      only(events, 'samples').filter((event) => event.series === series);
    expect(of('ema').map(({ iteration }) => iteration)).toEqual(
      of('fixed').map(({ iteration }) => iteration),
    );
    expect(of('ema')[0].data).toEqual(of('fixed')[0].data);
    expect(of('ema').at(-1)!.data).not.toEqual(of('fixed').at(-1)!.data);
    const { scalars } = only(events, 'metrics').at(-1)!;
    expect(scalars.ema_w1).not.toBe(scalars.w1);
    expect(Number.isFinite(scalars.ema_w1)).toBe(true);
  });

  it('goes on with the same bits from a checkpoint', async () => {
    const whole = await trainTiny(executor, averaging);
    const from = checkpoints(whole)[1];
    const resumed = await trainTiny(executor, averaging, { from });
    expect(checkpoints(resumed).at(-1)!.tensors).toEqual(checkpoints(whole).at(-1)!.tensors);
    expect(only(resumed, 'samples').at(-1)!.data).toEqual(only(whole, 'samples').at(-1)!.data);
  });
});
