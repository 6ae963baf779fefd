// Specifications and data small enough to train in a blink.

import { BatchOrder } from '../../core/datasets/batches.ts';
import type { Executor } from '../../core/executors/executor.ts';
import { CommandQueue } from '../../core/gan/commands.ts';
import type { Checkpoint, FieldExtent, TrainEvent } from '../../core/gan/events.ts';
import { buildModel } from '../../core/gan/model.ts';
import { train, type TrainDeps } from '../../core/gan/train.ts';
import { RandomStream } from '../../core/nn/random.ts';
import type { RunSpec } from '../../core/spec/run-spec.ts';

const mlp = { kind: 'mlp', hidden: [8], activation: 'relu', norm: 'none', init: 'he' } as const;
const adam = { kind: 'adam', lr: 1e-3, beta1: 0.5, beta2: 0.9, epsilon: 1e-8 } as const;

/** 12 iterations of WGAN-GP on points; odd sizes, so that nothing fits by chance. */
export const tinySpec: RunSpec = {
  format: 1,
  name: 'tiny',
  data: { kind: '8gaussians' },
  latent: { size: 3, distribution: 'normal' },
  generator: { ...mlp, norm: 'batch' },
  critic: mlp,
  objective: { kind: 'wgan-gp', lambda: 0.1, nCritic: 3 },
  penalty: { kind: 'none' },
  ema: { decay: 0 },
  optimizer: { generator: adam, critic: adam },
  batch: 5,
  iterations: 12,
  seed: 7,
  warmup: { criticSteps: 0, iterations: 0, every: 0 },
  evaluate: { every: 4, samples: 33 },
  grid: { columns: 3, rows: 2, every: 8 },
  checkpoint: { every: 5 },
};

/** A fixed set of 23 points: an epoch ends inside a batch. */
const points = RandomStream.of(1, 'data-order').fillNormal(new Float32Array(46));

export function tinyData(seed: number, samplesDrawn = 0): TrainDeps['data'] {
  return {
    order: new BatchOrder(23, seed, samplesDrawn),
    samples: {
      count: 23,
      read(indices, into) {
        for (let i = 0; i < indices.length; i += 1) {
          into.set(points.subarray(2 * indices[i], 2 * indices[i] + 2), 2 * i);
        }
      },
    },
  };
}

/** A clock that moves by 10 ms each time somebody looks at it. */
export function tickingClock(): () => number {
  let now = 0;
  return () => (now += 10);
}

/** Depends on every value of every sample. */
const evaluateMean: TrainDeps['evaluate'] = (samples) => ({
  w1: samples.reduce((sum, value, at) => sum + value * (1 + (at % 7)), 0) / samples.length,
});

export interface TinyOptions {
  readonly from?: Checkpoint;
  readonly seconds?: number;
  readonly commands?: CommandQueue;
  readonly clock?: () => number;
  readonly field?: FieldExtent;
  /** Called with each event before the next is asked for. */
  readonly onEvent?: (event: TrainEvent) => void;
}

/** Trains on the fixed points, and gives all events. */
export async function trainTiny(
  executor: Executor,
  spec: RunSpec,
  { onEvent, commands = new CommandQueue(), clock = tickingClock(), field, from, seconds }: TinyOptions = {},
): Promise<TrainEvent[]> {
  const events: TrainEvent[] = [];
  const deps: TrainDeps = {
    executor,
    data: tinyData(spec.seed, from?.samplesDrawn),
    evaluate: evaluateMean,
    clock,
    commands,
    ...(field === undefined ? {} : { field }),
    ...(from === undefined ? {} : { from }),
    ...(seconds === undefined ? {} : { seconds }),
  };
  for await (const event of train(buildModel(spec, [2]), deps)) {
    events.push(event);
    onEvent?.(event);
  }
  return events;
}

/** The events of one kind. */
export function only<K extends TrainEvent['kind']>(
  events: readonly TrainEvent[],
  kind: K,
): Extract<TrainEvent, { kind: K }>[] {
  return events.filter((event): event is Extract<TrainEvent, { kind: K }> => event.kind === kind);
}
