// Every experiment, in the order in which they are listed.

import { architectures } from './architectures.ts';
import { criticContours } from './critic-contours.ts';
import { emEstimate } from './em-estimate.ts';
import type { Experiment, Length } from './experiment.ts';
import { jsEstimate } from './js-estimate.ts';
import { lambda } from './lambda.ts';
import { modes } from './modes.ts';
import { stackedMnist } from './stacked-mnist.ts';
import { unstableGradient } from './unstable-gradient.ts';
import { vanishingGradient } from './vanishing-gradient.ts';

export const experiments: readonly Experiment[] = [
  emEstimate,
  jsEstimate,
  architectures,
  vanishingGradient,
  unstableGradient,
  criticContours,
  lambda,
  modes,
  stackedMnist,
];

/** What the runs of an experiment are kept under, wherever they were started. */
export const experimentGroup = ({ id }: Experiment, length: Length): string => `iterations/${id}-${length}`;

export function findExperiment(id: string): Experiment | undefined {
  return experiments.find((entry) => entry.id === id);
}
