// The fields of the objective, of a penalty added to it, and of the critic's warm-up.

import { add, digit, double, type FieldFacts } from './facts.ts';

export const objectiveFacts: Readonly<Record<string, FieldFacts>> = {
  'objective.kind': {
    title: 'Objective',
    meaning: 'What the two networks minimise: the recipe that is chosen on the left.',
  },
  'objective.nCritic': {
    title: 'Critic updates',
    name: 'critic updates per generator update',
    meaning:
      'Updates of the critic (or discriminator) before each update of the generator. A Wasserstein critic should be near its best, so the papers take 5; a discriminator gets 1.',
    unit: 'per iteration',
    step: add(1),
  },
  'objective.clip': {
    title: 'Clip c',
    name: 'clip c',
    meaning:
      'After each critic update every weight is cut to [−c, c], which bounds the critic’s slope. Large, and the critic takes long to train; small, and gradients vanish.',
    step: double,
  },
  'objective.lambda': {
    title: 'Penalty λ',
    name: 'penalty λ',
    meaning:
      'Weight of the gradient penalty in the critic’s loss. Small values let the critic be steeper than it should, large ones drown what it is to learn.',
    step: double,
  },
  'objective.k': {
    title: 'Target norm k',
    name: 'target norm k',
    meaning: 'The gradient norm that DRAGAN’s penalty pulls towards.',
    step: add(0.1),
  },
  'objective.noise': {
    title: 'Noise',
    name: 'noise of the penalty',
    meaning: 'How far around the real samples DRAGAN’s penalty is taken.',
    unit: 'standard deviations',
    step: add(0.1),
  },
  'penalty.kind': {
    title: 'Penalty',
    name: 'added penalty',
    meaning:
      'A term on the slope of the critic, for objectives that have none of their own. WGAN-GP pulls it to 1 between real and generated samples, WGAN-LP only down to 1, DRAGAN to k around real ones; R1 pulls it to 0 on real samples, which steadies a GAN near its end.',
    choices: {
      none: 'None',
      gp: 'Gradient penalty, as WGAN-GP',
      lp: 'One-sided, as WGAN-LP',
      dragan: 'Around real data, as DRAGAN',
      r1: 'R1, on real data',
    },
  },
  'penalty.lambda': {
    title: 'Weight λ',
    name: 'weight λ of the added penalty',
    meaning: 'Weight of the added penalty in the critic’s loss. 0 costs time and changes nothing.',
    step: double,
  },
  'penalty.k': {
    title: 'Target norm k of the penalty',
    name: 'target norm k of the added penalty',
    meaning: 'The gradient norm that the added penalty pulls towards.',
    step: add(0.1),
  },
  'penalty.noise': {
    title: 'Noise of the penalty',
    name: 'noise of the added penalty',
    meaning: 'How far around the real samples the added penalty is taken.',
    unit: 'standard deviations',
    step: add(0.1),
  },
  'penalty.gamma': {
    title: 'Weight γ',
    name: 'weight γ of the added penalty',
    meaning:
      'Weight of R1: half of it multiplies the mean squared gradient on real samples. The paper takes 10 (arXiv:1801.04406).',
    step: double,
  },
  'warmup.criticSteps': {
    title: 'Warm-up',
    name: 'warm-up',
    meaning:
      'Critic updates instead of the usual number while the critic warms up. The released WGAN code takes 100, the paper has none; 0 switches it off.',
    unit: 'critic updates',
    step: add(10),
  },
  'warmup.iterations': {
    title: 'Warm-up length',
    name: 'length of the warm-up',
    meaning: 'How many iterations at the start are warm-up: 25 in the released WGAN code.',
    unit: 'iterations',
    step: add(5),
  },
  'warmup.every': {
    title: 'Warm-up again',
    name: 'interval of the warm-up',
    meaning:
      'The critic is warmed up again at every multiple of this: 500 in the released WGAN code. 0 is never.',
    unit: 'iterations',
    step: digit,
  },
};
