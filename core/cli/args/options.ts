// The options of the command line: which there are, which command takes which, and an example of each value.

import type { CommandName } from '../request.ts';

export const flags = ['once', 'full', 'no-open', 'json', 'help', 'version'] as const;
export const values = [
  ...(['iterations', 'seed', 'set', 'engine', 'data', 'budget', 'out', 'port'] as const),
  ...(['iteration', 'fps', 'scale', 'hold', 'frames', 'by', 'tiles', 'series'] as const),
  ...(['checkpoint', 'samples'] as const),
  ...(['seeds'] as const),
] as const;
export type OptionName = (typeof flags)[number] | (typeof values)[number];

/** Options of each command, in the order that its help shows them. `start` is no command at all. */
export const optionsOf: Readonly<Record<CommandName | 'start', readonly OptionName[]>> = {
  start: ['data', 'help', 'version'],
  serve: ['port', 'data', 'no-open', 'json', 'help'],
  train: ['iterations', 'seed', 'set', 'engine', 'data', 'json', 'help'],
  compare: ['budget', 'iterations', 'seed', 'set', 'engine', 'data', 'out', 'json', 'help'],
  reproduce: ['full', 'seeds', 'set', 'engine', 'data', 'out', 'json', 'help'],
  resume: ['engine', 'data', 'json', 'help'],
  runs: ['data', 'json', 'help'],
  measure: ['checkpoint', 'samples', 'data', 'json', 'help'],
  export: [
    ...(['out', 'iteration', 'series', 'by', 'tiles', 'fps', 'scale', 'hold', 'frames', 'once'] as const),
    ...(['data', 'json', 'help'] as const),
  ],
  import: ['data', 'json', 'help'],
  presets: ['json', 'help'],
  engines: ['json', 'help'],
  data: ['json', 'help'],
};

export const examples: Readonly<Record<(typeof values)[number], string>> = {
  iterations: '--iterations 2000',
  seed: '--seed 7',
  set: '--set objective.lambda=5',
  engine: '--engine onnx:cpu',
  data: '--data my-runs',
  budget: '--budget seconds=120',
  out: '--out figure.png',
  seeds: '--seeds 3',
  port: '--port 7717',
  iteration: '--iteration 500',
  fps: '--fps 10',
  scale: '--scale 2',
  hold: '--hold 1.5',
  frames: '--frames 200',
  tiles: '--tiles 3,17,8',
  series: '--series fresh',
  by: '--by critic-updates',
  checkpoint: '--checkpoint all',
  samples: '--samples 1000',
};
