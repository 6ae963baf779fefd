// What can be measured of a generator at a checkpoint, thoroughly and in a process of its own: what each number is called,
// by which protocol it comes about, and which way is better.

import { metricFacts, type MetricFacts } from './metric.ts';

export const measurementKeys = [
  'w1',
  'sliced_wasserstein',
  'swd_pyramid',
  'swd_pyramid_16',
  'swd_pyramid_32',
  'swd_pyramid_64',
  'swd_pyramid_128',
  'mmd2',
  'nn_accuracy',
  'nn_real',
  'nn_generated',
  'precision',
  'recall',
  'density',
  'coverage',
  'nearest_training',
  'modes',
  'high_quality',
  'reverse_kl',
  'class_tv',
  'class_kl',
  'classifier_frechet',
  'stacked_modes',
  'stacked_kl',
  'stacked_accuracy',
] as const;
export type MeasurementKey = (typeof measurementKeys)[number];

export interface MeasurementFacts extends Omit<MetricFacts, 'better'> {
  /** Towards what a better generator moves it; a number where neither more nor less is better. */
  readonly better: 'lower' | 'higher' | number;
  /** How it comes about, in a few words and with its source. */
  readonly protocol: string;
  /** Raised when the same samples would give another number: values of different versions are not compared. */
  readonly version: number;
}

const space = 'raw pixels up to 32 × 32, else the first 50 principal components of training images';

const stackedProtocol =
  'VEEGAN and PacGAN, who take 26,000 samples; a classifier trained here on single training digits sees each channel';

function levelFacts(from: number, to: string): MeasurementFacts {
  return {
    title: `SWD, Laplacian level of ${from}${to} px`,
    short: `SWD ${from} px`,
    unit: 'distance',
    better: 'lower',
    meaning:
      `Sliced Wasserstein distance between 7 × 7 patches on the level of the Laplacian pyramid with ${from}${to} pixels. ` +
      'Fine levels see texture and sharpness, the coarsest one sees shapes.',
    protocol: 'Karras et al. 2018: 128 patches per image, normalised per channel, 4 × 128 directions, × 10³',
    version: 1,
  };
}

export const measurementFacts: Readonly<Record<MeasurementKey, MeasurementFacts>> = {
  w1: {
    title: 'Exact W₁',
    short: 'W1',
    unit: 'distance',
    better: 'lower',
    meaning:
      'The earth mover’s distance between generated and held-out points, solved exactly. Two samples of the same data are not at 0 but at the noise floor.',
    protocol: 'Optimal assignment of at most 2,048 points to as many held-out ones',
    version: 1,
  },
  sliced_wasserstein: {
    title: 'Sliced Wasserstein on pixels',
    short: 'SWD pixels',
    unit: 'distance',
    better: 'lower',
    meaning:
      'Root mean squared one-dimensional distance of raw pixels along random directions. It sees overall brightness and shape, hardly sharpness.',
    protocol: 'SW₂ of pixels in [−1, 1] along 64 fixed directions',
    version: 1,
  },
  swd_pyramid: {
    title: 'SWD on the Laplacian pyramid',
    short: 'SWD pyramid',
    unit: 'distance',
    better: 'lower',
    meaning:
      'Sliced Wasserstein distance between small patches of generated and held-out images, as a mean over the levels of their Laplacian pyramids. It sees sharpness and texture that pixel distances miss.',
    protocol:
      'Karras et al. 2018: 7 × 7 patches, 128 per image, normalised per channel, 4 × 128 directions, × 10³; at most 512 images here, 16,384 in the paper',
    version: 1,
  },
  swd_pyramid_16: levelFacts(16, ' to 31'),
  swd_pyramid_32: levelFacts(32, ' to 63'),
  swd_pyramid_64: levelFacts(64, ' to 127'),
  swd_pyramid_128: levelFacts(128, ' or more'),
  mmd2: {
    title: 'MMD² (RBF mixture)',
    short: 'MMD²',
    unit: 'distance',
    better: 'lower',
    meaning:
      'Squared maximum mean discrepancy: how far apart the two sets are for smooth functions of several widths. The unbiased estimate is near 0 for equal distributions, and may be a little below.',
    protocol: `Gretton et al. 2012, unbiased; Gaussians of ¼, ½, 1, 2 and 4 times the median distance of held-out samples; on ${space}`,
    version: 1,
  },
  nn_accuracy: {
    title: '1-NN two-sample accuracy',
    short: '1-NN',
    unit: 'share',
    better: 0.5,
    meaning:
      'How often the nearest neighbour of a sample is of its own set. 50 % cannot be told apart, 100 % is separate, and below 50 % generated samples sit on real ones.',
    protocol: `Lopez-Paz and Oquab 2017, leave-one-out; on ${space}`,
    version: 1,
  },
  nn_real: {
    title: '1-NN accuracy, real samples',
    short: '1-NN real',
    unit: 'share',
    better: 0.5,
    meaning:
      'Share of held-out samples whose nearest neighbour is real. High where the generator leaves data out.',
    protocol: `Xu et al. 2018, leave-one-out; on ${space}`,
    version: 1,
  },
  nn_generated: {
    title: '1-NN accuracy, generated samples',
    short: '1-NN generated',
    unit: 'share',
    better: 0.5,
    meaning:
      'Share of generated samples whose nearest neighbour is generated. High where they are near each other and off the data.',
    protocol: `Xu et al. 2018, leave-one-out; on ${space}`,
    version: 1,
  },
  precision: {
    title: 'Improved precision (k = 3)',
    short: 'precision',
    unit: 'share',
    better: 'higher',
    meaning: 'Share of generated samples that lie where held-out ones do. Low: samples that look wrong.',
    protocol: `Kynkäänniemi et al. 2019, k = 3; on ${space}`,
    version: 1,
  },
  recall: {
    title: 'Improved recall (k = 3)',
    short: 'recall',
    unit: 'share',
    better: 'higher',
    meaning:
      'Share of held-out samples that lie where generated ones do. Low: parts of the data are never generated.',
    protocol: `Kynkäänniemi et al. 2019, k = 3; on ${space}`,
    version: 1,
  },
  density: {
    title: 'Density (k = 5)',
    short: 'density',
    unit: 'ratio',
    better: 'higher',
    meaning:
      'How many held-out neighbourhoods a generated sample lies in, divided by what is expected. Near 1 for the data; above 1 where samples crowd at the densest places.',
    protocol: `Naeem et al. 2020, k = 5; on ${space}`,
    version: 1,
  },
  coverage: {
    title: 'Coverage (k = 5)',
    short: 'coverage',
    unit: 'share',
    better: 'higher',
    meaning:
      'Share of held-out neighbourhoods with a generated sample inside. The data themselves reach about 97 %, not 100 %.',
    protocol: `Naeem et al. 2020, k = 5; on ${space}`,
    version: 1,
  },
  nearest_training: {
    title: 'Nearest training sample, relative',
    short: 'memorisation',
    unit: 'ratio',
    better: 1,
    meaning:
      'Median distance of generated samples to their nearest training sample, divided by the same of held-out samples. Near 1 is as far as new data are; far below 1 the generator repeats training samples; above 1 it is off the data.',
    protocol: 'Euclidean over eight-bit pixels or coordinates, against the whole training set',
    version: 1,
  },
  modes: {
    ...metricFacts.modes,
    better: 'higher',
    protocol: 'VEEGAN and PacGAN, who take 2,500 samples',
    version: 1,
  },
  high_quality: {
    ...metricFacts.high_quality,
    better: 'higher',
    protocol: 'VEEGAN and PacGAN, who take 2,500 samples',
    version: 1,
  },
  reverse_kl: {
    ...metricFacts.reverse_kl,
    better: 'lower',
    protocol: 'PacGAN; a perfect sampler of K modes is near (K − 1) / 2n',
    version: 1,
  },
  class_tv: {
    title: 'Class imbalance (total variation)',
    short: 'class TV',
    unit: 'share',
    better: 'lower',
    meaning:
      'Share of generated samples that would have to change class to be balanced as the held-out ones are, as a classifier trained here sees classes. 0 is balanced.',
    protocol:
      'Half the sum of differences of class shares; a classifier trained here on the training images, at most 32 pixels',
    version: 2,
  },
  class_kl: {
    title: 'Class imbalance (KL)',
    short: 'class KL',
    unit: 'nats',
    better: 'lower',
    meaning:
      'KL from the class shares of generated samples to those of held-out ones, as a classifier trained here sees classes. log K where all are of one of K classes.',
    protocol: 'KL of class shares; a classifier trained here on the training images, at most 32 pixels',
    version: 2,
  },
  classifier_frechet: {
    title: 'Fréchet distance, classifier features',
    short: 'Fréchet (classifier)',
    unit: 'distance',
    better: 'lower',
    meaning:
      'Fréchet distance between generated and held-out images in the features of a small classifier trained here. It is not FID, whose features are those of another network: compare it between runs on the same data only.',
    protocol:
      'Gaussians in the 64 features before the last layer of a classifier trained here on the training images, at most 32 pixels',
    version: 2,
  },
  stacked_modes: {
    title: 'Modes of stacked digits (of 1,000)',
    short: 'modes of stacks',
    unit: 'modes',
    better: 'higher',
    meaning:
      'How many of the combinations of three classes have at least one generated stack, as a classifier of single digits trained here sees them. Its errors reach modes too: a generator that draws what is no digit is seen in more modes than it has.',
    protocol: stackedProtocol,
    version: 1,
  },
  stacked_kl: {
    title: 'KL of stacked digits to the data’s classes',
    short: 'KL of stacks',
    unit: 'nats',
    better: 'lower',
    meaning:
      'KL from the shares of the 1,000 modes in generated stacks to those of the data, as a classifier of single digits trained here sees them. The noise floor is that of stacks of held-out digits, with the classifier’s errors in it.',
    protocol: `${stackedProtocol}; a perfect sampler and classifier are near (K − 1) / 2n: 0.019 with 26,000`,
    version: 1,
  },
  stacked_accuracy: {
    title: 'Classifier of single digits, accuracy',
    short: 'digit accuracy',
    unit: 'share',
    better: 1,
    meaning:
      'Share of held-out digits whose class the classifier finds that counts the modes of stacks. It says how far the counts can be trusted, and nothing of the generator.',
    protocol: 'Of all held-out digits; the classifier is trained here for five epochs of the training digits',
    version: 1,
  },
};

export function isMeasurementKey(key: string): key is MeasurementKey {
  return (measurementKeys as readonly string[]).includes(key);
}

/** For people: "Precision 0.93" has three digits, a share is in percent. */
export function measurementText(key: MeasurementKey, value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (key === 'modes' || key === 'stacked_modes') return String(Math.round(value * 10) / 10);
  if (measurementFacts[key].unit === 'share') return `${(100 * value).toFixed(1)} %`;
  const text = Number(value.toPrecision(3)).toString().replace('-', '\u2212');
  return text;
}

/** "higher", "lower" or the value itself: what a better generator moves it to. */
export function directionWords(better: MeasurementFacts['better'], key: MeasurementKey): string {
  return typeof better === 'number' ? `near ${measurementText(key, better)}` : better;
}

/** How many samples there are to be when nobody says: as many as exact W₁ takes in half a second. */
export const usualSamples = 2000;
/** The same for the modes of stacked digits: as many as VEEGAN and PacGAN take. */
export const usualStacks = 26_000;
export const fewestSamples = 16;
export const mostSamples = 4096;

/** What a value and the floor that belongs to it have in common. */
export interface Measured {
  readonly key: MeasurementKey;
  readonly samples: number;
  readonly protocol: number;
}

/** The floor that a value is to be read against: of the same metric, protocol and number of samples; null for none. */
export function floorOf<Floor extends Measured>(
  floors: readonly Floor[],
  { key, samples, protocol }: Measured,
): Floor | null {
  const found = floors.find(
    (floor) => floor.key === key && floor.samples === samples && floor.protocol === protocol,
  );
  return found ?? null;
}
