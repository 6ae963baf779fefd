// The training loop on a network of a few dozen weights.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Executor } from '../../../core/executors/executor.ts';
import { createOnnxExecutor } from '../../../core/executors/onnx/executor.ts';
import { createReferenceExecutor } from '../../../core/executors/reference.ts';
import { CommandQueue } from '../../../core/gan/commands.ts';
import type { Checkpoint, TrainEvent } from '../../../core/gan/events.ts';
import type { ObjectiveSpec, RunSpec } from '../../../core/spec/run-spec.ts';
import { only, tinySpec, trainTiny } from '../../support/tiny.ts';

const executors = [
  { id: 'reference', open: createReferenceExecutor },
  { id: 'onnx:cpu', open: () => createOnnxExecutor({ provider: 'cpu', device: 'test', threads: 1 }) },
] as const;

/** Everything but the time. */
function bitsOf(events: readonly TrainEvent[]): unknown[] {
  return events.map((event) => {
    if (!('activeSeconds' in event)) return event;
    if (event.kind !== 'checkpoint') return { ...event, activeSeconds: 0 };
    return { ...event, activeSeconds: 0, checkpoint: { ...event.checkpoint, activeSeconds: 0 } };
  });
}

function lastCheckpoint(events: readonly TrainEvent[]): Checkpoint {
  return only(events, 'checkpoint').at(-1)!.checkpoint;
}

describe.each(executors)('training on $id', ({ open }) => {
  let executor: Executor;
  beforeAll(async () => {
    executor = await open();
  });
  afterAll(() => executor.dispose());

  it('tells of every iteration, and looks and saves when it should', async () => {
    const events = await trainTiny(executor, tinySpec);
    const metrics = only(events, 'metrics');
    expect(metrics.map(({ iteration }) => iteration)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(metrics.map(({ criticUpdates }) => criticUpdates)).toEqual(
      metrics.map(({ iteration }) => 3 * iteration),
    );
    expect(metrics.filter(({ scalars }) => 'w1' in scalars).map(({ iteration }) => iteration)).toEqual([
      0, 4, 8, 12,
    ]);
    expect(Object.keys(metrics[0].scalars)).toEqual(['w1']);
    expect(Object.keys(metrics[1].scalars)).toEqual([
      'critic_loss',
      'em_estimate',
      'penalty',
      'gradient_norm',
      'generator_loss',
    ]);
    expect(only(events, 'samples').map(({ iteration }) => iteration)).toEqual([0, 1, 2, 5, 8, 12]);
    expect(
      only(events, 'samples').every(({ shape, data }) => shape.join() === '6,2' && data.length === 12),
    ).toBe(true);
    expect(only(events, 'checkpoint').map(({ iteration, reason }) => [iteration, reason])).toEqual([
      [5, 'schedule'],
      [10, 'schedule'],
      [12, 'end'],
    ]);
    expect(events.at(-1)).toEqual({ kind: 'finished', iteration: 12, how: 'completed' });
    expect(lastCheckpoint(events).samplesDrawn).toBe(12 * 3 * 5);
  });

  it('moves the weights of both networks', async () => {
    const [early, , late] = only(await trainTiny(executor, tinySpec), 'checkpoint');
    const trained = Object.keys(early.checkpoint.tensors).filter(
      (name) => name.endsWith('weight') || name.endsWith('kernel'),
    );
    expect(trained.length).toBeGreaterThanOrEqual(4);
    for (const name of trained) {
      expect(late.checkpoint.tensors[name].data, name).not.toEqual(early.checkpoint.tensors[name].data);
    }
  });

  it('gives the same bits twice', async () => {
    expect(bitsOf(await trainTiny(executor, tinySpec))).toEqual(bitsOf(await trainTiny(executor, tinySpec)));
  });

  it.each([1, 5, 7])(
    'gives the bits of an uninterrupted run when stopped after iteration %i and resumed',
    async (at) => {
      const spec: RunSpec = { ...tinySpec, warmup: { criticSteps: 4, iterations: 2, every: 3 } };
      const whole = await trainTiny(executor, spec);
      const commands = new CommandQueue();
      const first = await trainTiny(executor, spec, {
        commands,
        onEvent: (event) => {
          if (event.kind === 'metrics' && event.iteration === at) commands.push({ kind: 'stop' });
        },
      });
      expect(first.at(-1)).toEqual({ kind: 'finished', iteration: at, how: 'interrupted' });
      const from = structuredClone(lastCheckpoint(first));
      expect(from.iteration).toBe(at);
      const second = await trainTiny(executor, spec, { from });
      const joined = [...first, ...second].filter(
        (event) => event.kind !== 'checkpoint' || event.reason !== 'interrupted',
      );
      const expected = whole.filter((event) => event.kind !== 'checkpoint' || event.reason !== 'interrupted');
      expect(bitsOf(joined.filter(({ kind }) => kind !== 'finished'))).toEqual(
        bitsOf(expected.filter(({ kind }) => kind !== 'finished')),
      );
    },
  );
});

describe('training', () => {
  let executor: Executor;
  beforeAll(async () => {
    executor = await createOnnxExecutor({ provider: 'cpu', device: 'test', threads: 1 });
  });
  afterAll(() => executor.dispose());

  const withObjective = (objective: ObjectiveSpec, change: Partial<RunSpec> = {}): RunSpec => ({
    ...tinySpec,
    objective,
    ...change,
  });

  it('counts time from the checkpoint on when resumed', async () => {
    const first = await trainTiny(executor, { ...tinySpec, iterations: 5 });
    const from = lastCheckpoint(first);
    const second = await trainTiny(executor, tinySpec, { from });
    expect(from.activeSeconds).toBeGreaterThan(0);
    expect(only(second, 'metrics')[0].activeSeconds).toBeGreaterThan(from.activeSeconds);
    expect(only(second, 'metrics')[0].activeSeconds).toBeLessThan(from.activeSeconds + 0.2);
  });

  it('starts from the same generator, latents and data whatever the objective is', async () => {
    const gan = await trainTiny(executor, withObjective({ kind: 'gan', nCritic: 1 }));
    const wgan = await trainTiny(executor, withObjective({ kind: 'wgan-gp', lambda: 10, nCritic: 3 }));
    expect(only(gan, 'samples')[0].data).toEqual(only(wgan, 'samples')[0].data);
    expect(only(gan, 'metrics')[0].scalars).toEqual(only(wgan, 'metrics')[0].scalars);
    // As many generator latents have been drawn in both, though one drew three times as many for its critic.
    const stream = (events: TrainEvent[], name: string) => lastCheckpoint(events).streams[name];
    expect(stream(gan, 'generator-latent')).toEqual(stream(wgan, 'generator-latent'));
    expect(stream(gan, 'critic-latent')).not.toEqual(stream(wgan, 'critic-latent'));
  });

  it('reports D(x) and D(G(z)) for a GAN, and the share of clipped weights for a WGAN', async () => {
    const gan = only(await trainTiny(executor, withObjective({ kind: 'gan', nCritic: 1 })), 'metrics');
    expect(Object.keys(gan[1].scalars)).toEqual([
      'critic_loss',
      'd_real',
      'd_fake',
      'js_bound',
      'generator_loss',
    ]);
    const clip = 0.01;
    const wgan = await trainTiny(executor, withObjective({ kind: 'wgan', nCritic: 2, clip }));
    const shares = only(wgan, 'metrics').map(({ scalars }) => scalars.clipped_share);
    expect(shares.map((share) => share !== undefined)).toEqual(
      only(wgan, 'metrics').map(({ iteration }) => iteration % 4 === 0),
    );
    const { tensors } = lastCheckpoint(wgan);
    const weights = Object.keys(tensors)
      .filter((name) => name.startsWith('critic') && !name.includes('/'))
      .flatMap((name) => [...tensors[name].data]);
    expect(Math.max(...weights.map(Math.abs))).toBe(Math.fround(clip));
    expect(shares.at(-1)).toBe(
      weights.filter((w) => Math.abs(w) === Math.fround(clip)).length / weights.length,
    );
  });

  it('warms the critic up', async () => {
    const spec = { ...tinySpec, warmup: { criticSteps: 10, iterations: 2, every: 5 } };
    const updates = only(await trainTiny(executor, spec), 'metrics').map(
      ({ criticUpdates }) => criticUpdates,
    );
    expect(updates).toEqual([0, 10, 20, 23, 26, 29, 39, 42, 45, 48, 51, 61, 64]);
  });

  it('draws uniform latents where the spec says so', async () => {
    const normal = await trainTiny(executor, tinySpec);
    const uniform = await trainTiny(executor, { ...tinySpec, latent: { size: 3, distribution: 'uniform' } });
    expect(only(uniform, 'samples')[0].data).not.toEqual(only(normal, 'samples')[0].data);
  });

  it('ends early when its seconds are over, with a last look and a checkpoint', async () => {
    const events = await trainTiny(executor, { ...tinySpec, iterations: 1000 }, { seconds: 0.3 });
    const last = only(events, 'metrics').at(-1)!;
    expect(last.iteration).toBeGreaterThan(1);
    expect(last.iteration).toBeLessThan(30);
    expect(last.scalars).toHaveProperty('w1');
    expect(only(events, 'checkpoint').at(-1)).toMatchObject({ iteration: last.iteration, reason: 'end' });
    expect(only(events, 'samples').at(-1)!.iteration).toBe(last.iteration);
    expect(events.at(-1)).toMatchObject({ kind: 'finished', how: 'completed' });
  });

  it('pauses without counting the time, saves on request, and goes on', async () => {
    const commands = new CommandQueue();
    let now = 0;
    const events = await trainTiny(executor, tinySpec, {
      commands,
      clock: () => now,
      onEvent: (event) => {
        if (event.kind === 'metrics') now += 100;
        if (event.kind === 'metrics' && event.iteration === 3) commands.push({ kind: 'pause' });
        if (event.kind !== 'paused') return;
        now += 60_000;
        setImmediate(() => {
          commands.push({ kind: 'checkpoint' });
          commands.push({ kind: 'resume' });
        });
      },
    });
    const around = events.filter(
      (event) => event.kind === 'paused' || event.kind === 'resumed' || event.kind === 'checkpoint',
    );
    expect(around.slice(0, 3).map(({ kind, iteration }) => [kind, iteration])).toEqual([
      ['paused', 3],
      ['checkpoint', 3],
      ['resumed', 3],
    ]);
    expect(only(events, 'checkpoint')[0].reason).toBe('request');
    expect(only(events, 'metrics').at(-1)!.activeSeconds).toBeCloseTo(1.2, 6);
    expect(bitsOf(only(events, 'metrics'))).toEqual(
      bitsOf(only(await trainTiny(executor, tinySpec), 'metrics')),
    );
  });

  it('stops while paused', async () => {
    const commands = new CommandQueue();
    commands.push({ kind: 'pause' });
    commands.push({ kind: 'stop' });
    const events = await trainTiny(executor, tinySpec, { commands });
    expect(events.map(({ kind }) => kind)).toEqual([
      'metrics',
      'histograms',
      'samples',
      'paused',
      'checkpoint',
      'finished',
    ]);
    expect(events.at(-1)).toEqual({ kind: 'finished', iteration: 0, how: 'interrupted' });
  });

  it('stops at the first scalar that is not finite, and never saves what has diverged', async () => {
    const sgd = { kind: 'sgd', lr: 1e12 } as const;
    const spec = withObjective(
      { kind: 'wgan-gp', lambda: 10, nCritic: 3 },
      { optimizer: { generator: sgd, critic: sgd }, checkpoint: { every: 1 } },
    );
    const events = await trainTiny(executor, spec);
    const diverged = only(events, 'diverged')[0];
    expect(Number.isFinite(diverged.value)).toBe(false);
    const last = only(events, 'metrics').at(-1)!;
    expect(last.iteration).toBe(diverged.iteration);
    expect(last.scalars[diverged.what as 'critic_loss']).toEqual(diverged.value);
    expect(events.at(-1)).toEqual({ kind: 'finished', iteration: diverged.iteration, how: 'diverged' });
    for (const { checkpoint } of only(events, 'checkpoint')) {
      expect(checkpoint.iteration).toBeLessThan(diverged.iteration);
      for (const { data } of Object.values(checkpoint.tensors))
        expect(data.every(Number.isFinite)).toBe(true);
    }
  });

  it('names the tensor when a weight is not finite though every scalar is', async () => {
    // An executor whose state has one bad weight when it is read at iteration 5.
    const bad: Executor = {
      ...executor,
      compile: (step) => executor.compile(step),
      load: async (initial) => {
        const state = await executor.load(initial);
        const read = state.read.bind(state);
        state.read = async (names) => {
          const tensors = await read(names);
          tensors['critic.out.bias'].data[0] = Number.NaN;
          return tensors;
        };
        return state;
      },
    };
    const events = await trainTiny(bad, tinySpec);
    expect(only(events, 'diverged')).toEqual([
      { kind: 'diverged', iteration: 5, what: 'critic.out.bias', value: Number.NaN },
    ]);
    expect(only(events, 'checkpoint')).toEqual([]);
    expect(events.at(-1)).toEqual({ kind: 'finished', iteration: 5, how: 'diverged' });
  });

  it('refuses a checkpoint of another network', async () => {
    const from = lastCheckpoint(await trainTiny(executor, { ...tinySpec, iterations: 5 }));
    const other = { ...tinySpec, critic: { ...tinySpec.critic, hidden: [9] } } as RunSpec;
    await expect(trainTiny(executor, other, { from })).rejects.toThrow(/"critic\.hidden1.*" must be \[.*9\]/);
  });

  it('does not draw more samples at a time for a larger grid', async () => {
    const few = await trainTiny(executor, { ...tinySpec, iterations: 1 });
    const many = await trainTiny(executor, {
      ...tinySpec,
      iterations: 1,
      grid: { columns: 50, rows: 50, every: 1 },
    });
    expect(only(many, 'samples')[1].data.subarray(0, 12)).toEqual(only(few, 'samples')[1].data);
  });
});
