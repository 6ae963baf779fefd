// What a trial says of a run, on plain JavaScript and on the default engine.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createExecutor } from '../../../core/executors/catalog.ts';
import type { Executor } from '../../../core/executors/executor.ts';
import type { RunSpec } from '../../../core/spec/run-spec.ts';
import { writeCheckpoint } from '../../../core/store/checkpoint-file.ts';
import type { FromTrainer, TrialAnswer } from '../../../core/trainer/messages.ts';
import type { OpenExecutor } from '../../../core/trainer/opening.ts';
import { peakMemory } from '../../../core/trainer/peak-memory.ts';
import { serve } from '../../../core/trainer/trainer.ts';
import { only, tinySpec, trainTiny } from '../../support/tiny.ts';
import { memoryPort, saidOf, temporaryFolder } from './support.ts';

const openThe: OpenExecutor = ({ id, ...options }) => createExecutor(id, options);

async function trial(
  spec: RunSpec,
  open: OpenExecutor = openThe,
  id: 'reference' | 'onnx:cpu' = 'reference',
): Promise<FromTrainer[]> {
  const { port, said, tell } = memoryPort();
  const served = serve(port, open);
  tell({ kind: 'trial', spec, engine: { id, device: 'test', threads: 1 }, resourcesDir: 'nowhere' });
  await served;
  return said;
}

const answerOf = (said: readonly FromTrainer[]): TrialAnswer => {
  expect(saidOf(said, 'trial')).toHaveLength(1);
  expect(said.at(-1)!.kind).toBe('trial');
  return said.at(-1) as TrialAnswer;
};

/** Counts how often the steps of either player run, and makes each take at least some milliseconds. */
async function counting(
  milliseconds: number,
): Promise<{ executor: Executor; counts: Record<string, number> }> {
  const executor = await createExecutor('reference', { device: 'test' });
  const counts: Record<string, number> = {};
  return {
    counts,
    executor: {
      ...executor,
      async compile(step) {
        const compiled = await executor.compile(step);
        return {
          ...compiled,
          async run(state, feeds) {
            counts[step.name] = (counts[step.name] ?? 0) + 1;
            if (step.name === 'critic' || step.name === 'generator') {
              await new Promise((resolve) => setTimeout(resolve, milliseconds));
            }
            return compiled.run(state, feeds);
          },
        };
      },
    },
  };
}

describe.each(['reference', 'onnx:cpu'] as const)('a trial on %s', (id) => {
  it('tells its progress, and then what a run takes', async () => {
    const said = await trial(tinySpec, openThe, id);
    const answer = answerOf(said);
    expect(answer.openSeconds).toBeGreaterThan(0);
    expect(answer.secondsPerIteration).toBeGreaterThan(0);
    expect(answer.secondsPerIteration).toBeLessThan(1);
    expect(answer.peakBytes).toBeGreaterThan(20e6);
    expect(answer.problem).toBeNull();
    const progress = saidOf(said, 'progress');
    expect(progress.map(({ done }) => done)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8].slice(0, progress.length));
    expect(progress.every(({ of }) => of === 9)).toBe(true);
    expect(progress[0].step).toBe('Reading the data');
  });
});

it('knows the size of a checkpoint and of a grid', async () => {
  const executor = await createExecutor('reference', { device: 'test' });
  const { checkpointBytes, gridBytes } = answerOf(await trial(tinySpec));
  const { checkpoint } = only(await trainTiny(executor, { ...tinySpec, iterations: 1 }), 'checkpoint')[0];
  const { bytes } = writeCheckpoint(temporaryFolder(), 'r', checkpoint);
  const values = Object.values(checkpoint.tensors).reduce((sum, { data }) => sum + data.length, 0);
  expect(checkpointBytes).toBe(4 * values);
  expect(bytes).toBeGreaterThan(checkpointBytes);
  // Names and shapes come on top.
  expect(bytes).toBeLessThan(checkpointBytes + 6000);
  expect(gridBytes).toBe(4 * 2 * 6 + 4 * 64 * 64);
});

it('measures normal iterations: nCritic critic updates and no warm-up, whatever the run is to save and show', async () => {
  const { executor, counts } = await counting(10);
  const spec: RunSpec = {
    ...tinySpec,
    iterations: 1,
    warmup: { criticSteps: 50, iterations: 10, every: 1 },
    grid: { ...tinySpec.grid, every: 1 },
    evaluate: { every: 1, samples: 64 },
  };
  const { secondsPerIteration } = answerOf(await trial(spec, () => Promise.resolve(executor)));
  expect(counts).toMatchObject({ critic: 6 * 3, generator: 6 });
  expect(secondsPerIteration).toBeGreaterThanOrEqual(0.039);
  expect(secondsPerIteration).toBeLessThan(0.4);
});

it('stops early where an iteration is slow', async () => {
  const { executor, counts } = await counting(510);
  const { secondsPerIteration } = answerOf(await trial(tinySpec, () => Promise.resolve(executor)));
  expect(counts).toMatchObject({ generator: 2 });
  expect(secondsPerIteration).toBeGreaterThan(2.03);
});

it('says what became of a run that diverges at once', async () => {
  const sgd = { kind: 'sgd', lr: 1e12 } as const;
  const answer = answerOf(await trial({ ...tinySpec, optimizer: { generator: sgd, critic: sgd } }));
  expect(answer.problem).toMatch(
    /^\w+ became (NaN|infinite|minus infinity) at iteration \d\. Lower the learning rates/,
  );
  expect(answer.secondsPerIteration).toBeGreaterThan(0);
  expect(answer.checkpointBytes).toBeGreaterThan(0);
});

it('refuses what a run would refuse', async () => {
  const said = await trial({ ...tinySpec, evaluate: { every: 1, samples: 2001 } }, () =>
    Promise.reject(new Error('an engine was opened for nothing')),
  );
  expect(said.map(({ kind }) => kind)).toEqual(['progress', 'refused']);
});

it.runIf(process.platform === 'linux')('knows the memory of this process, not of the one before it', () => {
  const now = Number(/^VmRSS:\s*(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) * 1024;
  const before = peakMemory();
  expect(before).toBeGreaterThanOrEqual(now * 0.9);
  const block = Buffer.alloc(100e6, 1);
  expect(peakMemory()).toBeGreaterThan(Math.min(before, now) + 90e6);
  expect(block.length).toBe(100e6);
});
