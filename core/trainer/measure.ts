// Measures a run at its checkpoints, thoroughly, at low priority, in a process of its own: training is not held up.

import { loadDataset } from '../datasets/catalog.ts';
import { DataError, type Dataset, type OnProgress } from '../datasets/dataset.ts';
import { CheckpointMismatch, tensorsOf } from '../gan/checkpoint-tensors.ts';
import { fillLatents } from '../gan/latent.ts';
import { buildModel, type Model } from '../gan/model.ts';
import { openSampler, type Sampler } from '../gan/sampler.ts';
import type { Executor, State } from '../executors/executor.ts';
import type { Rows } from '../metrics/metric.ts';
import { RandomStream } from '../nn/random.ts';
import { fewestSamples, measurementFacts, usualSamples, usualStacks } from '../spec/measurement.ts';
import { readCheckpoint } from '../store/checkpoint-file.ts';
import { StoreError } from '../store/errors.ts';
import type { NoiseFloor } from '../store/measurements.ts';
import { protocolSeed } from './evaluation.ts';
import { openBench, workOf, type Measuring } from './measure-bench.ts';
import { classMeasurings } from './measure-classes.ts';
import { floorWork, liveFloors, measureFloors } from './measure-floors.ts';
import { memoryMeasuring } from './measure-memory.ts';
import type { MeasuredValue, MeasureMessage } from './measure-messages.ts';
import { drawingStacks, stackedMeasuring, type DrawStacks } from './measure-stacked.ts';
import { readOrRefuse, tellProgress, type OpenExecutor } from './opening.ts';
import type { TrainerPort } from './port.ts';

/** Beside the work of measurements. */
const drawingWork = 2;
const liveFloorWork = 5;
const memoryFloorWork = 1;
const stackedFloorWork = 10;

/** Serves one request; resolves when there is nothing more to say. */
export async function serveMeasuring(
  port: TrainerPort,
  message: MeasureMessage,
  openExecutor: OpenExecutor,
): Promise<void> {
  const opened = await readOrRefuse(port, () => openMeasuring(message, tellProgress(port)));
  if (opened === undefined) return;
  const { dataset, count } = opened;
  const executor = await openExecutor(message.engine);
  const bench = [
    ...openBench(dataset, count),
    ...classMeasurings(dataset, count, executor, message.cacheDir),
  ];
  const memory = memoryMeasuring(dataset, count);
  const measurings = [...bench, memory];
  const stacks = message.samples ?? usualStacks;
  const stacked = stackedMeasuring(dataset, stacks, executor, message.cacheDir);

  const missing = missingFloors(message, dataset, { count, stacks });
  const perCheckpoint = drawingWork + workOf(measurings) + (stacked?.work ?? 0);
  const of =
    message.checkpoints.length * perCheckpoint +
    (missing.live ? liveFloorWork : 0) +
    (stacked !== null && missing.stacked ? stackedFloorWork : 0) +
    (missing.bench ? floorWork(dataset, bench) + memoryFloorWork : 0);
  let done = 0;
  const tell = async (step: string, work: number): Promise<void> => {
    await port.post({ kind: 'progress', step, done, of });
    done += work;
  };

  const drawing = await openDrawing(message, dataset, executor, count);
  for (const [at, { iteration, path }] of message.checkpoints.entries()) {
    const step = `Iteration ${iteration}`;
    done = at * perCheckpoint;
    await tell(`${step}: drawing samples`, drawingWork);
    const drawn = await drawAt(drawing, executor, path, iteration);
    if (typeof drawn === 'string') {
      await port.post({ kind: 'unmeasured', iteration, message: drawn });
      continue;
    }
    const { generated } = drawn;
    const values: MeasuredValue[] = [];
    for (const measuring of measurings) {
      await tell(`${step}: ${measuring.step.toLowerCase()}`, measuring.work);
      values.push(...(await measuring.measure(generated)));
    }
    if (stacked !== null) {
      await tell(`${step}: ${stacked.step.toLowerCase()}`, stacked.work);
      values.push(...(await stacked.measure(drawn.more)));
    }
    drawn.state.dispose();
    await port.post({ kind: 'measured', iteration, values });
  }
  done = message.checkpoints.length * perCheckpoint;

  if (missing.live) {
    await tell('Noise floor of the live charts', liveFloorWork);
    await port.post({ kind: 'floors', floors: liveFloors(dataset, message.spec.evaluate.samples) });
  }
  if (stacked !== null && missing.stacked) {
    await tell(`Noise floor: ${stacked.step.toLowerCase()}`, stackedFloorWork);
    await port.post({ kind: 'floors', floors: await stacked.floors() });
  }
  if (missing.bench) {
    await tell('Noise floor: looking for training samples', memoryFloorWork);
    const ofMemory = memory.floor();
    if (ofMemory !== null) await port.post({ kind: 'floors', floors: [ofMemory] });
    const floors = await inSteps(measureFloors(dataset, bench, count), tell);
    await port.post({ kind: 'floors', floors });
  }
  await executor.dispose();
  await port.post({ kind: 'measuring-done' });
}

/** @throws DataError, as a rejection, with sentences for data that are not there, are others, or are too few */
async function openMeasuring(
  { spec, resourcesDir, dataFingerprint, samples }: MeasureMessage,
  onProgress: OnProgress,
) {
  const dataset = await loadDataset(spec.data, resourcesDir, onProgress);
  const { title, fingerprint, heldOut, train } = dataset;
  if (fingerprint !== dataFingerprint) {
    throw new DataError(
      `${title}: the data are not the ones that the run was trained on, so it cannot be measured with them; ` +
        'bring the files back as they were.',
    );
  }
  const count = Math.min(samples ?? usualSamples, heldOut.count);
  if (count < fewestSamples || train.count < fewestSamples) {
    throw new DataError(
      `${title} holds out ${heldOut.count} samples and trains on ${train.count}; to be measured, ` +
        `a run needs at least ${fewestSamples} of either.`,
    );
  }
  return { dataset, count };
}

/** Whether any of the floors has to be computed. */
function missingFloors(
  { known, spec }: MeasureMessage,
  { shape, heldOut }: Dataset,
  { count, stacks }: { readonly count: number; readonly stacks: number },
) {
  const isKnown = (key: NoiseFloor['key'], samples: number): boolean =>
    known.some(
      (one) => one.key === key && one.samples === samples && one.protocol === measurementFacts[key].version,
    );
  const live = shape.length === 1 ? 'w1' : 'sliced_wasserstein';
  const evaluated = spec.evaluate.samples;
  // A floor of an earlier protocol says that there was one, so there will be one again.
  const isOutdated = known.some(({ key, samples }) => samples === count && !isKnown(key, samples));
  return {
    live: evaluated <= heldOut.count && !isKnown(live, evaluated),
    // All of them come together; this one is measured with all samples.
    bench: isOutdated || !isKnown('nn_accuracy', count),
    stacked: !isKnown('stacked_kl', stacks),
  };
}

interface Drawing {
  readonly model: Model;
  readonly sampler: Sampler;
  /** The same for every run with such latents, and other ones than any run is trained or looked at with. */
  readonly latents: Float32Array;
  readonly count: number;
}

async function openDrawing(
  { spec }: MeasureMessage,
  dataset: Dataset,
  executor: Executor,
  count: number,
): Promise<Drawing> {
  const model = buildModel(spec, dataset.shape);
  const stream = RandomStream.of(protocolSeed, 'evaluation');
  const latents = fillLatents(spec.latent, stream, new Float32Array(count * spec.latent.size));
  return { model, sampler: await openSampler(model, executor, dataset.train), latents, count };
}

/** What a checkpoint draws. */
interface Drawn {
  readonly generated: Rows;
  /** Any number of samples, some at a time. */
  readonly more: DrawStacks;
  /** To be disposed of when nothing more is drawn. */
  readonly state: State;
}

/** Samples of a checkpoint, or a sentence on why there are none. */
async function drawAt(
  { model, sampler, latents, count }: Drawing,
  executor: Executor,
  path: string,
  iteration: number,
): Promise<Drawn | string> {
  const { parameters, statistics } = model.generator;
  try {
    const saved = readCheckpoint(path, iteration);
    const needed = [...parameters, ...statistics].map((one) => [one.name, one] as const);
    const state = await executor.load(tensorsOf(saved.tensors, needed));
    const data = await sampler.draw(state, latents);
    if (!data.every(Number.isFinite)) {
      state.dispose();
      return `At iteration ${iteration} the generator draws NaN or infinite values, so nothing can be measured; measure an earlier checkpoint.`;
    }
    const generated = { count, volume: data.length / count, data };
    return { generated, more: drawingStacks(model, sampler, state), state };
  } catch (error) {
    if (error instanceof StoreError || error instanceof CheckpointMismatch) return error.message;
    throw error;
  }
}

type Step = Pick<Measuring, 'step' | 'work'>;

async function inSteps<T>(
  steps: AsyncGenerator<Step, T>,
  tell: (step: string, work: number) => Promise<void>,
): Promise<T> {
  for (;;) {
    const { done, value } = await steps.next();
    if (done === true) return value;
    await tell(value.step, value.work);
  }
}
