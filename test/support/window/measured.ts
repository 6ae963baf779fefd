// What the made-up host has measured of its runs: values that get better from checkpoint to checkpoint.

import type { Measurement, MeasurementsOf, NoiseFloor } from '../../../core/protocol/contract.ts';
import { isToy } from '../../../core/spec/data-facts.ts';
import type { MeasurementKey } from '../../../core/spec/measurement.ts';
import type { RunSpec } from '../../../core/spec/run-spec.ts';

type Entry = readonly [key: MeasurementKey, bad: number, good: number, mean: number, deviation: number];

const common: readonly Entry[] = [
  ['mmd2', 0.08, 0.004, 0, 0.0004],
  ['nn_accuracy', 0.99, 0.71, 0.502, 0.009],
  ['precision', 0.21, 0.83, 0.97, 0.004],
  ['recall', 0.05, 0.58, 0.97, 0.005],
  ['density', 0.1, 0.91, 1, 0.01],
  ['coverage', 0.08, 0.72, 0.971, 0.006],
  ['nearest_training', 1.9, 1.02, 1, 0.05],
];
const ofToys: readonly Entry[] = [['w1', 0.6, 0.05, 0.042, 0.016], ...common, ['modes', 3, 8, 8, 0]];
const ofImages: readonly Entry[] = [
  ['sliced_wasserstein', 0.5, 0.06, 0.021, 0.002],
  ['swd_pyramid', 190, 34, 6.1, 0.4],
  ...common,
];

export function madeUpMeasurements(
  run: string,
  spec: RunSpec,
  iterations: readonly number[],
): MeasurementsOf {
  const entries = isToy(spec.data) ? ofToys : ofImages;
  const samples = 2000;
  const values: Measurement[] = iterations.flatMap((iteration, at) =>
    entries.map(([key, bad, good]) => ({
      ...{ iteration, key, samples, protocol: 1, at: 1_750_000_000_000 },
      value: bad + ((good - bad) * (at + 1)) / iterations.length,
    })),
  );
  const floorOf = ([key, , , mean, deviation]: Entry, count: number): NoiseFloor => ({
    ...{ key, samples: count, protocol: 1, mean, deviation, repeats: 8 },
  });
  const { samples: evaluated } = spec.evaluate;
  const floors = [
    ...entries.map((entry) => floorOf(entry, samples)),
    ...(evaluated === samples ? [] : [floorOf(entries[0], evaluated)]),
  ];
  return { run, values, floors, evaluated };
}
