// A bench for samples: held-out data with everything about them that is the same for every set of samples that is
// measured against them.

import type { Dataset, Samples } from '../datasets/dataset.ts';
import { evaluate, heldOutRows } from '../metrics/catalog.ts';
import { distanceTriple, squaredDistances } from '../metrics/distances.ts';
import type { Images } from '../metrics/laplacian-pyramid.ts';
import { medianDistance, mmdSquared } from '../metrics/mmd.ts';
import type { Rows } from '../metrics/metric.ts';
import { densityNeighbours, nearestNeighbourTest, neighbourhoods } from '../metrics/neighbours.ts';
import { principalComponents, project } from '../metrics/principal-components.ts';
import { pyramidDistance } from '../metrics/pyramid-distance.ts';
import { maxTransportPoints } from '../metrics/transport.ts';
import { smallestLevel } from '../metrics/laplacian-pyramid.ts';
import type { MeasurementKey } from '../spec/measurement.ts';
import { protocolSeed } from './evaluation.ts';
import type { MeasuredValue } from './measure-messages.ts';

/** Images whose patches are compared: 65,536 patches on each level. */
const pyramidImages = 512;
/** Pixels up to which images are compared as they are. */
const rawPixels = 32 * 32;
const componentCount = 50;
/** Training images that the components are of. */
const componentImages = 1000;

/** One kind of measurement: a step of progress. */
export interface Measuring {
  readonly step: string;
  /** How long it takes beside the others: about tenths of a second for 2,000 images of 28 pixels. */
  readonly work: number;
  /** Nothing where the samples do not allow it. Blocks for seconds. */
  readonly measure: (generated: Rows) => readonly MeasuredValue[] | Promise<readonly MeasuredValue[]>;
}

export const workOf = (measurings: readonly Pick<Measuring, 'work'>[]): number =>
  measurings.reduce((sum, { work }) => sum + work, 0);

/** The measurements that fit the data, for `count` samples of either kind. Reads the held-out samples at once. */
export function openBench(dataset: Dataset, count: number): readonly Measuring[] {
  const heldOut = heldOutRows(dataset, count);
  const { shape } = dataset;
  const isImages = shape.length === 3;
  const hasPyramid = isImages && Math.min(shape[0], shape[1]) >= smallestLevel;
  return [
    {
      step: 'Comparing samples',
      work: 1,
      measure: (generated) => plainDistances(dataset, generated, heldOut),
    },
    ...(hasPyramid ? [pyramidMeasuring(shape, heldOut)] : []),
    neighbourMeasuring(dataset, heldOut),
  ];
}

/** Rows of indices of a set, one after another. */
export function readRows(samples: Samples, volume: number, indices: ArrayLike<number>): Rows {
  const data = new Float32Array(indices.length * volume);
  samples.read(indices, data);
  return { count: indices.length, volume, data };
}

export function firstRows({ volume, data }: Rows, count: number): Rows {
  return { count, volume, data: data.subarray(0, count * volume) };
}

const liveKeys = [
  ...(['w1', 'sliced_wasserstein', 'modes', 'high_quality', 'reverse_kl'] as const),
] satisfies readonly MeasurementKey[];

/** What is measured while a run trains as well, in the same way. */
export function plainDistances(dataset: Dataset, generated: Rows, heldOut: Rows): readonly MeasuredValue[] {
  const samples =
    dataset.shape.length === 1 ? Math.min(generated.count, maxTransportPoints) : generated.count;
  const found = evaluate(dataset, firstRows(generated, samples), firstRows(heldOut, samples), protocolSeed);
  return liveKeys.flatMap((key) => {
    const value = found[key];
    return value === undefined ? [] : [{ key, value, samples }];
  });
}

function pyramidMeasuring(shape: readonly number[], heldOut: Rows): Measuring {
  const count = Math.min(pyramidImages, heldOut.count);
  const imagesOf = (rows: Rows): Images => ({
    ...{ count, height: shape[0], width: shape[1], channels: shape[2] },
    data: firstRows(rows, count).data,
  });
  return {
    step: 'Comparing patches',
    work: 30,
    measure(generated) {
      const levels = pyramidDistance(imagesOf(heldOut), imagesOf(generated), protocolSeed);
      const mean = levels.reduce((sum, { distance }) => sum + distance, 0) / levels.length;
      return [
        { key: 'swd_pyramid', value: mean, samples: count },
        ...levels.map(({ edge, distance }) => ({ key: levelKey(edge), value: distance, samples: count })),
      ];
    },
  };
}

function levelKey(edge: number): MeasurementKey {
  if (edge >= 128) return 'swd_pyramid_128';
  if (edge >= 64) return 'swd_pyramid_64';
  return edge >= 32 ? 'swd_pyramid_32' : 'swd_pyramid_16';
}

function neighbourMeasuring(dataset: Dataset, heldOut: Rows): Measuring {
  const featuresOf = featureSpace(dataset);
  // Only where somebody asks for it: components take a while.
  let known: { readonly real: Rows; readonly within: Float32Array; readonly median: number } | null = null;
  return {
    step: 'Comparing neighbours',
    work: 30,
    measure(generated) {
      if (known === null) {
        const real = featuresOf(heldOut);
        const within = squaredDistances(real, real);
        known = { real, within, median: medianDistance(within, real.count) };
      }
      const samples = generated.count;
      const distances = distanceTriple(known.real, featuresOf(generated), known.within);
      const values: [MeasurementKey, number][] = [];
      if (known.median > 0) values.push(['mmd2', mmdSquared(distances, known.median)]);
      const test = nearestNeighbourTest(distances);
      values.push(['nn_accuracy', test.accuracy], ['nn_real', test.real], ['nn_generated', test.generated]);
      if (samples > densityNeighbours) {
        const { precision, recall, density, coverage } = neighbourhoods(distances);
        values.push(
          ['precision', precision],
          ['recall', recall],
          ['density', density],
          ['coverage', coverage],
        );
      }
      return values.map(([key, value]) => ({ key, value, samples }));
    },
  };
}

/** Points and small images as they are; larger images as their principal components. */
function featureSpace({ shape, train }: Dataset): (rows: Rows) => Rows {
  if (shape.length !== 3 || shape[0] * shape[1] <= rawPixels) return (rows) => rows;
  const volume = shape.reduce((product, edge) => product * edge, 1);
  const count = Math.min(componentImages, train.count);
  // Spread over the set, which may be sorted by class.
  const indices = Array.from({ length: count }, (_, at) => Math.floor((at * train.count) / count));
  const space = principalComponents(readRows(train, volume, indices), componentCount, protocolSeed);
  return (rows) => project(rows, space);
}
