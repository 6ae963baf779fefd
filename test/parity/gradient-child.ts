// A process of its own for the cases on onnx:webgpu, where a fault of the driver ends the process.

import type { Shape } from '../../core/executors/executor.ts';
import { createOnnxExecutor } from '../../core/executors/onnx/executor.ts';
import { differentiate, gradientCases, numbersOf } from './gradient-cases.ts';
import type { Derivatives } from './gradient-cases.ts';

export interface Job {
  readonly name: string;
  readonly outputs: Shape;
}
export type Answer =
  | { readonly kind: 'opened' }
  | { readonly kind: 'refused'; readonly error: string }
  | { readonly kind: 'derivatives'; readonly name: string; readonly derivatives: Derivatives }
  | { readonly kind: 'failed'; readonly name: string; readonly error: string };

const tell = (answer: Answer): void => {
  process.send!(answer);
};
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

process.once('message', (jobs) => {
  work(jobs as readonly Job[]).then(
    () => {
      process.disconnect();
    },
    (error: unknown) => {
      tell({ kind: 'refused', error: messageOf(error) });
      process.disconnect();
    },
  );
});

async function work(jobs: readonly Job[]): Promise<void> {
  const executor = await createOnnxExecutor({ provider: 'webgpu', device: 'test' });
  tell({ kind: 'opened' });
  for (const { name, outputs } of jobs) {
    const one = gradientCases.find((candidate) => candidate.name === name)!;
    const numbers = numbersOf(one, outputs);
    try {
      const [derivatives] = await differentiate(executor, one, outputs, numbers, [numbers.inputs]);
      tell({ kind: 'derivatives', name, derivatives });
    } catch (error) {
      tell({ kind: 'failed', name, error: messageOf(error) });
    }
  }
  await executor.dispose();
}
