// What looking at the networks costs beside training them, told apart by the events that a run gives out: each comes
// when what it tells of has just been computed.

import { BatchOrder } from '../../core/datasets/batches.ts';
import type { Dataset } from '../../core/datasets/dataset.ts';
import type { Executor } from '../../core/executors/executor.ts';
import { CommandQueue } from '../../core/gan/commands.ts';
import { createGradientLook } from '../../core/gan/gradient-look.ts';
import { buildModel } from '../../core/gan/model.ts';
import { train } from '../../core/gan/train.ts';
import type { RunSpec } from '../../core/spec/run-spec.ts';
import { createEvaluation } from '../../core/trainer/evaluation.ts';

/** A run to be looked at, and where. */
export interface Subject {
  readonly spec: RunSpec;
  readonly dataset: Dataset;
  readonly executor: Executor;
  /** Empty; for files. */
  readonly folder: string;
  readonly resourcesDir: string;
}

export interface LookingCosts {
  /** Of an iteration in which nothing is looked at. */
  readonly iterationMs: number;
  readonly parts: readonly {
    readonly what: string;
    readonly ms: number;
    /** Iterations between two of them by the specification's schedule. */
    readonly every: number;
    /** Of the time of the iterations alone. */
    readonly share: number;
  }[];
  /** The steps behind the histograms of gradients. */
  readonly look: { readonly compileMs: number; readonly mebibytes: number };
}

/** Iterations between two looks here. */
const spacing = 4;

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

export async function lookingCosts(
  { spec, dataset, executor }: Subject,
  rounds: number,
): Promise<LookingCosts> {
  const often: RunSpec = {
    ...spec,
    iterations: spacing * (rounds + 1),
    evaluate: { ...spec.evaluate, every: spacing },
    grid: { ...spec.grid, every: spacing },
    checkpoint: { every: spacing },
  };
  const model = buildModel(often, dataset.shape);
  const compiling = performance.now();
  const before = process.memoryUsage().rss;
  const gradients = await createGradientLook(model, executor, dataset.train, new Float32Array(1));
  const look = {
    compileMs: performance.now() - compiling,
    mebibytes: (process.memoryUsage().rss - before) / 2 ** 20,
  };
  await gradients.dispose();

  const times = { plain: [], looked: [], histograms: [], samples: [], checkpoint: [] } as Record<
    'plain' | 'looked' | 'histograms' | 'samples' | 'checkpoint',
    number[]
  >;
  const events = train(model, {
    executor,
    data: { order: new BatchOrder(dataset.train.count, spec.seed), samples: dataset.train },
    evaluate: createEvaluation(dataset, spec.evaluate.samples),
    clock: () => performance.now(),
    commands: new CommandQueue(),
  });
  let since = performance.now();
  let grids = 0;
  for await (const event of events) {
    const took = performance.now() - since;
    // The first ones also warm up.
    if ('iteration' in event && event.iteration > spacing) {
      if (event.kind === 'metrics') times[event.iteration % spacing === 0 ? 'looked' : 'plain'].push(took);
      if (event.kind === 'histograms' || event.kind === 'checkpoint') times[event.kind].push(took);
      // Every series of a grid; the fixed one is the last.
      if (event.kind === 'samples') grids += took;
      if (event.kind === 'samples' && event.series === 'fixed') {
        times.samples.push(grids);
        grids = 0;
      }
    }
    since = performance.now();
  }
  const iterationMs = median(times.plain);
  const part = (what: string, ms: number, every: number) => ({
    ...{ what, ms, every, share: ms / (every * iterationMs) },
  });
  return {
    iterationMs,
    parts: [
      part('an evaluation', median(times.looked) - iterationMs, spec.evaluate.every),
      part('histograms of weights and gradients', median(times.histograms), spec.evaluate.every),
      part('a grid of samples', median(times.samples), spec.grid.every),
      part('reading a checkpoint', median(times.checkpoint), spec.checkpoint.every),
    ],
    look,
  };
}
