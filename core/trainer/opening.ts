// What is opened before anything is computed: the data, with everything that can be refused about them, and the engine.

import { loadDataset } from '../datasets/catalog.ts';
import { DataError, type Dataset, type OnProgress, type Samples } from '../datasets/dataset.ts';
import { CheckpointMismatch } from '../gan/checkpoint-tensors.ts';
import { fieldExtent } from '../gan/critic-field.ts';
import type { Executor } from '../executors/executor.ts';
import type { FieldExtent, Scalars } from '../gan/events.ts';
import { hasErrors } from '../spec/problem.ts';
import type { RunSpec } from '../spec/run-spec.ts';
import { validateSpec } from '../spec/validate.ts';
import { StoreError } from '../store/errors.ts';
import { createEvaluation } from './evaluation.ts';
import type { ChosenEngine } from './messages.ts';
import type { TrainerPort } from './port.ts';

export type OpenExecutor = (engine: ChosenEngine) => Promise<Executor>;

export interface RunData {
  readonly dataset: Dataset;
  readonly evaluate: (generated: Float32Array) => Scalars;
  /** For points: where the critic is shown, the same for every run on these data. */
  readonly field: { readonly field?: FieldExtent };
}

/** Rejects with a DataError that has sentences for data, or a spec, that cannot be used. */
export async function openRunData(
  spec: RunSpec,
  resourcesDir: string,
  onProgress?: OnProgress,
): Promise<RunData> {
  const dataset = await loadDataset(spec.data, resourcesDir, onProgress);
  checkSpec(spec, dataset);
  const evaluate = createEvaluation(dataset, spec.evaluate.samples);
  const inPlane = dataset.shape.length === 1;
  return { dataset, evaluate, field: inPlane ? { field: fieldExtent(first(dataset.train, 2)) } : {} };
}

/** What can be known only with the data at hand, such as a batch larger than an IDX file. */
function checkSpec(spec: RunSpec, { train: { count }, heldOut }: Dataset): void {
  const problems = validateSpec(spec, { train: count, heldOut: heldOut.count });
  if (hasErrors(problems)) throw new DataError(problems.map(({ sentence }) => sentence).join(' '));
}

/** The first `count` samples, of `volume` values each; all when no count is given. */
export function first(samples: Samples, volume: number, count = samples.count): Float32Array {
  const values = new Float32Array(count * volume);
  samples.read(
    Uint32Array.from({ length: count }, (_, i) => i),
    values,
  );
  return values;
}

/** What `read` gives, or undefined where the data or a checkpoint cannot be used: then the host has been told. */
export async function readOrRefuse<T>(port: TrainerPort, read: () => T | Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    const wrong = [DataError, StoreError, CheckpointMismatch].some((kind) => error instanceof kind);
    if (!(error instanceof Error && wrong)) throw error;
    await port.post({ kind: 'refused', message: error.message });
    return undefined;
  }
}

/** Milliseconds between two messages of progress. */
const tellEvery = 200;

/** Tells the host how far the data are, a few times a second. */
export function tellProgress(port: TrainerPort): OnProgress {
  let told = -Infinity;
  return (step, done, of) => {
    const now = performance.now();
    if (now - told < tellEvery) return;
    told = now;
    void port.post({ kind: 'progress', step, done, of });
  };
}
