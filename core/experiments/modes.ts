// Modes captured on a ring and a grid of Gaussians, in PacGAN's protocol.

import { armOf, byArm, curveOf, lastOf } from './arms.ts';
import type { Arm, Experiment, Finding, Lab, Length, TrainedArm } from './experiment.ts';
import { meanText } from './findings.ts';
import { pointsPanel } from './panels.ts';
import type { PlainObject } from '../spec/paths.ts';

const toys = ['ring', 'grid'] as const;
const toyTitles = { ring: '2-D ring', grid: '2-D grid' } as const;
const objectives = { gan: 'GAN', 'wgan-gp': 'WGAN-GP' } as const;
type Kind = keyof typeof objectives;

/** Rows "GAN" of Table 1: modes, share of high quality, reverse KL; means and standard errors of 10 runs. */
const table1: Readonly<Record<(typeof toys)[number], readonly [string, string, string]>> = {
  ring: ['6.3 ± 0.5', '98.2 ± 0.2 %', '0.45 ± 0.09'],
  grid: ['17.3 ± 0.8', '94.8 ± 0.7 %', '0.70 ± 0.07'],
};

export const modes: Experiment = {
  id: 'modes',
  title: 'Modes captured on a ring and a grid',
  paper:
    'Lin, Khetan, Fanti and Oh 2018, PacGAN: the power of two samples in generative adversarial networks, arXiv:1712.04086',
  figure: 'Table 1',
  question: 'How many components of a mixture does a generator reach, and how evenly?',
  expect:
    'A GAN reaches 6.3 ± 0.5 of 8 modes on the ring with 98.2 % of its samples near one and a reverse KL of 0.45, and ' +
    '17.3 ± 0.8 of 25 on the grid with 94.8 % and 0.70 (means and standard errors of 10 runs). The paper has no WGAN-GP; ' +
    'others expect of it more modes, and fewer samples that are near one.',
  seeds: { desk: 2, full: 10 },
  arms,
  look: (lab) =>
    Promise.resolve({
      findings: byArm(lab).flatMap((runs) => findingsOf(lab, runs)),
      figure: {
        title: 'Modes in PacGAN’s protocol',
        subtitle: 'Generated points of the first seed over held-out ones',
        column: 250,
        rows: toys.map((toy) => ({
          height: 250,
          axes: true,
          panels: byArm(lab)
            .filter(([{ arm }]) => arm.id.endsWith(toy))
            .map((runs) => {
              const [{ arm, run }] = runs;
              const counts = last(lab, runs, 'modes');
              return pointsPanel(lab.store, run.id, lab.store.samples.list(run.id).at(-1)?.iteration ?? 0, {
                title: arm.title,
                note: `modes ${meanText(counts)} of ${toy === 'ring' ? '8' : '25'}`,
                real: lab.heldOut(run),
              });
            }),
        })),
        caption:
          'After Table 1 of arXiv:1712.04086. A sample is of high quality within 3 standard deviations of the nearest centre; a perfect sampler reaches 98.9 %, not 100 %. Counts are of 2,000 samples; the paper takes 2,500.',
      },
    }),
};

/** Hidden units of the generator's four layers, and maxout units of the discriminator's three. */
const widths = { desk: { generator: 64, discriminator: 32 }, full: { generator: 400, discriminator: 200 } };

/** Three maxout layers with 5 pieces each, as PacGAN's discriminator has them. */
function discriminator(width: number, init: 'dcgan' | 'he'): PlainObject {
  return {
    kind: 'layers',
    init,
    layers: [
      ...Array.from({ length: 3 }, () => ({ kind: 'maxout', width, pieces: 5 })),
      { kind: 'dense', width: 1 },
    ],
  };
}

/**
 * 400 epochs of 1,000 batches at 1e-4 from N(0, 0.02) in the paper. Short runs on narrow networks take larger steps; on the
 * grid, which is four times as wide as the ring, they take larger first weights as well: a narrow discriminator with the
 * paper's stays at 0.5 for thousands of updates.
 */
const protocols = {
  desk: {
    ring: { updates: 15_000, faster: 3, init: 'dcgan' },
    grid: { updates: 12_000, faster: 5, init: 'he' },
  },
  full: {
    ring: { updates: 400_000, faster: 1, init: 'dcgan' },
    grid: { updates: 400_000, faster: 1, init: 'dcgan' },
  },
} as const;

function arms(length: Length): readonly Arm[] {
  return toys.flatMap((toy) =>
    (Object.keys(objectives) as Kind[]).map((kind) =>
      armOf(`${kind}-${toy}`, `${objectives[kind]}, ${toyTitles[toy]}`, {
        name: `${objectives[kind]} on PacGAN's ${toy}`,
        data: { kind: toy },
        latent: { size: 2, distribution: 'normal' },
        generator: {
          kind: 'mlp',
          hidden: Array<number>(4).fill(widths[length].generator),
          activation: 'relu',
          norm: 'batch',
          init: protocols[length][toy].init,
        },
        critic: discriminator(widths[length].discriminator, protocols[length][toy].init),
        batch: 100,
        ...settings(kind, protocols[length][toy]),
      }),
    ),
  );
}

/** The paper's for the GAN; those of the released WGAN-GP code for the other, with as many critic updates. */
function settings(
  kind: Kind,
  { updates, faster }: { readonly updates: number; readonly faster: number },
): PlainObject {
  const iterations = kind === 'gan' ? updates : updates / 5;
  const every = Math.ceil(iterations / 8);
  const rates = kind === 'gan' ? { beta1: 0.8, beta2: 0.999 } : { beta1: 0.5, beta2: 0.9 };
  const adam = { kind: 'adam', lr: 1e-4 * faster, ...rates };
  return {
    objective: kind === 'gan' ? { kind } : { kind, lambda: 1 },
    optimizer: { generator: adam, critic: adam },
    iterations,
    evaluate: { every, samples: 2000 },
    grid: { columns: 32, rows: 32, every },
    checkpoint: { every },
  };
}

function last(
  { store }: Lab,
  runs: readonly TrainedArm[],
  key: 'modes' | 'high_quality' | 'reverse_kl' | 'w1',
): readonly number[] {
  return runs.map(({ run }) => lastOf(curveOf(store, run.id, key)));
}

function findingsOf(lab: Lab, runs: readonly TrainedArm[]): readonly Finding[] {
  const [{ arm }] = runs;
  const toy = toys.find((one) => arm.id === `gan-${one}`);
  const published = toy === undefined ? [null, null, null] : table1[toy];
  const row = arm.title;
  return [
    { row, measure: 'modes', values: last(lab, runs, 'modes'), published: published[0] },
    {
      ...{ row, measure: 'high quality, %', published: published[1] },
      values: last(lab, runs, 'high_quality').map((share) => 100 * share),
    },
    { row, measure: 'reverse KL', values: last(lab, runs, 'reverse_kl'), published: published[2] },
    { row, measure: 'W1', values: last(lab, runs, 'w1'), published: null },
  ];
}
