// Memory over many steps, each engine in a process of its own.

import { fork } from 'node:child_process';
import { beforeAll, describe, expect, it } from 'vitest';
import { findWebgpu } from '../../parity/webgpu.ts';
import { bundled } from '../../unit/executors/bundled.ts';
import type { Usage } from './memory-child.ts';

let entry = '';
beforeAll(async () => {
  entry = await bundled('test/integration/executors/memory-child.ts');
});

function use(id: string, steps: number, environment: NodeJS.ProcessEnv): Promise<Usage> {
  return new Promise((resolve, reject) => {
    const child = fork(entry, [id, String(steps)], { env: environment, execArgv: ['--expose-gc'] });
    let usage: Usage | null = null;
    child.on('message', (message) => {
      usage = message as Usage;
    });
    child.on('close', (code, signal) => {
      if (usage === null) reject(new Error(`${id} ended without an answer: ${signal ?? String(code)}`));
      else resolve(usage);
    });
  });
}

function expectFlat({ residentMiB, tensors, losses }: Usage): void {
  expect(tensors[1]).toBe(tensors[0]);
  // Leaking the weights of every step would be 9 MiB in a round of 600.
  expect(residentMiB[1] - residentMiB[0]).toBeLessThan(3);
  expect(losses[1]).toBeLessThan(losses[0]);
}

describe('memory', () => {
  it('stays flat over 1,000 steps of onnx:cpu', async () => {
    expectFlat(await use('onnx:cpu', 1000, process.env));
  });

  it('stays flat on onnx:webgpu, and its state comes back', async ({ skip }) => {
    const webgpu = findWebgpu();
    if (webgpu.kind === 'none') return skip(webgpu.reason);
    const usage = await use('onnx:webgpu', 600, webgpu.environment);
    expectFlat(usage);
    const processor = await use('onnx:cpu', 600, process.env);
    expect(usage.weight).toBeCloseTo(processor.weight, 4);
  }, 120_000);
});
