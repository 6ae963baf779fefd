// Runs the gradient cases on onnx:webgpu in a process of its own and collects what comes back.

import { fork } from 'node:child_process';
import { bundled } from '../unit/executors/bundled.ts';
import type { Answer, Job } from './gradient-child.ts';
import type { Derivatives } from './gradient-cases.ts';
import { findWebgpu } from './webgpu.ts';

export type WebgpuRun =
  | { readonly kind: 'skipped'; readonly reason: string }
  | { readonly kind: 'ran'; readonly result: (name: string) => Derivatives };

/** Computes every job's derivatives. A job without a result throws when it is asked for. */
export async function webgpuDerivatives(jobs: readonly Job[]): Promise<WebgpuRun> {
  const webgpu = findWebgpu();
  if (webgpu.kind === 'none') return { kind: 'skipped', reason: webgpu.reason };
  const entry = await bundled('test/parity/gradient-child.ts');
  const answers: Answer[] = [];
  const ending = await new Promise<string>((resolve) => {
    const child = fork(entry, [], {
      env: webgpu.environment,
      execArgv: [],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    child.on('message', (answer) => answers.push(answer as Answer));
    child.on('close', (code, signal) => {
      resolve(signal ?? `exit code ${String(code)}`);
    });
    child.send(jobs);
  });
  const refused = answers.find((answer) => answer.kind === 'refused');
  if (refused !== undefined && webgpu.name !== 'SwiftShader') {
    return {
      kind: 'skipped',
      reason: `onnx:webgpu is not tested: ${webgpu.name} does not open (${refused.error})`,
    };
  }
  return {
    kind: 'ran',
    result(name) {
      const answer = answers.find((one) => 'name' in one && one.name === name);
      if (answer?.kind === 'derivatives') return answer.derivatives;
      const error =
        answer?.kind === 'failed' ? answer.error : (refused?.error ?? `the process ended with ${ending}`);
      throw new Error(`onnx:webgpu gave no gradients of ${name}: ${error}`);
    },
  };
}
