// Settings that change while a run trains: when they take effect, and that resuming gives the same bits.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Executor } from '../../../core/executors/executor.ts';
import { createOnnxExecutor } from '../../../core/executors/onnx/executor.ts';
import { createReferenceExecutor } from '../../../core/executors/reference.ts';
import { CommandQueue } from '../../../core/gan/commands.ts';
import type { Checkpoint, TrainCommand, TrainEvent } from '../../../core/gan/events.ts';
import { LiveSettings } from '../../../core/gan/live-settings.ts';
import type { RunSpec } from '../../../core/spec/run-spec.ts';
import { only, tinySpec, trainTiny, type TinyOptions } from '../../support/tiny.ts';

/** Commands by the iteration after which they are given. */
type Script = Readonly<Record<number, readonly TrainCommand[]>>;

const change = (path: keyof typeof values, value: number = values[path]): TrainCommand => ({
  kind: 'change',
  path,
  value,
});
const values = {
  'optimizer.critic.lr': 3e-3,
  'optimizer.generator.lr': 4e-4,
  'objective.nCritic': 2,
  'objective.lambda': 25,
};
/** What `tinySpec` says. */
const before = {
  ...{ 'optimizer.critic.lr': 1e-3, 'optimizer.generator.lr': 1e-3 },
  'objective.nCritic': 3,
  'objective.lambda': 0.1,
};

function trainBy(
  executor: Executor,
  script: Script,
  options: TinyOptions = {},
  spec: RunSpec = tinySpec,
): Promise<TrainEvent[]> {
  const commands = new CommandQueue();
  return trainTiny(executor, spec, {
    ...options,
    commands,
    onEvent: (event) => {
      if (event.kind !== 'metrics') return;
      for (const command of script[event.iteration] ?? []) commands.push(command);
    },
  });
}

/** Everything that was computed: metrics, samples and the last checkpoint, without the time. */
function bitsOf(events: readonly TrainEvent[]): unknown {
  const { tensors, streams, samplesDrawn, settings } = lastCheckpoint(events);
  return {
    metrics: only(events, 'metrics').map(({ scalars, iteration, criticUpdates }) => ({
      scalars,
      iteration,
      criticUpdates,
    })),
    samples: only(events, 'samples').map(({ data }) => data),
    ...{ tensors, streams, samplesDrawn, settings },
  };
}

function lastCheckpoint(events: readonly TrainEvent[]): Checkpoint {
  return only(events, 'checkpoint').at(-1)!.checkpoint;
}

const executors = [
  { id: 'reference', open: createReferenceExecutor },
  { id: 'onnx:cpu', open: () => createOnnxExecutor({ provider: 'cpu', device: 'test', threads: 1 }) },
] as const;

describe.each(executors)('a change on $id', ({ open }) => {
  let executor: Executor;
  beforeAll(async () => {
    executor = await open();
  });
  afterAll(() => executor.dispose());

  it.each(Object.keys(values) as (keyof typeof values)[])(
    'of %s works from the next iteration on, and is told',
    async (path) => {
      const [plain, changed] = [await trainBy(executor, {}), await trainBy(executor, { 6: [change(path)] })];
      expect(only(changed, 'changed')).toEqual([
        { kind: 'changed', iteration: 6, path, from: before[path], to: values[path] },
      ]);
      const scalars = (events: readonly TrainEvent[]) =>
        only(events, 'metrics').map((event) => event.scalars);
      expect(scalars(changed).slice(0, 7)).toEqual(scalars(plain).slice(0, 7));
      for (let iteration = 8; iteration <= 12; iteration += 1) {
        expect(scalars(changed)[iteration]).not.toEqual(scalars(plain)[iteration]);
      }
    },
  );

  it('of the critic’s learning rate or the penalty’s weight is what a run with them does', async () => {
    const spec: RunSpec = {
      ...tinySpec,
      optimizer: { ...tinySpec.optimizer, critic: { ...tinySpec.optimizer.critic, lr: 3e-3 } },
      objective: { kind: 'wgan-gp', lambda: 25, nCritic: 2 },
    };
    const script = {
      0: [change('optimizer.critic.lr'), change('objective.nCritic'), change('objective.lambda')],
    };
    const changed = bitsOf(await trainBy(executor, script));
    expect(changed).toEqual({
      ...(bitsOf(await trainTiny(executor, spec)) as object),
      settings: { 'optimizer.critic.lr': 3e-3, 'objective.nCritic': 2, 'objective.lambda': 25 },
    });
  });

  it('of the penalty’s weight multiplies the penalty from then on, and the gradients that are looked at', async () => {
    const events = await trainBy(executor, { 6: [change('objective.lambda', 0)] });
    const penalties = only(events, 'metrics').flatMap(({ scalars }) => scalars.penalty ?? []);
    expect(penalties.slice(0, 6).every((value) => value > 0)).toBe(true);
    expect(penalties.slice(6)).toEqual([0, 0, 0, 0, 0, 0]);
    // At this rate no weight moves: what is looked at can only differ by the penalty.
    const still = { ...tinySpec.optimizer.critic, lr: 1e-30 };
    const spec: RunSpec = { ...tinySpec, optimizer: { generator: still, critic: still } };
    const looked = async (script: Script, part: RegExp): Promise<unknown> =>
      only(await trainBy(executor, script, {}, spec), 'histograms')
        .at(-1)!
        .tensors.filter(({ name }) => part.test(name));
    const script = { 6: [change('objective.lambda')] };
    for (const same of [/kernel$/, /^generator.*gradient$/])
      expect(await looked(script, same)).toEqual(await looked({}, same));
    const gradients = /^critic.*kernel\/gradient$/;
    expect(await looked(script, gradients)).not.toEqual(await looked({}, gradients));
  });

  it.each([
    [{ kind: 'gp', lambda: 2 }, 'penalty.lambda'],
    [{ kind: 'r1', gamma: 2 }, 'penalty.gamma'],
  ] as const)(
    'of the weight of an added penalty, %o, is what a run with that weight does',
    async (penalty, path) => {
      const gan: RunSpec = { ...tinySpec, objective: { kind: 'gan', nCritic: 3 }, penalty };
      const other = {
        ...gan,
        penalty: 'gamma' in penalty ? { ...penalty, gamma: 7 } : { ...penalty, lambda: 7 },
      };
      const changed = bitsOf(await trainBy(executor, { 0: [{ kind: 'change', path, value: 7 }] }, {}, gan));
      expect(changed).toEqual({
        ...(bitsOf(await trainTiny(executor, other)) as object),
        settings: { [path]: 7 },
      });
    },
  );

  it('to the value in force gives the bits of no change, and is not told', async () => {
    const script = { 4: [change('optimizer.critic.lr', 1e-3)], 5: [change('objective.nCritic', 3)] };
    const changed = await trainBy(executor, script);
    expect(only(changed, 'changed')).toEqual([]);
    expect(bitsOf(changed)).toEqual(bitsOf(await trainTiny(executor, tinySpec)));
  });

  it.each([
    ['a scheduled checkpoint after it', 10],
    ['the iteration of the change itself', 6],
    ['the next one', 7],
  ])('gives the bits of an uninterrupted run when resumed from %s', async (_, stopAt) => {
    const changes = [
      change('optimizer.generator.lr'),
      change('objective.nCritic'),
      change('optimizer.critic.lr'),
      change('objective.lambda'),
    ];
    const whole = await trainBy(executor, { 6: changes });
    const script: Script =
      stopAt === 6 ? { 6: [...changes, { kind: 'stop' }] } : { 6: changes, [stopAt]: [{ kind: 'stop' }] };
    const first = await trainBy(executor, script);
    const from = structuredClone(lastCheckpoint(first));
    expect(from).toMatchObject({ iteration: stopAt, settings: values });
    const second = await trainTiny(executor, tinySpec, { from });
    expect(bitsOf([...first, ...second])).toEqual(bitsOf(whole));
  });
});

describe('a change', () => {
  let executor: Executor;
  beforeAll(async () => {
    executor = await createOnnxExecutor({ provider: 'cpu', device: 'test', threads: 1 });
  });
  afterAll(() => executor.dispose());

  it('is saved even where a checkpoint of that iteration is there already', async () => {
    const events = await trainBy(executor, { 5: [change('objective.nCritic'), { kind: 'stop' }] });
    const saved = only(events, 'checkpoint');
    expect(saved.map(({ iteration, reason }) => [iteration, reason])).toEqual([
      [5, 'schedule'],
      [5, 'interrupted'],
    ]);
    expect(saved.map(({ checkpoint }) => checkpoint.settings)).toEqual([
      undefined,
      { 'objective.nCritic': 2 },
    ]);
  });

  it('that is taken back leaves no trace in checkpoints', async () => {
    const events = await trainBy(executor, {
      5: [change('objective.nCritic', 2)],
      6: [change('objective.nCritic', 3)],
    });
    expect(only(events, 'changed').map(({ from, to }) => [from, to])).toEqual([
      [3, 2],
      [2, 3],
    ]);
    expect(lastCheckpoint(events)).not.toHaveProperty('settings');
  });

  it('is obeyed while paused', async () => {
    const events = await trainBy(executor, {
      3: [{ kind: 'pause' }, change('objective.nCritic'), { kind: 'resume' }],
    });
    expect(events.slice(events.findIndex(({ kind }) => kind === 'paused')).map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['paused', 'changed', 'resumed']),
    );
    const updates = only(events, 'metrics').map(({ criticUpdates }) => criticUpdates);
    expect(updates).toEqual([0, 3, 6, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27]);
  });

  it('of n_critic leaves a longer warm-up alone', async () => {
    const spec = { ...tinySpec, warmup: { criticSteps: 10, iterations: 2, every: 5 } };
    const events = await trainBy(executor, { 3: [change('objective.nCritic', 1)] }, {}, spec);
    const updates = only(events, 'metrics').map(({ criticUpdates }) => criticUpdates);
    expect(updates).toEqual([0, 10, 20, 23, 24, 25, 35, 36, 37, 38, 39, 49, 50]);
  });

  it('that no specification could have ends the run with a sentence', async () => {
    await expect(trainBy(executor, { 3: [change('optimizer.critic.lr', -1)] })).rejects.toThrow(
      /^optimizer\.critic\.lr must be a number above 0, not -1\.$/,
    );
  });
});

it('knows what is in force', () => {
  const settings = new LiveSettings(tinySpec, { 'objective.nCritic': 4 });
  expect(settings.of('objective.nCritic')).toBe(4);
  expect(settings.of('optimizer.critic.lr')).toBe(1e-3);
  const { changed } = settings;
  expect(settings.change('objective.nCritic', 4)).toBeNull();
  expect(settings.changed).toBe(changed);
  expect(settings.change('objective.nCritic', 3)).toBe(4);
  expect(settings.changed).toEqual({});
  expect(changed).toEqual({ 'objective.nCritic': 4 });
});
