// A studio in a process of its own, as a host has it.

import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createReferenceExecutor } from '../../../core/executors/reference.ts';
import { forkTrainer, type RunProcess } from '../../../core/host/run-process.ts';
import { writeCheckpoint } from '../../../core/store/checkpoint-file.ts';
import type { FromTrainer, StudioMessage } from '../../../core/trainer/messages.ts';
import { only, tinySpec, trainTiny } from '../../support/tiny.ts';
import { saidOf, temporaryFolder } from './support.ts';

const entry = join(import.meta.dirname, '../../../dist/trainer.js');

interface Started {
  readonly child: RunProcess;
  readonly said: readonly FromTrainer[];
  readonly until: (kind: FromTrainer['kind']) => Promise<void>;
}

function start(message: StudioMessage): Started {
  const said: FromTrainer[] = [];
  let heard: () => void = () => undefined;
  const child = forkTrainer(entry, (one) => {
    said.push(one);
    heard();
  });
  onTestFinished(() => {
    child.kill();
  });
  child.send(message);
  const until = async (kind: FromTrainer['kind']): Promise<void> => {
    while (!said.some((one) => one.kind === kind)) {
      const more = new Promise<'more'>((resolve) => {
        heard = () => {
          resolve('more');
        };
      });
      const next = await Promise.race([more, child.ended]);
      if (next !== 'more') throw new Error(`The process ended: ${next.said} ${JSON.stringify(said)}`);
    }
  };
  return { child, said, until };
}

async function message(): Promise<StudioMessage> {
  const executor = await createReferenceExecutor();
  const spec = { ...tinySpec, iterations: 1 };
  const { checkpoint } = only(await trainTiny(executor, spec), 'checkpoint')[0];
  await executor.dispose();
  const folder = temporaryFolder();
  const { file } = writeCheckpoint(folder, 'r1', checkpoint);
  return {
    kind: 'studio',
    spec,
    checkpoint: join(folder, file),
    iteration: 1,
    dataFingerprint: 'f00d',
    engine: { id: 'onnx:cpu', device: 'test', threads: 1 },
    resourcesDir: 'nowhere',
  };
}

it('answers until its host lets it go, and ends then', async () => {
  const { child, said, until } = start(await message());
  await until('studio');
  child.send({ kind: 'latents', id: 1, from: 'seed', seed: 5, count: 2 });
  await until('latents');
  const { latents } = saidOf(said, 'latents')[0];
  expect(latents).toBeInstanceOf(Float32Array);
  child.send({ kind: 'draw', id: 2, latents });
  await until('drawn');
  expect(saidOf(said, 'drawn')[0]).toMatchObject({ id: 2, content: { kind: 'points', shape: [2, 2] } });
  expect(await child.release()).toMatchObject({ code: 0, signal: null });
});

it('ends as well with requests that nobody waits for any more', async () => {
  const studio = await message();
  const { child, said, until } = start({ ...studio, dataFingerprint: '' });
  await until('studio');
  child.send({ kind: 'nearest', id: 1, samples: new Float32Array(2) });
  await until('declined');
  expect(saidOf(said, 'declined')[0].message).toMatch(/not the ones that the run was trained on/);
  for (let id = 2; id < 200; id += 1) child.send({ kind: 'draw', id, latents: new Float32Array(3 * 4096) });
  expect(await child.release()).toMatchObject({ code: 0 });
});
