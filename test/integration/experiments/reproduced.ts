// A lab whose runs were really trained, for a few iterations and with small networks.

import { BatchOrder } from '../../../core/datasets/batches.ts';
import type { Arm, Experiment, Lab, TrainedArm } from '../../../core/experiments/experiment.ts';
import { createOnnxExecutor } from '../../../core/executors/onnx/executor.ts';
import { CommandQueue } from '../../../core/gan/commands.ts';
import { buildModel } from '../../../core/gan/model.ts';
import { train } from '../../../core/gan/train.ts';
import { RandomStream } from '../../../core/nn/random.ts';
import { sampleShape } from '../../../core/spec/data-facts.ts';
import type { RunSpec } from '../../../core/spec/run-spec.ts';
import { applySettings } from '../../../core/spec/set-path.ts';
import type { Store } from '../../../core/store/store.ts';
import { stackedBars } from '../../support/bars.ts';
import { tickingClock } from '../../support/tiny.ts';
import { saveCheckpoint, start } from '../../unit/store/support.ts';

const openExecutor = () => createOnnxExecutor({ provider: 'cpu', device: 'test', threads: 1 });
const count = 40;

/** Noise in place of the data. */
function openData(spec: RunSpec) {
  const volume = sampleShape(spec.data).reduce((product, edge) => product * edge, 1);
  const data = RandomStream.of(3, 'evaluation').fillUniform(new Float32Array(count * volume), -1, 1);
  return {
    order: new BatchOrder(count, spec.seed),
    samples: {
      count,
      read(indices: ArrayLike<number>, into: Float32Array) {
        for (let i = 0; i < indices.length; i += 1) {
          into.set(data.subarray(indices[i] * volume, (indices[i] + 1) * volume), i * volume);
        }
      },
    },
  };
}

/** Trains every arm with the settings and two seeds. */
export async function reproduced(
  store: Store,
  experiment: Experiment,
  settings: readonly string[],
): Promise<Lab> {
  const trained: TrainedArm[] = [];
  for (const arm of experiment.arms('desk')) {
    for (const seed of [1, 2]) {
      const set = applySettings({ ...arm.spec, seed }, settings);
      if ('problems' in set) throw new Error(set.problems.map(({ sentence }) => sentence).join(' '));
      trained.push(await trainArm(store, { ...arm, spec: set.spec }));
    }
  }
  const points = RandomStream.of(9, 'evaluation').fillNormal(new Float32Array(64));
  return {
    ...{ store, length: 'desk', trained, openData, openExecutor, work: {} },
    openDataset: () => stackedBars(28),
    heldOut: ({ spec }) => (sampleShape(spec.data).length === 1 ? points : new Float32Array(0)),
  };
}

async function trainArm(store: Store, arm: Arm): Promise<TrainedArm> {
  const { spec } = arm;
  const sample = sampleShape(spec.data);
  const executor = await openExecutor();
  const { id } = store.runs.create(spec);
  store.runs.start(id, start);
  const events = train(buildModel(spec, sample), {
    executor,
    data: openData(spec),
    evaluate: () => ({
      w1: 0.5,
      sliced_wasserstein: 0.25,
      sample_spread: 1,
      modes: 3,
      high_quality: 0.5,
      reverse_kl: 0.1,
    }),
    ...(sample.length === 1 ? { field: { xMin: -2, xMax: 2, yMin: -2, yMax: 2 } } : {}),
    clock: tickingClock(),
    commands: new CommandQueue(),
  });
  for await (const event of events) {
    if (event.kind === 'metrics') store.series.append(id, [event]);
    if (event.kind === 'samples') store.samples.save(id, event);
    if (event.kind === 'checkpoint') saveCheckpoint(store, id, event);
  }
  await executor.dispose();
  return { arm, seed: spec.seed, run: store.runs.setStatus(id, 'completed') };
}
