// Runs with what a run may have beyond two plain networks: ended with kill -9 in the middle, they go on to the same bits.

import { createCanvas } from '@napi-rs/canvas';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { BatchOrder } from '../../core/datasets/batches.ts';
import { openDataset } from '../../core/datasets/catalog.ts';
import { createExecutor } from '../../core/executors/catalog.ts';
import { CommandQueue } from '../../core/gan/commands.ts';
import type { Checkpoint } from '../../core/gan/events.ts';
import { buildModel } from '../../core/gan/model.ts';
import { train } from '../../core/gan/train.ts';
import { openHost, type Host } from '../../core/host/host.ts';
import type { ChangeablePath } from '../../core/spec/changes.ts';
import { completeSpec } from '../../core/spec/complete.ts';
import type { RunSpec } from '../../core/spec/run-spec.ts';
import { createEvaluation } from '../../core/trainer/evaluation.ts';
import { temporaryFolder } from './store-fixtures.ts';

const root = join(import.meta.dirname, '..', '..');
const engine = { id: 'onnx:cpu', device: 'test', threads: 1 } as const;

function hostIn(folder: string): Host {
  const problem = process.env['CRITIC_BUNDLE_PROBLEM'];
  if (problem !== undefined) throw new Error(problem);
  process.env['CRITIC_CACHE'] = join(folder, 'cache');
  const host = openHost({
    dataDir: join(folder, 'data'),
    resourcesDir: join(root, 'resources'),
    trainerEntry: join(root, 'dist', 'trainer.js'),
  });
  onTestFinished(async () => {
    await host.close(100);
    Reflect.deleteProperty(process.env, 'CRITIC_CACHE');
  });
  return host;
}

function specOf(input: object): RunSpec {
  const completed = completeSpec({ name: 'resumed', ...input });
  if ('problems' in completed) throw new Error(completed.problems.map(({ sentence }) => sentence).join(' '));
  return completed.spec;
}

const often = {
  evaluate: { every: 20, samples: 32 },
  grid: { columns: 2, rows: 2, every: 50 },
  checkpoint: { every: 20 },
};

/** Everything that a run left, but times. */
function contents({ store }: Host, id: string): object {
  const { status, iteration, criticUpdates } = store.runs.get(id);
  return {
    ...{ status, iteration, criticUpdates },
    metrics: [...store.series.events(id)].map((event) => ({ ...event, activeSeconds: 0 })),
    grids: store.samples
      .list(id)
      .map((step) => [step.iteration, store.samples.read(id, step.iteration).data]),
    histograms: store.histograms.read(id),
    checkpoint: lastCheckpoint({ store }, id),
  };
}

function lastCheckpoint({ store }: Pick<Host, 'store'>, id: string): Checkpoint {
  return { ...store.checkpoints.latest(id)!.checkpoint, activeSeconds: 0 };
}

/** Ends the run's trainer with kill -9 once it has trained `after` iterations. */
async function killed(host: Host, id: string, pid: number, after: number): Promise<void> {
  const undo = host.on((event) => {
    if (event.kind !== 'metrics' || event.run !== id || event.events.at(-1)!.iteration < after) return;
    undo();
    process.kill(pid, 'SIGKILL');
  });
  const crashed = await host.ended(id);
  expect(crashed.status).toBe('crashed');
  expect(crashed.iteration).toBeGreaterThanOrEqual(after);
}

/** The same run twice, once ended with kill -9 and resumed. */
async function expectSameBits(host: Host, spec: RunSpec): Promise<void> {
  const whole = await host.startRun(spec, { engine });
  expect((await host.ended(whole.id)).status).toBe('completed');
  const { id, pid } = await host.startRun(spec, { engine });
  await killed(host, id, pid!, Math.floor(spec.iterations / 3));
  await host.resumeRun(id, { engine });
  expect((await host.ended(id)).status).toBe('completed');
  expect(contents(host, id)).toEqual(contents(host, whole.id));
}

const mlp = { kind: 'mlp', hidden: [16] } as const;

describe('a run that is ended with kill -9 goes on to the same bits', () => {
  it('with spectral norm and an averaged generator', async () => {
    const host = hostIn(temporaryFolder());
    const spec = specOf({
      data: { kind: '8gaussians' },
      objective: { kind: 'hinge', nCritic: 2 },
      generator: { ...mlp, norm: 'batch' },
      critic: { ...mlp, spectral: true },
      ema: { decay: 0.9 },
      ...{ batch: 16, iterations: 400, ...often },
    });
    await expectSameBits(host, spec);
    const [{ id }] = host.store.runs.list();
    const names = Object.keys(lastCheckpoint(host, id).tensors);
    expect(names.some((name) => name.endsWith('.kernel.u'))).toBe(true);
    expect(names.some((name) => name.endsWith('.variance/average'))).toBe(true);
    // Both series of samples are there again, too.
    expect(host.store.samples.read(id, 400, 'ema').data).not.toEqual(
      host.store.samples.read(id, 400, 'fixed').data,
    );
  });

  it('with residual networks and batch norm, on a folder of pictures', async () => {
    const folder = temporaryFolder();
    const pictures = join(folder, 'pictures 图片');
    mkdirSync(pictures);
    for (let i = 0; i < 24; i += 1) {
      const canvas = createCanvas(30, 30);
      const pen = canvas.getContext('2d');
      pen.fillStyle = `rgb(${i * 10}, 90, ${255 - i * 10})`;
      pen.fillRect(i, 0, 30, 30 - i);
      writeFileSync(join(pictures, `${i}.png`), canvas.toBuffer('image/png'));
    }
    const resnet = { kind: 'resnet', width: 4 } as const;
    const spec = specOf({
      data: { kind: 'folder', path: pictures, size: 28, channels: 3, heldOut: 8 },
      latent: { size: 4 },
      objective: { kind: 'hinge', nCritic: 2 },
      generator: { ...resnet, norm: 'batch' },
      critic: { ...resnet, norm: 'none', spectral: true },
      ...{ batch: 4, iterations: 45, ...often, evaluate: { every: 15, samples: 8 } },
      checkpoint: { every: 10 },
    });
    await expectSameBits(hostIn(folder), spec);
  });

  it('with a fixed generator', async () => {
    const spec = specOf({
      data: { kind: 'swissroll' },
      latent: { size: 2 },
      objective: { kind: 'wgan-gp' },
      generator: { kind: 'real-plus-noise', deviation: 0.5 },
      critic: { ...mlp },
      ...{ batch: 16, iterations: 300, ...often },
    });
    await expectSameBits(hostIn(temporaryFolder()), spec);
  });

  it('with settings that were changed while it trained', async () => {
    const host = hostIn(temporaryFolder());
    const spec = specOf({
      data: { kind: '25gaussians' },
      objective: { kind: 'gan' },
      penalty: { kind: 'r1', gamma: 1 },
      ...{ generator: mlp, critic: mlp, batch: 16, iterations: 600, ...often },
    });
    const { id, pid } = await host.startRun(spec, { engine });
    host.control(id, { kind: 'change', path: 'optimizer.critic.lr', value: 1e-3 });
    host.control(id, { kind: 'change', path: 'objective.nCritic', value: 3 });
    host.control(id, { kind: 'change', path: 'penalty.gamma', value: 4 });
    await killed(host, id, pid!, 200);
    // They came between the same two iterations, or one after the other: the journal knows.
    const at = host.store.marks
      .list(id)
      .filter(({ kind }) => kind === 'changed')
      .map(({ iteration }) => iteration);
    expect(at).toHaveLength(3);
    const changes = [
      { at: at[0], path: 'optimizer.critic.lr', value: 1e-3 },
      { at: at[1], path: 'objective.nCritic', value: 3 },
      { at: at[2], path: 'penalty.gamma', value: 4 },
    ] as const;
    await host.resumeRun(id, { engine });
    expect((await host.ended(id)).status).toBe('completed');
    const resumed = lastCheckpoint(host, id);
    expect(resumed.settings).toEqual({
      ...{ 'optimizer.critic.lr': 1e-3, 'objective.nCritic': 3 },
      'penalty.gamma': 4,
    });
    expect(resumed).toEqual(await uninterrupted(spec, changes));
  });
});

/** The last checkpoint of a run in this process, with the same changes at the same iterations. */
async function uninterrupted(
  spec: RunSpec,
  changes: readonly { readonly at: number; readonly path: ChangeablePath; readonly value: number }[],
): Promise<Checkpoint> {
  const { id, ...options } = engine;
  const executor = await createExecutor(id, options);
  const dataset = openDataset(spec.data, '');
  const commands = new CommandQueue();
  const changeAt = (iteration: number): void => {
    for (const { at, path, value } of changes) {
      if (at === iteration) commands.push({ kind: 'change', path, value });
    }
  };
  changeAt(0);
  let last: Checkpoint | null = null;
  const events = train(buildModel(spec, dataset.shape), {
    executor,
    data: { order: new BatchOrder(dataset.train.count, spec.seed), samples: dataset.train },
    evaluate: createEvaluation(dataset, spec.evaluate.samples),
    clock: () => 0,
    commands,
  });
  for await (const event of events) {
    if (event.kind === 'metrics' && event.iteration > 0) changeAt(event.iteration);
    if (event.kind === 'checkpoint') last = event.checkpoint;
  }
  await executor.dispose();
  return last!;
}
