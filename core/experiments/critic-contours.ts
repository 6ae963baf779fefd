// What clipping does to a critic, and a gradient penalty does not: WGAN-GP, Fig. 1.

import { ExportError } from '../export/errors.ts';
import { valueText } from '../export/ticks.ts';
import type { CriticField } from '../gan/events.ts';
import { isToyKind } from '../spec/data-facts.ts';
import type { RunRecord } from '../store/run-record.ts';
import type { Store } from '../store/store.ts';
import { armOf, byArm, curveOf, lastOf, shown } from './arms.ts';
import type { Arm, Experiment, Finding, Lab, Length } from './experiment.ts';
import { contourPanel, weightsPanel } from './field-panels.ts';
import { median } from './median.ts';

const toys = { '8gaussians': '8 Gaussians', '25gaussians': '25 Gaussians', swissroll: 'Swiss roll' } as const;
type Toy = keyof typeof toys;
const objectives = { wgan: 'clipping', 'wgan-gp': 'gradient penalty' } as const;
type Kind = keyof typeof objectives;

export const criticContours: Experiment = {
  id: 'critic-contours',
  title: 'What clipping does to a critic',
  paper:
    'Gulrajani, Ahmed, Arjovsky, Dumoulin and Courville 2017, Improved training of Wasserstein GANs, arXiv:1704.00028',
  figure: 'Fig. 1',
  question:
    'What shapes do critics take that are trained to their optimum, with clipping and with a gradient penalty?',
  expect:
    'The generator is held fixed at the real data with N(0, 1) noise. Critics with clipped weights miss the higher moments ' +
    'of the data: their level lines are those of very simple functions. With a gradient penalty they follow the data. ' +
    'Clipping pushes weights to the two ends of the clipping range; a gradient penalty does not.',
  seeds: { desk: 1, full: 1 },
  arms,
  look: (lab) => Promise.resolve({ findings: findingsOf(lab), figure: figureOf(lab) }),
};

/** `full`: the networks of gan_toy.py; with nothing but the critic to train, 10,000 times 5 updates are plenty. */
function arms(length: Length): readonly Arm[] {
  const desk = length === 'desk';
  const width = desk ? 256 : 512;
  return (Object.keys(objectives) as Kind[]).flatMap((kind) =>
    (Object.keys(toys) as Toy[]).map((toy) =>
      armOf(`${kind}-${toy}`, `${toys[toy]}, ${objectives[kind]}`, {
        name: `Critic on ${toys[toy]}, ${objectives[kind]}`,
        data: { kind: toy },
        latent: { size: 2, distribution: 'normal' },
        generator: { kind: 'real-plus-noise', deviation: 1 },
        critic: { kind: 'mlp', hidden: [width, width, width] },
        objective: { kind },
        iterations: desk ? 600 : 10_000,
        evaluate: { every: desk ? 100 : 1000, samples: 2000 },
        grid: { columns: 32, rows: 32, every: desk ? 300 : 1000 },
        checkpoint: { every: desk ? 300 : 1000 },
      }),
    ),
  );
}

function figureOf(lab: Lab) {
  const row = (kind: Kind) =>
    (Object.keys(toys) as Toy[]).map((toy) => {
      const { arm, run } = shown(lab, `${kind}-${toy}`);
      const field = fieldOf(lab.store, run);
      const note = `EM estimate ${valueText(estimateOf(lab.store, run))}, exact W₁ ${valueText(distanceOf(lab.store, run))}`;
      return contourPanel(field, lab.heldOut(run), { title: arm.title, note });
    });
  const histograms = (kind: Kind) => {
    const { arm, run } = shown(lab, `${kind}-swissroll`);
    return weightsPanel(criticKernels(lab.store, run), {
      title: `Weights of the critic: ${arm.title}`,
      note: 'how many of them have which value',
    });
  };
  return {
    title: 'Critics at their optimum',
    subtitle:
      'Level lines of the critic, light for low and dark for high, over real points; the generator is real + N(0, 1)',
    column: 290,
    rows: [
      { height: 290, axes: true, panels: row('wgan') },
      { height: 290, axes: true, panels: row('wgan-gp') },
      { height: 110, axes: true, panels: [histograms('wgan'), histograms('wgan-gp'), null] },
    ],
    caption:
      'After Fig. 1 of arXiv:1704.00028. Level lines are evenly spaced between the least and the greatest value of each critic, so their number says nothing about its slope. Weights are those of all layers, biases left out.',
  };
}

function findingsOf(lab: Lab): readonly Finding[] {
  const { store } = lab;
  return byArm(lab).flatMap((runs) => {
    const { arm } = runs[0];
    const row = arm.title;
    const clipping = arm.spec.objective.kind === 'wgan';
    return [
      {
        ...{ row, measure: 'weights within 1 % of the ends, %' },
        values: runs.map(({ run }) => 100 * atEnds(criticKernels(store, run))),
        published: clipping ? 'most' : 'few',
      },
      {
        ...{ row, measure: 'EM estimate', published: null },
        values: runs.map(({ run }) => estimateOf(store, run)),
      },
      {
        ...{ row, measure: 'exact W1', published: null },
        values: runs.map(({ run }) => distanceOf(store, run)),
      },
    ];
  });
}

/** The median of the last 50 iterations. */
function estimateOf(store: Store, { id }: RunRecord): number {
  return median(Array.from(curveOf(store, id, 'em_estimate').y).slice(-50));
}

function distanceOf(store: Store, { id }: RunRecord): number {
  return lastOf(curveOf(store, id, 'w1'));
}

/** The newest one. @throws ExportError where the run has none */
function fieldOf(store: Store, run: RunRecord): CriticField {
  const step = store.samples.list(run.id).at(-1);
  const field = step === undefined ? null : store.samples.read(run.id, step.iteration).field;
  if (field === null) {
    const why = isToyKind(run.spec.data.kind) ? 'leave the norm of the critic at none' : 'train it on points';
    throw new ExportError(`The run ${run.id} has no picture of its critic; ${why}.`);
  }
  return field;
}

/** The kernels of all layers, one after another. @throws ExportError where the run has no checkpoint */
function criticKernels(store: Store, run: RunRecord): Float32Array {
  const latest = store.checkpoints.latest(run.id);
  if (latest === null) throw new ExportError(`The run ${run.id} has no checkpoint to take weights from.`);
  const kernels = Object.entries(latest.checkpoint.tensors)
    .filter(([name]) => /^critic\.[^/]+\.kernel$/.test(name))
    .map(([, { data }]) => data);
  const all = new Float32Array(kernels.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const kernel of kernels) {
    all.set(kernel, at);
    at += kernel.length;
  }
  return all;
}

/** The share of the weights that are nearly as far from 0 as the farthest. */
function atEnds(weights: Float32Array): number {
  const end = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
  let count = 0;
  for (const weight of weights) if (Math.abs(weight) >= 0.99 * end) count += 1;
  return count / weights.length;
}
