// A run that was really trained, for a few iterations on noise.

import { BatchOrder } from '../../../core/datasets/batches.ts';
import { createOnnxExecutor } from '../../../core/executors/onnx/executor.ts';
import { CommandQueue } from '../../../core/gan/commands.ts';
import { buildModel } from '../../../core/gan/model.ts';
import { train } from '../../../core/gan/train.ts';
import { RandomStream } from '../../../core/nn/random.ts';
import { sampleShape } from '../../../core/spec/data-facts.ts';
import type { RunSpec } from '../../../core/spec/run-spec.ts';
import type { Store } from '../../../core/store/store.ts';
import { tickingClock } from '../../support/tiny.ts';
import { saveCheckpoint, start } from '../../unit/store/support.ts';

/** Keeps grids and checkpoints. */
export async function trained(store: Store, spec: RunSpec): Promise<string> {
  const executor = await createOnnxExecutor({ provider: 'cpu', device: 'test', threads: 1 });
  const sample = sampleShape(spec.data);
  const volume = sample.reduce((product, size) => product * size, 1);
  const data = RandomStream.of(3, 'evaluation').fillUniform(new Float32Array(20 * volume), -1, 1);
  const { id } = store.runs.create(spec);
  store.runs.start(id, start);
  const deps = {
    executor,
    data: {
      order: new BatchOrder(20, spec.seed),
      samples: {
        count: 20,
        read(indices: ArrayLike<number>, into: Float32Array) {
          for (let i = 0; i < indices.length; i += 1) {
            into.set(data.subarray(indices[i] * volume, (indices[i] + 1) * volume), i * volume);
          }
        },
      },
    },
    evaluate: () => ({}),
    clock: tickingClock(),
    commands: new CommandQueue(),
  };
  for await (const event of train(buildModel(spec, sample), deps)) {
    if (event.kind === 'samples') store.samples.save(id, event);
    if (event.kind === 'checkpoint') saveCheckpoint(store, id, event);
  }
  await executor.dispose();
  store.runs.setStatus(id, 'completed');
  return id;
}
