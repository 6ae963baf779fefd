// Every experiment, in the order in which they are listed.

import { architectures } from './architectures.ts';
import { criticContours } from './critic-contours.ts';
import { emEstimate } from './em-estimate.ts';
import type { Experiment, Length } from './experiment.ts';
import { gradientNorms } from './gradient-norms.ts';
import { jsEstimate } from './js-estimate.ts';
import { lambda } from './lambda.ts';
import { modes } from './modes.ts';
import { unstableGradient, vanishingGradient } from './perfect-discriminator.ts';
import { stackedMnist } from './stacked-mnist.ts';

export const experiments: readonly Experiment[] = [
  emEstimate,
  jsEstimate,
  architectures,
  vanishingGradient,
  unstableGradient,
  criticContours,
  gradientNorms,
  lambda,
  modes,
  stackedMnist,
];

/** What the runs of an experiment are kept under, wherever they were started. */
export const experimentGroup = ({ id }: Experiment, length: Length): string => `iterations/${id}-${length}`;

export function findExperiment(id: string): Experiment | undefined {
  return experiments.find((entry) => entry.id === id);
}
