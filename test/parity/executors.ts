// The executors that are held against PyTorch's numbers.

import { createOnnxExecutor } from '../../core/executors/onnx/executor.ts';
import { createReferenceExecutor } from '../../core/executors/reference.ts';
import type { Executor } from '../../core/executors/executor.ts';

export const executors: readonly {
  readonly id: string;
  readonly open: () => Promise<Executor>;
}[] = [
  { id: 'reference', open: createReferenceExecutor },
  { id: 'onnx:cpu', open: () => createOnnxExecutor({ provider: 'cpu', device: 'test', threads: 1 }) },
];
