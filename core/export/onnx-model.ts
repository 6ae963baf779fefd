// The generator of a run as an ONNX model that any runtime can draw samples with: `z` [N, size] in, `samples` out, for
// any N. It is what the run's own sampler computes, norms with their running statistics.

import type { HostTensor } from '../executors/executor.ts';
import { elementTypes } from '../executors/onnx/model-schema.ts';
import { record } from '../executors/onnx/recorder.ts';
import type { Checkpoint } from '../gan/events.ts';
import { samplePhase } from '../gan/phases.ts';
import { dataWords, objectiveWords } from '../spec/words.ts';
import type { RunRecord } from '../store/run-record.ts';
import type { Store } from '../store/store.ts';
import { generatorAt } from './generator-at.ts';
import {
  decodeModel,
  encodeModel,
  type ModelProto,
  type TensorProto,
  type ValueProto,
} from './onnx-proto.ts';

/**
 * The model's file.
 * @param iteration of the checkpoint; the newest one that is whole unless given
 * @throws ExportError when there is no checkpoint, StoreError when there is no such run or the checkpoint is damaged;
 * as a rejection
 */
export async function generatorModel(store: Store, runId: string, iteration?: number): Promise<Uint8Array> {
  const run = store.runs.get(runId);
  const { model, checkpoint, tensors } = generatorAt(store, run, iteration);
  const recording = await record(samplePhase(model, recordedBatch), 'native');
  return encodeModel(
    withWeights(decodeModel(recording.model), tensors, describe(run, checkpoint, model.sample)),
  );
}

/** No other size is this one, so that it can be told apart in what was recorded. */
const recordedBatch = 104_729;
/** As a shape has it: whatever is left. */
const free = -1;
const batchName = 'N';

/** The recorded step with its weights inside, for batches of any size. */
function withWeights(
  { graph, ...rest }: ModelProto,
  tensors: Readonly<Record<string, HostTensor>>,
  metadata: Readonly<Record<string, string>>,
): ModelProto {
  const weights = graph.input.filter(({ name }) => name !== 'latent').map(({ name }) => name);
  const initializer = [
    ...weights.map((name) => tensorProto(name, tensors[name])),
    ...graph.initializer.map((constant) => withFreeBatch(constant, graph.node)),
  ];
  const renamed = (name: string): string => (name === 'latent' ? 'z' : name);
  const [z] = graph.input.filter(({ name }) => name === 'latent');
  return {
    ...rest,
    producerName: 'Critic',
    docString: metadata['description'] ?? '',
    graph: {
      ...graph,
      name: 'generator',
      node: graph.node.map((node) => ({ ...node, input: node.input.map(renamed) })),
      initializer,
      input: [described(z, 'z', metadata['input.z'])],
      output: graph.output.map((value) => described(value, value.name, metadata['output.samples'])),
    },
    metadataProps: Object.entries(metadata).map(([key, value]) => ({ key, value })),
  };
}

function tensorProto(name: string, { shape, data }: HostTensor): TensorProto {
  const rawData = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return { name, dims: shape, dataType: elementTypes.float, rawData };
}

/** A constant that says how large a batch is, made to say that it may be any. */
function withFreeBatch(constant: TensorProto, nodes: ModelProto['graph']['node']): TensorProto {
  if (constant.dataType !== elementTypes.int64) return constant;
  // Copied, as numbers must start at a multiple of their size.
  const sizes = new BigInt64Array(new Uint8Array(constant.rawData).buffer);
  const batch = BigInt(recordedBatch);
  if (!sizes.some((size) => size % batch === 0n && size !== 0n)) return constant;
  const users = nodes.filter(({ input }) => input.includes(constant.name));
  const isShape = users.every(({ opType, input }) => opType === 'Reshape' && input[1] === constant.name);
  if (!isShape || sizes.slice(1).some((size) => size % batch === 0n)) {
    throw new Error(`The batch size is inside "${constant.name}", which is not the shape of a reshape.`);
  }
  sizes[0] = BigInt(free);
  return { ...constant, rawData: new Uint8Array(sizes.buffer) };
}

function described(value: ValueProto, name: string, docString = ''): ValueProto {
  const { elemType, shape } = value.type.tensorType;
  const dim = [{ dimParam: batchName }, ...shape.dim.slice(1)];
  return { name, type: { tensorType: { elemType, shape: { dim } } }, docString };
}

/** What a user of the model has to know, and where it comes from. All values are text. */
function describe(
  { id, name, spec }: RunRecord,
  { iteration, criticUpdates }: Checkpoint,
  sample: readonly number[],
): Record<string, string> {
  const { size, distribution } = spec.latent;
  const prior = distribution === 'normal' ? 'N(0, 1)' : 'U(-1, 1)';
  const isImage = sample.length === 3;
  const layout = isImage ? '[N, height, width, channels]' : '[N, 2]';
  const range = isImage
    ? 'in [-1, 1]; as bytes: round((value + 1) * 127.5)'
    : 'points in the plane, in the units of the data';
  return {
    description: `Generator of the run "${name}" at iteration ${iteration}: ${objectiveWords(spec.objective)}, trained on ${dataWords(spec.data)}.${spec.ema.decay > 0 ? ' Its weights are those of the last update, not their moving average.' : ''}`,
    'input.z': `float32 [N, ${size}], every number from ${prior}`,
    'output.samples': `float32 ${layout} = [N, ${sample.join(', ')}], ${range}`,
    'latent.size': String(size),
    'latent.distribution': distribution,
    'sample.shape': JSON.stringify(sample),
    'sample.layout': isImage ? 'NHWC' : 'NC',
    'sample.range': isImage ? '[-1, 1]' : 'unbounded',
    'run.name': name,
    'run.id': id,
    'run.iteration': String(iteration),
    'run.criticUpdates': String(criticUpdates),
    'run.spec': JSON.stringify(spec),
  };
}
