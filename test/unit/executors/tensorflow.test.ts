// The optional tensorflow executor, with a stand-in for its native library.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, it } from 'vitest';
import { cpuName } from '../../../core/executors/devices.ts';
import { createReferenceExecutor } from '../../../core/executors/reference.ts';
import { selfTest, selfTestLosses } from '../../../core/executors/self-test.ts';
import { findTensorflow } from '../../../core/executors/tensorflow-package.ts';
import { createTensorflowExecutor } from '../../../core/executors/tensorflow.ts';
import { standIn } from './stand-in.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A folder with these packages under node_modules: name to version and code. */
function folderWith(
  packages: Readonly<Record<string, { readonly version: string; readonly code: string }>>,
): string {
  const folder = mkdtempSync(join(tmpdir(), 'critic-tensorflow-'));
  folders.push(folder);
  for (const [name, { version, code }] of Object.entries(packages)) {
    const place = join(folder, 'node_modules', name);
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, 'package.json'), JSON.stringify({ name, version, main: 'index.js' }));
    writeFileSync(join(place, 'index.js'), code);
  }
  return folder;
}

describe('tensorflow with a stand-in', () => {
  it('trains and matches the reference', async () => {
    const executor = await createTensorflowExecutor(standIn);
    expect(executor).toMatchObject({
      id: 'tensorflow',
      device: cpuName(),
      version: 'tfjs-node 4.22.0',
      deterministic: false,
    });
    expect(await selfTest(executor)).toBeNull();
    const losses = await selfTestLosses(executor);
    expect(losses).toEqual(await selfTestLosses(await createReferenceExecutor()));
    // It really was the other backend that computed.
    expect(tf.engine().registryFactory).toHaveProperty('tensorflow');
  });

  it('keeps the repaired gradients that loading overwrites', async () => {
    await createTensorflowExecutor(standIn);
    await tf.setBackend('tensorflow');
    // d/dx (1 - tanh(x)^2) at 0.5; with tfjs's own gradient this is 0.
    const second = tf.grad((x) => tf.sum(tf.grad((y: tf.Tensor) => tf.tanh(y))(x)))(tf.tensor1d([0.5]));
    const t = Math.tanh(0.5);
    expect(second.dataSync()[0]).toBeCloseTo(-2 * t * (1 - t * t), 5);
  });

  it('gives Node the utilities back that tfjs-node calls', async () => {
    await createTensorflowExecutor(standIn);
    const utilities = createRequire(import.meta.url)('node:util') as {
      isNullOrUndefined: (value: unknown) => boolean;
      isArray: (value: unknown) => boolean;
    };
    expect([null, undefined, 0, ''].map(utilities.isNullOrUndefined)).toEqual([true, true, false, false]);
    expect(utilities.isArray([])).toBe(true);
  });

  it('leaves tfjs as talkative as it was', async () => {
    const before = tf.env().getBool('PROD');
    await createTensorflowExecutor(standIn);
    expect(tf.env().getBool('PROD')).toBe(before);
  });

  it('is on the GPU only if TensorFlow says so', async () => {
    const executor = await createTensorflowExecutor(standIn);
    const backend = tf.backend() as unknown as { isUsingGpuDevice?: boolean };
    backend.isUsingGpuDevice = true;
    try {
      expect((await createTensorflowExecutor(standIn)).device).toMatch(/NVIDIA/);
    } finally {
      delete backend.isUsingGpuDevice;
    }
    expect(executor.device).toBe(cpuName());
  });
});

describe('tensorflow that cannot be had', () => {
  it('is not installed', async () => {
    expect(findTensorflow([folderWith({})])).toBeNull();
    await expect(createTensorflowExecutor(null)).rejects.toThrow(
      /^TensorFlow is not installed: npm install @tensorflow\/tfjs-node-gpu/,
    );
  });

  it('has another major version, and is not even loaded', async () => {
    const found = findTensorflow([
      folderWith({ '@tensorflow/tfjs-node': { version: '3.21.1', code: 'throw new Error("loaded")' } }),
    ]);
    await expect(createTensorflowExecutor(found)).rejects.toThrow(
      '@tensorflow/tfjs-node 3.21.1 is installed, but Critic works with 4.x: npm install @tensorflow/tfjs-node@4.',
    );
  });

  it('does not load', async () => {
    const code = 'throw new Error("The native addon (tfjs_binding.node) can not be found. \\nPlease run")';
    const found = findTensorflow([folderWith({ '@tensorflow/tfjs-node': { version: '4.22.0', code } })]);
    await expect(createTensorflowExecutor(found)).rejects.toThrow(
      '@tensorflow/tfjs-node 4.22.0 is installed but does not load (The native addon (tfjs_binding.node) can not be found.): npm rebuild @tensorflow/tfjs-node.',
    );
  });
});

describe('the search for tensorflow', () => {
  const cpu = { '@tensorflow/tfjs-node': { version: '4.22.0', code: 'exports.which = "cpu"' } };
  const gpu = { '@tensorflow/tfjs-node-gpu': { version: '4.20.0', code: 'exports.which = "gpu"' } };

  it('prefers the GPU build, in whichever folder it lies', () => {
    const both = findTensorflow([folderWith({ ...cpu, ...gpu })]);
    expect(both).toMatchObject({ name: '@tensorflow/tfjs-node-gpu', version: '4.20.0' });
    expect(both?.load()).toEqual({ which: 'gpu' });
    expect(findTensorflow([folderWith(cpu), folderWith(gpu)])?.name).toBe('@tensorflow/tfjs-node-gpu');
    expect(findTensorflow([folderWith({}), folderWith(cpu)])?.name).toBe('@tensorflow/tfjs-node');
  });

  it('looks in the folders above, and passes over a package without a readable manifest', () => {
    const folder = folderWith(cpu);
    mkdirSync(join(folder, 'deep/er'), { recursive: true });
    expect(findTensorflow([join(folder, 'deep/er')])?.folder).toBe(
      join(folder, 'node_modules/@tensorflow/tfjs-node'),
    );
    const damaged = folderWith(cpu);
    writeFileSync(join(damaged, 'node_modules/@tensorflow/tfjs-node/package.json'), '{');
    expect(findTensorflow([damaged])).toBeNull();
  });
});
