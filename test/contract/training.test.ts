// One small run for real, through a window: the bundled trainer, pauses, a crash, and what is left of it.

import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { HostEvents } from '../../core/protocol/contract.ts';
import { findPreset } from '../../core/spec/presets.ts';
import { eventually, temporaryWorkstation } from '../support/workstation.ts';
import { openAt } from '../unit/store/support.ts';
import { lineKinds } from './lines.ts';

it('trains, pauses, is killed, goes on and completes, and the window has every value', async () => {
  const problem = process.env['CRITIC_BUNDLE_PROBLEM'];
  if (problem !== undefined) throw new Error(problem);
  const { open, dataDir } = temporaryWorkstation({
    trainerEntry: join(import.meta.dirname, '..', '..', 'dist', 'trainer.js'),
  });
  const window = await open(lineKinds[1]);
  const { host, seen } = window;
  await host.listRuns();
  const { spec } = findPreset('toy-8gaussians-wgan-gp')!;
  const mlp = { kind: 'mlp', hidden: [16], activation: 'relu', norm: 'none', init: 'he' } as const;
  const small = {
    ...spec,
    ...{ generator: mlp, critic: mlp, batch: 16, iterations: 3000 },
    ...{ evaluate: { every: 500, samples: 32 }, grid: { columns: 4, rows: 2, every: 500 } },
    checkpoint: { every: 100_000 },
  };
  const trial = await host.tryOut(small, 'onnx:cpu');
  expect(trial.secondsPerIteration).toBeGreaterThan(0);
  expect(trial.peakBytes).toBeGreaterThan(2 ** 25);

  const [id] = await host.startRuns({ specs: [small], engine: 'onnx:cpu', budget: null, group: null });
  await host.watchRun(id, 0);
  await window.until(id, 'running');
  await eventually(() => values(seen.metrics).length > 5);
  await host.changeRun(id, 'optimizer.generator.lr', 2e-4);
  await eventually(() => seen.mark.some(({ mark }) => mark.kind === 'changed'));
  await host.controlRun(id, 'pause');
  await window.until(id, 'paused');
  await host.controlRun(id, 'checkpoint');
  await eventually(async () => (await host.readRun(id)).checkpoints.length === 1);
  await host.controlRun(id, 'continue');
  await window.until(id, 'running');
  const { pid } = openAt(dataDir).runs.get(id);
  const before = values(seen.metrics).length;
  await eventually(() => values(seen.metrics).length > before);
  process.kill(pid!, 'SIGKILL');
  await window.until(id, 'crashed');
  const crashed = await host.readRun(id);
  expect(crashed.summary).toMatchObject({ resumable: true });
  expect(crashed.summary.detail).toMatch(/SIGKILL.* Resume it to go on from the checkpoint/);

  await host.resumeRun(id);
  await window.until(id, 'completed');
  await eventually(() => seen.mark.some(({ mark }) => mark.kind === 'ended'));
  expect(seen.rewound).toHaveLength(1);
  const [{ iteration: back }] = seen.rewound;
  const told = values(seen.metrics);
  const again = told.indexOf(back + 1, told.indexOf(back + 1) + 1);
  const kept = [...told.slice(0, told.indexOf(back + 1)), ...told.slice(again)];
  expect(kept).toEqual(Array.from({ length: 3001 }, (_, i) => i));

  const detail = await host.readRun(id);
  expect(detail.marks.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining([
      'started',
      'changed',
      'paused',
      'checkpoint',
      'continued',
      'crashed',
      'rewound',
      'ended',
    ]),
  );
  const newest = seen.grid.at(-1)!;
  expect(newest.iteration).toBe(3000);
  expect(newest.content).toMatchObject({ kind: 'points', field: { columns: 64, rows: 64 } });
  expect(await host.readGrid(id, 3000)).toMatchObject({ content: newest.content });
  const parts = await host.readSeries(id, { keys: detail.keys, from: 0, to: null, buckets: 50 });
  expect(
    parts.find(({ key }) => key === 'em_estimate')!.count.reduce((sum, n) => sum + n, 0),
  ).toBeGreaterThan(2999);

  const { studio, iteration: drawnAt } = await host.openStudio(id, null);
  expect(drawnAt).toBe(3000);
  const latents = await host.drawLatents(studio, 'grid', 8);
  const drawn = await host.drawSamples(studio, latents);
  expect(drawn).toEqual({ kind: 'points', points: pointsOf(newest.content), field: null });
  const { nearest } = await host.findNearest(studio, drawn);
  expect(nearest).toHaveLength(8);
  expect(nearest.every(({ distance }) => distance < 5)).toBe(true);
  const model = await host.makeExport({ kind: 'onnx', runs: [id], iteration: null });
  expect(model).toMatchObject({ name: `${small.name}.onnx` });
  expect(model.bytes).toBeGreaterThan(1000);
});

function pointsOf(content: HostEvents['grid']['content']): Float32Array | null {
  return content.kind === 'points' ? content.points : null;
}

function values(batches: readonly HostEvents['metrics'][]): number[] {
  return batches.flatMap(({ iterations }) => [...iterations]);
}
