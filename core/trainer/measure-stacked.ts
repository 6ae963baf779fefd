// What a classifier of single digits, trained here, says of stacks of three of them: how many of the modes a generator
// reaches, and how far their shares are from those of the data (core/metrics/stacked.ts).

import type { Dataset } from '../datasets/dataset.ts';
import type { Executor, State } from '../executors/executor.ts';
import { fillLatents } from '../gan/latent.ts';
import type { Model } from '../gan/model.ts';
import type { Sampler } from '../gan/sampler.ts';
import type { Rows } from '../metrics/metric.ts';
import { countStacks, digitShares } from '../metrics/stacked.ts';
import { RandomStream } from '../nn/random.ts';
import { measurementFacts } from '../spec/measurement.ts';
import type { NoiseFloor } from '../store/measurements.ts';
import { protocolSeed } from './evaluation.ts';
import { readRows } from './measure-bench.ts';
import { hasClasses, leastAccuracy, openClassifier, type Classifier } from './measure-classifier.ts';
import { summary } from './measure-memory.ts';
import type { MeasuredValue } from './measure-messages.ts';

/** Stacks of a generator, some at a time. */
export type DrawStacks = (count: number) => AsyncIterable<Rows>;

export interface StackedMeasuring {
  readonly step: string;
  /** As of the other measurings: measure-bench.ts. */
  readonly work: number;
  /** Stacks that are drawn. */
  readonly samples: number;
  /** Nothing where the classifier cannot tell digits, or a generator draws what is not finite. */
  readonly measure: (draw: DrawStacks) => Promise<readonly MeasuredValue[]>;
  /** What stacks of held-out digits get, drawn anew for each repeat: the classifier's errors are in it. */
  readonly floors: () => Promise<readonly NoiseFloor[]>;
}

const epochs = 5;
const floorRepeats = 32;
/** Images that are read or drawn at a time. */
const atOnce = 1000;

interface Opened {
  readonly classifier: Classifier;
  /** Of the digits that are trained on. */
  readonly shares: Float64Array;
  /** What the classifier sees in every held-out digit. */
  readonly seen: Uint16Array;
  /** Share of held-out digits whose class it finds. */
  readonly accuracy: number;
}

/** Null for data that are no stacks of labelled digits. The classifier is opened when something is measured. */
export function stackedMeasuring(
  { digits }: Dataset,
  samples: number,
  executor: Executor,
  cacheDir: string,
): StackedMeasuring | null {
  if (digits === undefined || !hasClasses(digits)) return null;
  const open = async (): Promise<Opened> => {
    const classifier = await openClassifier(digits, executor, cacheDir, epochs);
    const seen = new Uint16Array(digits.heldOut.count);
    const volume = digits.shape.reduce((product, edge) => product * edge, 1);
    for (let from = 0; from < seen.length; from += atOnce) {
      const some = Math.min(atOnce, seen.length - from);
      const rows = readRows(
        digits.heldOut,
        volume,
        Array.from({ length: some }, (_, i) => from + i),
      );
      seen.set((await classifier.classify(rows)).classes, from);
    }
    const right = seen.filter((one, at) => one === digits.heldOut.labels[at]).length;
    const shares = digitShares(digits.train.labels, digits.classes.length);
    return { classifier, shares, seen, accuracy: right / seen.length };
  };
  let opening: Promise<Opened> | null = null;
  return {
    step: 'Counting modes of stacks',
    work: 60,
    samples,
    async measure(draw) {
      const { classifier, shares, accuracy } = await (opening ??= open());
      if (accuracy < leastAccuracy) return [];
      const found = new Uint16Array(3 * samples);
      let done = 0;
      for await (const stacks of draw(samples)) {
        if (!stacks.data.every(Number.isFinite)) return [];
        found.set((await classifier.classify(channelsOf(stacks))).classes, done);
        done += 3 * stacks.count;
      }
      const { modes, kl } = countStacks(found, shares);
      return [
        { key: 'stacked_modes', value: modes, samples },
        { key: 'stacked_kl', value: kl, samples },
        { key: 'stacked_accuracy', value: accuracy, samples },
      ];
    },
    async floors() {
      const { shares, seen, accuracy } = await (opening ??= open());
      if (accuracy < leastAccuracy) return [];
      const stream = RandomStream.of(protocolSeed, 'data-order');
      const repeats = Array.from({ length: floorRepeats }, () =>
        countStacks(
          Uint16Array.from({ length: 3 * samples }, () => seen[stream.integer(seen.length)]),
          shares,
        ),
      );
      const floor = (key: 'stacked_modes' | 'stacked_kl', values: readonly number[]): NoiseFloor => ({
        ...{ key, samples, protocol: measurementFacts[key].version },
        ...summary(values),
        repeats: values.length,
      });
      return [
        floor(
          'stacked_modes',
          repeats.map(({ modes }) => modes),
        ),
        floor(
          'stacked_kl',
          repeats.map(({ kl }) => kl),
        ),
      ];
    },
  };
}

/** From the same latents every time; as few images at a time as fit into memory whatever their number is. */
export function drawingStacks({ spec }: Model, sampler: Sampler, state: State): DrawStacks {
  const { latent } = spec;
  return async function* (count) {
    const stream = RandomStream.of(protocolSeed, 'evaluation');
    for (let from = 0; from < count; from += atOnce) {
      const some = Math.min(atOnce, count - from);
      const latents = fillLatents(latent, stream, new Float32Array(some * latent.size));
      const data = await sampler.draw(state, latents);
      yield { count: some, volume: data.length / some, data };
    }
  };
}

/** The three channels of every image, one after another as images of their own. */
function channelsOf({ count, volume, data }: Rows): Rows {
  const area = volume / 3;
  const planes = new Float32Array(count * volume);
  for (let image = 0; image < count; image += 1) {
    for (let c = 0; c < 3; c += 1) {
      for (let k = 0; k < area; k += 1) {
        planes[(3 * image + c) * area + k] = data[image * volume + 3 * k + c];
      }
    }
  }
  return { count: 3 * count, volume: area, data: planes };
}
