// Stacked MNIST: how many of 1,000 combinations of three classes does a generator reach? PacGAN's protocol.

import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ExportError } from '../export/errors.ts';
import { generatorAt } from '../export/generator-at.ts';
import { writeBytes } from '../export/file.ts';
import { countText, valueText } from '../export/ticks.ts';
import { openSampler } from '../gan/sampler.ts';
import { perfectKl } from '../metrics/stacked.ts';
import { usualStacks } from '../spec/measurement.ts';
import type { PlainObject } from '../spec/paths.ts';
import { dataWords } from '../spec/words.ts';
import type { NoiseFloor } from '../store/measurements.ts';
import type { MeasuredValue } from '../trainer/measure-messages.ts';
import { drawingStacks, stackedMeasuring } from '../trainer/measure-stacked.ts';
import { armOf, byArm, curveOf, lastOf } from './arms.ts';
import type { Arm, Experiment, Finding, Lab, Length, TrainedArm } from './experiment.ts';
import { meanText } from './findings.ts';
import { samplesPanel } from './panels.ts';

/** What the classifier of single digits says of a run, and of stacks of held-out digits. */
interface Counted {
  readonly values: readonly MeasuredValue[];
  readonly floors: readonly NoiseFloor[];
}

const objectives = { gan: 'GAN', 'wgan-gp': 'WGAN-GP' } as const;
type Kind = keyof typeof objectives;

/** PacGAN, stacked MNIST, "DCGAN": means and standard errors of 10 runs. */
const published = { modes: '78.9 ± 6.46', kl: '4.50 ± 0.127' };

export const stackedMnist: Experiment = {
  id: 'stacked-mnist',
  title: 'Modes of stacked digits, with Fashion-MNIST in place of MNIST',
  paper:
    'Lin, Khetan, Fanti and Oh 2018, PacGAN: the power of two samples in generative adversarial networks, arXiv:1712.04086',
  figure: 'section 4.2, stacked MNIST',
  question: 'How many of 1,000 combinations of three digits does a generator reach, and how evenly?',
  expect:
    'The DCGAN of PacGAN reaches 78.9 ± 6.46 of the 1,000 modes, with a KL of 4.50 ± 0.127 (means and standard errors of ' +
    '10 runs); the one of VEEGAN 99.0 and 3.40. With two samples at once in the discriminator (PacDCGAN2) all 1,000 are ' +
    'reached, with a KL of 0.06. The paper has no WGAN-GP.',
  seeds: { desk: 1, full: 10 },
  arms: (length) => (Object.keys(objectives) as Kind[]).map((kind) => stackedArm(kind, length)),
  async look(lab) {
    const groups = byArm(lab);
    const counted = new Map<TrainedArm, Counted>();
    for (const one of groups.flat()) counted.set(one, await countedOf(lab, one));
    const of = (runs: readonly TrainedArm[], key: MeasuredValue['key']): readonly number[] =>
      runs.map((one) => valueOf(counted.get(one)!, key));
    const all = [...counted.values()];
    const floor = all.flatMap(({ floors }) => floors).find(({ key }) => key === 'stacked_kl');
    const accuracy = valueOf(all[0], 'stacked_accuracy');
    const samples = all[0].values.find(({ key }) => key === 'stacked_modes')?.samples ?? usualStacks;
    return {
      findings: groups.flatMap((runs) => findingsOf(lab, runs, of)),
      figure: {
        title: 'Modes of stacked digits',
        subtitle: `${dataWords(groups[0][0].run.spec.data)}: samples of the first seed at the end of training`,
        column: 224,
        rows: [
          {
            height: 226,
            axes: false,
            panels: groups.map((runs) => {
              const [{ arm, run }] = runs;
              return samplesPanel(lab.store, run.id, lab.store.samples.list(run.id).at(-1)?.iteration ?? 0, {
                title: arm.title,
                note: `modes ${meanText(of(runs, 'stacked_modes'))} of 1,000, KL ${meanText(of(runs, 'stacked_kl'))}`,
                across: 8,
                down: 8,
              });
            }),
          },
        ],
        caption:
          `After the stacked MNIST of arXiv:1712.04086. ${countText(samples)} samples; a classifier of single images, trained here, finds the class of ` +
          `${Number.isFinite(accuracy) ? `${(100 * accuracy).toFixed(1)} %` : 'too few'} of held-out ones. KL of a perfect sampler: about ${valueText(perfectKl(1000, samples))}; ` +
          `of stacks of held-out images as the classifier sees them: ${floor === undefined ? 'not known' : valueText(floor.mean)}.`,
      },
      record: {
        counts: groups.flatMap((runs) => runs.map((one) => ({ run: one.run.id, ...counted.get(one)! }))),
      },
    };
  },
};

/** An epoch is 128,000 stacks in batches of 64. */
const epoch = 2000;
/** Generator updates: an epoch for the GAN at a desk; in full as many critic updates for either. */
const updates: Readonly<Record<Length, Readonly<Record<Kind, number>>>> = {
  desk: { gan: epoch, 'wgan-gp': 600 },
  full: { gan: 50 * epoch, 'wgan-gp': 10 * epoch },
};

/** DCGAN, Adam at 2e-4 with beta1 0.5, z of 100 numbers from U(-1, 1), batches of 64: the paper's, on narrower networks at a desk. */
function stackedArm(kind: Kind, length: Length): Arm {
  const desk = length === 'desk';
  const network = { kind: 'dcgan', width: desk ? 16 : 64 };
  const iterations = updates[length][kind];
  const every = Math.ceil(iterations / 10);
  const beta2 = kind === 'gan' ? 0.999 : 0.9;
  const adam = { kind: 'adam', lr: kind === 'wgan-gp' && desk ? 5e-4 : 2e-4, beta1: 0.5, beta2 };
  return armOf(kind, `${objectives[kind]}, DCGAN`, {
    name: `${objectives[kind]} on stacked digits`,
    data: { kind: 'stacked-known', set: 'fashion-mnist', size: 28 },
    latent: { size: 100, distribution: 'uniform' },
    generator: network,
    critic: network,
    batch: 64,
    objective: { kind },
    optimizer: { generator: adam, critic: adam },
    iterations,
    evaluate: { every, samples: 500 },
    grid: { columns: 8, rows: 8, every },
    checkpoint: { every },
  } satisfies PlainObject);
}

function valueOf({ values }: Counted, wanted: MeasuredValue['key']): number {
  return values.find(({ key }) => key === wanted)?.value ?? NaN;
}

function findingsOf(
  { store }: Lab,
  runs: readonly TrainedArm[],
  of: (runs: readonly TrainedArm[], key: MeasuredValue['key']) => readonly number[],
): readonly Finding[] {
  const [{ arm }] = runs;
  const row = arm.title;
  const isPapers = arm.id === 'gan';
  const swd = runs.map(({ run }) => lastOf(curveOf(store, run.id, 'sliced_wasserstein')));
  return [
    {
      ...{ row, measure: 'modes of 1,000', published: isPapers ? published.modes : null },
      values: of(runs, 'stacked_modes'),
    },
    { row, measure: 'KL', values: of(runs, 'stacked_kl'), published: isPapers ? published.kl : null },
    { row, measure: 'SWD', values: swd, published: null },
  ];
}

/** Counts the stacks of the newest checkpoint, or reads what was counted before. */
async function countedOf(lab: Lab, { run }: TrainedArm): Promise<Counted> {
  const { model, checkpoint, tensors } = generatorAt(lab.store, run, undefined);
  const folder = join(lab.store.directory, 'reproduction');
  // A run of a few iterations is a trial, and is not looked at for long.
  const samples = checkpoint.iteration < 100 ? 1000 : usualStacks;
  const file = join(folder, `stacks-${run.id}-${checkpoint.iteration}.json`);
  const known = readCounted(file);
  if (known !== null) return known;
  const dataset = lab.openDataset(run.spec);
  const executor = await lab.openExecutor();
  try {
    const measuring = stackedMeasuring(dataset, samples, executor, join(lab.store.directory, 'classifiers'));
    if (measuring === null) {
      throw new ExportError(
        'Modes of stacks are counted by a classifier of labelled digits; name their labels with --set data.labels=FILE.',
      );
    }
    const sampler = await openSampler(model, executor, dataset.train);
    const state = await executor.load(tensors);
    const values = await measuring.measure(drawingStacks(model, sampler, state));
    state.dispose();
    const counted = { values, floors: await measuring.floors() };
    mkdirSync(folder, { recursive: true });
    writeBytes(file, new TextEncoder().encode(JSON.stringify(counted)));
    return counted;
  } finally {
    await executor.dispose();
  }
}

/** Null where nothing was kept. */
function readCounted(file: string): Counted | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Counted;
  } catch {
    return null;
  }
}
