// The fields of the run as a whole: its name, how long it trains, what it measures and keeps.

import { add, digit, double, type FieldFacts } from './facts.ts';

export const runFacts: Readonly<Record<string, FieldFacts>> = {
  format: {
    title: 'Format',
    meaning: 'Version of the format that a specification is written in.',
  },
  name: {
    title: 'Name',
    meaning: 'What the run is called in lists. It decides nothing.',
  },
  'ema.decay': {
    title: 'Weight averaging',
    name: 'decay of the averaged generator',
    meaning:
      'A second generator whose weights are a moving average of the trained one’s, with samples and distances of its own. 0.999 averages over about the last thousand iterations; 0 switches it off. Training is not changed by it (arXiv:1806.04498).',
    step: add(0.01),
  },
  iterations: {
    title: 'Iterations',
    meaning: 'Generator updates after which the run is complete. It can be stopped before and resumed.',
    unit: 'generator updates',
    step: digit,
  },
  batch: {
    title: 'Batch size',
    meaning:
      'Samples per update, real and generated each. Larger batches give steadier gradients and take longer.',
    unit: 'samples',
    step: double,
  },
  'evaluate.every': {
    title: 'Measure every',
    name: 'interval of the measurements',
    meaning:
      'How often distances to held-out samples are computed. They cost time but do not change the run.',
    unit: 'iterations',
    step: digit,
  },
  'evaluate.samples': {
    title: 'Measure on',
    name: 'samples of a measurement',
    meaning: 'How many generated and how many held-out samples are compared. More give steadier numbers.',
    unit: 'samples',
    step: digit,
  },
  'grid.columns': {
    title: 'Grid columns',
    meaning: 'Samples side by side in the grid that is saved. All grids of a run come from the same noise.',
    step: double,
  },
  'grid.rows': {
    title: 'Grid rows',
    meaning: 'Samples below each other in the grid that is saved.',
    step: double,
  },
  'grid.every': {
    title: 'Save a grid every',
    name: 'interval of the grids',
    meaning: 'A grid is saved at 0, 1, 2, 5, 10, 20, 50, … and from this number on at each multiple of it.',
    unit: 'iterations',
    step: digit,
  },
  'grid.fresh': {
    title: 'Fresh noise as well',
    name: 'grids from fresh noise',
    meaning:
      'Saves a second grid each time, from noise that is drawn anew: it shows more of what the generator can do, and whether the fixed tiles are a lucky choice. Training does not change; the grids take twice the disk.',
    choices: { true: 'On', false: 'Off' },
  },
  'checkpoint.every': {
    title: 'Checkpoint every',
    name: 'interval of the checkpoints',
    meaning:
      'How often everything is saved that is needed to go on after a crash. One is also written at the end and when a run is stopped.',
    unit: 'iterations',
    step: digit,
  },
  seed: {
    title: 'Seed',
    meaning:
      'Decides everything that is random: initial weights, order of the data, noise. The same seed gives the same run on the same engine of the processor.',
  },
};
