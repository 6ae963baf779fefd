// What a trainer says over its port, with the port in memory and plain JavaScript for an engine.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createReferenceExecutor } from '../../../core/executors/reference.ts';
import type { RunSpec } from '../../../core/spec/run-spec.ts';
import { readCheckpoint } from '../../../core/store/checkpoint-file.ts';
import { StoreError } from '../../../core/store/errors.ts';
import type { OpenMessage } from '../../../core/trainer/messages.ts';
import type { OpenExecutor } from '../../../core/trainer/opening.ts';
import { serve } from '../../../core/trainer/trainer.ts';
import { tinySpec } from '../../support/tiny.ts';
import { memoryPort, saidOf, temporaryFolder } from './support.ts';

const open = (spec: RunSpec): OpenMessage => ({
  kind: 'open',
  spec,
  engine: { id: 'reference', device: 'none' },
  resourcesDir: join(import.meta.dirname, 'nowhere'),
  checkpoint: null,
  seconds: null,
});

const never: OpenExecutor = () => Promise.reject(new Error('an engine was opened for nothing'));

const quick: RunSpec = { ...tinySpec, iterations: 1000, evaluate: { every: 100, samples: 16 } };

describe('a trainer', () => {
  it('gets ready, waits for the word, trains, and obeys', async () => {
    const { port, said, tell } = memoryPort();
    const served = serve(port, createReferenceExecutor);
    const checkpoints = temporaryFolder();
    tell(open(quick));
    while (said.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(said).toHaveLength(1);
    expect(said[0]).toMatchObject({ kind: 'ready', engine: { id: 'reference', deterministic: true } });
    tell({ kind: 'train', run: 'r1', checkpoints });
    while (said.length < 8) await new Promise((resolve) => setTimeout(resolve, 1));
    tell({ kind: 'command', command: { kind: 'stop' } });
    await served;
    const events = saidOf(said, 'event').map(({ event }) => event);
    expect(events.slice(0, 4).map(({ kind }) => kind)).toEqual([
      'metrics',
      'histograms',
      'samples',
      'metrics',
    ]);
    expect(events.at(-2)).toMatchObject({ kind: 'checkpoint', reason: 'interrupted' });
    expect(events.at(-1)).toMatchObject({ kind: 'finished', how: 'interrupted' });
  });

  it('hands the threads of its engine on', async () => {
    const { port, tell } = memoryPort();
    const engine = { id: 'reference', device: 'none', threads: 3 } as const;
    const served = serve(port, (chosen) => {
      expect(chosen).toEqual(engine);
      return Promise.reject(new Error('seen'));
    });
    tell({ ...open(quick), engine });
    await expect(served).rejects.toThrow('seen');
  });

  it('shows the critic with every grid of points, around the data', async () => {
    const { port, said, tell } = memoryPort();
    const served = serve(port, createReferenceExecutor);
    tell(open({ ...quick, iterations: 1 }));
    tell({ kind: 'train', run: 'r1', checkpoints: temporaryFolder() });
    await served;
    const fields = saidOf(said, 'event').flatMap(({ event }) =>
      event.kind === 'samples' ? [event.field!] : [],
    );
    expect(fields).toHaveLength(2);
    // Eight Gaussians reach to about 2 / 1.414 = 1.41 and a few deviations of 0.014 on either side.
    for (const { xMin, xMax, yMin, yMax, values } of fields) {
      for (const end of [-xMin, xMax, -yMin, yMax]) expect(end).toBeCloseTo(1.5 * 1.47, 1);
      expect(xMax - xMin).toBeCloseTo(yMax - yMin, 10);
      expect(values).toHaveLength(64 * 64);
    }
  });

  it('writes its checkpoints and tells where they are', async () => {
    const { port, said, tell } = memoryPort();
    const served = serve(port, createReferenceExecutor);
    const checkpoints = temporaryFolder();
    tell(open({ ...quick, iterations: 5, checkpoint: { every: 2 } }));
    tell({ kind: 'train', run: 'r1', checkpoints });
    await served;
    const saved = saidOf(said, 'event').flatMap(({ event }) => (event.kind === 'checkpoint' ? [event] : []));
    expect(saved.map(({ iteration, reason }) => [iteration, reason])).toEqual([
      [2, 'schedule'],
      [4, 'schedule'],
      [5, 'end'],
    ]);
    expect(saved.map(({ file }) => file)).toEqual(readdirSync(checkpoints).sort());
    expect(saved.every((event) => !('checkpoint' in event) && event.bytes > 1000)).toBe(true);
    const { file, criticUpdates, activeSeconds } = saved[2];
    const checkpoint = readCheckpoint(join(checkpoints, file), 5);
    expect(checkpoint).toMatchObject({ iteration: 5, criticUpdates, samplesDrawn: 5 * 3 * 5 });
    expect(checkpoint.activeSeconds).toBeLessThanOrEqual(activeSeconds);
  });

  it('ends with the sentence of the store when a checkpoint cannot be written', async () => {
    const { port, said, tell } = memoryPort();
    const served = serve(port, createReferenceExecutor);
    tell(open({ ...quick, checkpoint: { every: 3 } }));
    tell({ kind: 'train', run: 'r1', checkpoints: join(temporaryFolder(), 'gone') });
    const error: unknown = await served.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(StoreError);
    expect((error as StoreError).message).toMatch(/^Cannot save the checkpoint of iteration 3: /);
    expect(saidOf(said, 'event').at(-1)).toMatchObject({ event: { kind: 'metrics', iteration: 3 } });
  });

  it.each([
    [
      'data that are not there',
      { ...tinySpec, data: { kind: 'fashion-mnist', size: 28, channels: 1 } },
      /nowhere/,
    ],
    [
      'more held-out samples than there are',
      { ...tinySpec, evaluate: { every: 1, samples: 2001 } },
      /evaluate\.samples/,
    ],
  ] satisfies [string, RunSpec, RegExp][])('refuses %s before it opens an engine', async (_, spec, says) => {
    const { port, said, tell } = memoryPort();
    const served = serve(port, never);
    tell(open(spec));
    await served;
    expect(said).toHaveLength(1);
    expect(said[0]).toMatchObject({ kind: 'refused', message: expect.stringMatching(says) as string });
  });
});
