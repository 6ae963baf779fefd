// A studio: the generator of one checkpoint, kept open to draw whatever it is asked for. It answers requests in their
// order, except that searches through the training data go on only while nothing else is asked.

import { DataError } from '../datasets/dataset.ts';
import { loadDataset, openDataset } from '../datasets/catalog.ts';
import { tensorsOf } from '../gan/checkpoint-tensors.ts';
import type { CommandQueue } from '../gan/commands.ts';
import { fieldExtent } from '../gan/critic-field.ts';
import { latentDirections } from '../gan/latent-directions.ts';
import { buildModel } from '../gan/model.ts';
import { createSampler } from '../gan/sampler.ts';
import { isToy, sampleShape } from '../spec/data-facts.ts';
import { readCheckpoint } from '../store/checkpoint-file.ts';
import { toBytes, type StoredValues } from './eight-bits.ts';
import type { DrawnContent, StudioAnswer, StudioMessage, StudioReply, StudioRequest } from './messages.ts';
import { findNearest, TrainingValues, type Nearest } from './nearest.ts';
import { first, readOrRefuse, type OpenExecutor } from './opening.ts';
import type { TrainerPort } from './port.ts';
import { checkedLatents, checkedSamples, Declined, latentsOf } from './studio-requests.ts';

/**
 * Up to so many samples are drawn by a step of their own: somebody moves a slider and waits. Fewer than eight at a time
 * would round in another way than the grids of a run do.
 */
const few = 8;

/** A search that has not found everything yet. */
interface Search {
  readonly id: number;
  readonly slices: Generator<undefined, Nearest>;
}

/** Opens the studio and serves requests for as long as this process lives; returns only where it is refused. */
export async function serveStudio(
  port: TrainerPort,
  message: StudioMessage,
  requests: CommandQueue<StudioRequest>,
  openExecutor: OpenExecutor,
): Promise<void> {
  const opened = await readOrRefuse(port, () => open(message));
  if (opened === undefined) return;
  const { model, tensors, answer } = opened;
  const { spec } = message;
  const executor = await openExecutor(message.engine);
  const samplers = {
    few: await createSampler(model, executor, few),
    many: await createSampler(model, executor),
  };
  const state = await executor.load(tensors);
  await port.post(answer);

  let training: TrainingValues | null = null;
  const searches: Search[] = [];
  /** Null where the answer comes later. */
  const replyTo = async (request: StudioRequest): Promise<StudioReply | null> => {
    const { kind, id } = request;
    switch (kind) {
      case 'draw': {
        const latents = checkedLatents(spec, request.latents);
        const sampler = latents.length <= few * answer.z ? samplers.few : samplers.many;
        const drawn = await sampler.draw(state, latents);
        return { kind: 'drawn', id, content: contentOf(asStored(drawn, model.sample), model.sample) };
      }
      case 'latents':
        return { kind: 'latents', id, latents: latentsOf(spec, request) };
      case 'nearest': {
        const samples = checkedSamples(model.sample, request.samples);
        training ??= await openTraining(message);
        searches.push({ id, slices: findNearest(training, samples) });
        return null;
      }
    }
  };

  for (;;) {
    const request = searches.length === 0 ? await requests.next() : requests.take();
    const reply =
      request === undefined ? goOn(searches, model.sample) : await orDeclined(request, replyTo(request));
    if (reply !== null) await port.post(reply);
    // Lets requests in.
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** @throws StoreError @throws CheckpointMismatch @throws DataError */
function open({ spec, checkpoint, iteration, resourcesDir }: StudioMessage) {
  const model = buildModel(spec, sampleShape(spec.data));
  const saved = readCheckpoint(checkpoint, iteration);
  const { parameters, statistics } = model.generator;
  const needed = [...parameters, ...statistics].map((one) => [one.name, one] as const);
  const tensors = tensorsOf(saved.tensors, needed);
  const answer: StudioAnswer = {
    kind: 'studio',
    z: spec.latent.size,
    directions: latentDirections(model, tensors),
    extent: isToy(spec.data) ? fieldExtent(first(openDataset(spec.data, resourcesDir).train, 2)) : null,
  };
  return { model, tensors, answer };
}

/** @throws DataError, as a rejection, when the data cannot be read, or are others than those of the run */
async function openTraining({ spec, resourcesDir, dataFingerprint }: StudioMessage): Promise<TrainingValues> {
  const { train, shape, fingerprint, title } = await loadDataset(spec.data, resourcesDir);
  if (fingerprint !== dataFingerprint) {
    throw new DataError(
      `${title}: the data are not the ones that the run was trained on, so its samples cannot be compared with them; ` +
        'bring the files back as they were.',
    );
  }
  return new TrainingValues(train, shape);
}

/** Does a slice of the oldest search; its answer where that was the last one. */
function goOn(searches: Search[], sample: readonly number[]): StudioReply | null {
  const { id, slices } = searches[0];
  const { done, value } = slices.next();
  if (done !== true) return null;
  searches.shift();
  const { indices, distances, values } = value;
  return { kind: 'nearest', id, indices, distances, content: contentOf(values, sample) };
}

async function orDeclined(
  { id }: StudioRequest,
  reply: Promise<StudioReply | null>,
): Promise<StudioReply | null> {
  try {
    return await reply;
  } catch (error) {
    if (!(error instanceof Declined || error instanceof DataError)) throw error;
    return { kind: 'declined', id, message: error.message };
  }
}

const asStored = (values: Float32Array, sample: readonly number[]): StoredValues =>
  sample.length === 3 ? toBytes(values) : values;

function contentOf(values: StoredValues, sample: readonly number[]): DrawnContent {
  const volume = sample.reduce((product, size) => product * size, 1);
  const shape = [values.length / volume, ...sample];
  return values instanceof Uint8Array
    ? { kind: 'images', shape, pixels: values }
    : { kind: 'points', shape, points: values };
}
