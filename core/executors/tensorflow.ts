// The tensorflow executor: TensorFlow's native library through tfjs-node, where the user has installed it.
//
// tfjs-node brings its own copy of tfjs-core, yet its backend and kernels reach ours: tfjs keeps its engine in
// `global._tfengine` and its registries of kernels and gradients in `global._tfGlobals`, made by whichever copy is
// loaded first, and recognises tensors by their shape, not their class. That holds within one major version, so
// others are refused before they are loaded. The registry of gradients being shared has a price: tfjs-node
// registers tfjs's own, unrepaired, over ours. Ours are put back after loading.

import { createRequire } from 'node:module';
import * as tf from '@tensorflow/tfjs-core';
import type { GradConfig } from '@tensorflow/tfjs-core';
import { installGradients } from '../autograd/second-order.ts';
import { useBackend } from './backend.ts';
import { cpuName, gpuNames } from './devices.ts';
import { createEagerExecutor } from './eager.ts';
import type { Executor } from './executor.ts';
import { findTensorflow } from './tensorflow-package.ts';
import type { TensorflowPackage } from './tensorflow-package.ts';

/** Name under which both builds register. */
const backendName = 'tensorflow';
const supportedMajor = '4';

const howToInstall =
  'npm install @tensorflow/tfjs-node-gpu (NVIDIA GPU with CUDA 11, Linux or Windows) or npm install @tensorflow/tfjs-node';

/**
 * Opens the executor.
 *
 * @throws Error with a sentence that says what to do: TensorFlow is not installed, has another version, or does
 * not load.
 */
export async function createTensorflowExecutor(
  found: TensorflowPackage | null = findTensorflow(),
): Promise<Executor> {
  if (found === null) throw new Error(`TensorFlow is not installed: ${howToInstall}, then start again.`);
  const { name, version } = found;
  if (version.split('.')[0] !== supportedMajor) {
    throw new Error(
      `${name} ${version} is installed, but Critic works with ${supportedMajor}.x: npm install ${name}@${supportedMajor}.`,
    );
  }
  installGradients();
  try {
    restoreUtilities();
    keepingGradients(() => {
      quietly(found.load);
    });
  } catch (error) {
    const [reason] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw new Error(
      `${name} ${version} is installed but does not load (${reason.trim()}): npm rebuild ${name}.`,
      {
        cause: error,
      },
    );
  }
  if ((tf.findBackendFactory(backendName) as unknown) === null) {
    throw new Error(
      `${name} ${version} was loaded but did not register with this copy of tfjs: reinstall it with npm install ${name}@${tf.version_core}.`,
    );
  }
  await useBackend(backendName);
  return createEagerExecutor({
    id: 'tensorflow',
    device: deviceName(tf.backend()),
    version: `${name.replace('@tensorflow/', '')} ${version}`,
    deterministic: false,
    backend: backendName,
  });
}

/** tfjs-node's backend says whether TensorFlow found a GPU; the GPU build computes on the processor if not. */
function deviceName(backend: object): string {
  const onGpu = 'isUsingGpuDevice' in backend && backend.isUsingGpuDevice === true;
  if (!onGpu) return cpuName();
  return gpuNames().find((name) => name.includes('NVIDIA')) ?? 'an NVIDIA GPU';
}

/**
 * tfjs-node 4.22 calls `util.isNullOrUndefined` and `util.isArray`, which Node 23 and later lack or are about to
 * (tensorflow/tfjs pull request 8425, merged and never released).
 */
function restoreUtilities(): void {
  const utilities = createRequire(import.meta.url)('node:util') as Record<string, unknown>;
  utilities['isNullOrUndefined'] ??= (value: unknown): boolean => value === null || value === undefined;
  utilities['isArray'] ??= Array.isArray;
}

/** Keeps tfjs from reporting, kernel by kernel, that a second copy of it registers what the first did. */
function quietly(load: () => unknown): void {
  const environment = tf.env();
  const before = environment.getBool('PROD');
  environment.set('PROD', true);
  try {
    load();
  } finally {
    environment.set('PROD', before);
  }
}

/** Runs `load` and takes back what it does to the gradients that are registered. */
function keepingGradients(load: () => void): void {
  const registry = (globalThis as { _tfGlobals?: ReadonlyMap<string, unknown> })._tfGlobals?.get(
    'gradRegistry',
  );
  if (!(registry instanceof Map)) throw new Error('tfjs keeps its gradients elsewhere in this version');
  const gradients = registry as Map<string, GradConfig>;
  const ours = new Map(gradients);
  try {
    load();
  } finally {
    for (const [kernelName, gradient] of ours) gradients.set(kernelName, gradient);
  }
}
