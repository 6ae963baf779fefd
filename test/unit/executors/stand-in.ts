// Stands in for tfjs-node where its native library cannot be had: another copy of tfjs-core (the CommonJS one, as
// tfjs-node loads it) that registers a backend named `tensorflow`, computing in JavaScript, and that overwrites
// gradients as tfjs-node does.

import { createRequire } from 'node:module';
import type * as cpu from '@tensorflow/tfjs-backend-cpu';
import type * as tf from '@tensorflow/tfjs-core';
import type { TensorflowPackage } from '../../../core/executors/tensorflow-package.ts';

type Core = typeof tf;
type CpuBackend = typeof cpu;

export const standIn: TensorflowPackage = {
  name: '@tensorflow/tfjs-node',
  version: '4.22.0',
  folder: import.meta.dirname,
  load() {
    const require = createRequire(import.meta.url);
    const core = require('@tensorflow/tfjs-core') as Core;
    const { MathBackendCPU } = require('@tensorflow/tfjs-backend-cpu') as CpuBackend;
    core.registerBackend('tensorflow', () => new MathBackendCPU(), 3);
    for (const kernel of core.getKernelsForBackend('cpu')) {
      core.registerKernel({ ...kernel, backendName: 'tensorflow' });
    }
    // tfjs's own gradient of tanh, which saves its output and gives wrong second derivatives.
    core.registerGradient({
      kernelName: core.Tanh,
      outputsToSave: [true],
      gradFunc: (dy, [y]) => ({ x: () => core.mul(core.sub(1, core.square(y)), dy as typeof y) }),
    });
    return core;
  },
};
