// The first samples of a training set, as a trainer answers with them.

import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openDataset } from '../../../core/datasets/catalog.ts';
import type { DataSpec } from '../../../core/spec/run-spec.ts';
import { toByte } from '../../../core/store/pixels.ts';
import type { FromTrainer } from '../../../core/trainer/messages.ts';
import { serve } from '../../../core/trainer/trainer.ts';
import { memoryPort } from './support.ts';

const resourcesDir = join(import.meta.dirname, '../../../resources');

async function answer(data: DataSpec, count: number): Promise<FromTrainer> {
  const { port, said, tell } = memoryPort();
  const served = serve(port, () => Promise.reject(new Error('an engine was opened for nothing')));
  tell({ kind: 'preview', data, count, resourcesDir });
  await served;
  expect(said).toHaveLength(1);
  return said[0];
}

it('gives images in eight bits', async () => {
  const spec = { kind: 'fashion-mnist', size: 32, channels: 3 } as const;
  const { data, ...rest } = (await answer(spec, 2)) as Extract<FromTrainer, { kind: 'preview' }>;
  expect(rest).toEqual({
    kind: 'preview',
    title: 'Fashion-MNIST, 32 × 32',
    train: 60_000,
    heldOut: 10_000,
    shape: [2, 32, 32, 3],
    classes: expect.arrayContaining([{ name: 'Ankle boot', count: 7000 }]) as unknown,
    skipped: [],
    notes: [],
  });
  const values = new Float32Array(2 * 32 * 32 * 3);
  openDataset(spec, resourcesDir).train.read([0, 1], values);
  expect(data).toEqual(Uint8Array.from(values, toByte));
  expect(Math.max(...data)).toBe(255);
});

it('gives points as they are, and no more than there are', async () => {
  const preview = (await answer({ kind: 'swissroll' }, 1e9)) as Extract<FromTrainer, { kind: 'preview' }>;
  expect(preview.shape).toEqual([100_000, 2]);
  const values = new Float32Array(2);
  openDataset({ kind: 'swissroll' }, resourcesDir).train.read([77], values);
  expect(preview.data.slice(154, 156)).toEqual(values);
});

it('refuses files that cannot be used, with a sentence', async () => {
  const data = { kind: 'idx', images: 'nowhere/images', size: 28, channels: 1, heldOut: 10 } as const;
  expect(await answer(data, 4)).toMatchObject({
    kind: 'refused',
    message: expect.stringContaining('nowhere/images') as string,
  });
});
