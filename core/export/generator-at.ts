// The generator of a run as one of its checkpoints has it.

import type { HostTensor } from '../executors/executor.ts';
import { CheckpointMismatch, tensorsOf } from '../gan/checkpoint-tensors.ts';
import type { Checkpoint } from '../gan/events.ts';
import { buildModel, type Model } from '../gan/model.ts';
import { sampleShape } from '../spec/data-facts.ts';
import type { RunRecord } from '../store/run-record.ts';
import type { Store } from '../store/store.ts';
import { ExportError } from './errors.ts';

export interface SavedGenerator {
  readonly model: Model;
  readonly checkpoint: Checkpoint;
  /** Weights and running statistics, by name. */
  readonly tensors: Readonly<Record<string, HostTensor>>;
}

/**
 * @param iteration of the checkpoint; the newest one that is whole unless given
 * @throws ExportError when there is no checkpoint or nothing that was trained, StoreError when it is damaged
 */
export function generatorAt(store: Store, run: RunRecord, iteration: number | undefined): SavedGenerator {
  if (run.spec.generator.kind === 'real-plus-noise') {
    throw new ExportError(
      `The run ${run.id} has no generator to export: its samples are real points with noise. Export its points or its metrics instead.`,
    );
  }
  const checkpoint = checkpointOf(store, run, iteration);
  const model = buildModel(run.spec, sampleShape(run.spec.data));
  const { parameters, statistics } = model.generator;
  const expected = [...parameters, ...statistics].map((one) => [one.name, one] as const);
  try {
    return { model, checkpoint, tensors: tensorsOf(checkpoint.tensors, expected) };
  } catch (cause) {
    if (!(cause instanceof CheckpointMismatch)) throw cause;
    throw new ExportError(`The run ${run.id} cannot be exported: ${cause.message}`, { cause });
  }
}

function checkpointOf(store: Store, { id }: RunRecord, iteration: number | undefined): Checkpoint {
  const there = store.checkpoints.list(id).map((step) => step.iteration);
  if (there.length === 0) {
    throw new ExportError(
      `The run ${id} has no checkpoint to take the generator from; save one while it trains, or let it end.`,
    );
  }
  if (iteration === undefined) return store.checkpoints.latest(id)!.checkpoint;
  if (there.includes(iteration)) return store.checkpoints.read(id, iteration);
  throw new ExportError(
    `The run ${id} has no checkpoint of iteration ${iteration}; there ${there.length === 1 ? 'is one' : 'are some'} of ${there.join(', ')}.`,
  );
}
