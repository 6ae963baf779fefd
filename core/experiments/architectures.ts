// Three generators under GAN and WGAN: WGAN, Fig. 5 to 7.

import { byArm, curveOf, lastOf, shown } from './arms.ts';
import type { Experiment, Finding, Lab } from './experiment.ts';
import { fashionArm, fashionWords, type Family, type Pair } from './fashion-arms.ts';
import { samplesPanel } from './panels.ts';
import { valueText } from '../export/ticks.ts';
import type { Panel } from './plate.ts';

const families: readonly Family[] = ['wgan', 'gan'];
const pairs: readonly Pair[] = ['dcgan', 'plain', 'mlp'];

export const architectures: Experiment = {
  id: 'architectures',
  title: 'Three generators under GAN and WGAN',
  paper: 'Arjovsky, Chintala and Bottou 2017, Wasserstein GAN, arXiv:1701.07875',
  figure: 'Fig. 5 to 7',
  question: 'How much does the objective care for the architecture of the generator?',
  expect:
    'With a DCGAN generator both give good samples. Without batch norm the GAN fails to learn while the WGAN still ' +
    'draws samples. With an MLP generator the WGAN draws samples that are worse than those of a DCGAN, the GAN worse ' +
    'ones still, with significant mode collapse. The paper shows samples only and has no numbers.',
  seeds: { desk: 1, full: 1 },
  arms: (length) => families.flatMap((family) => pairs.map((pair) => fashionArm(family, pair, length))),
  look: (lab) =>
    Promise.resolve({
      findings: findingsOf(lab),
      figure: {
        title: 'Three generators under WGAN and GAN',
        subtitle: 'Samples at the end of training, from the same fixed noise',
        column: 224,
        rows: families.map((family) => ({
          height: 226,
          axes: false,
          panels: pairs.map((pair) => panelOf(lab, family, pair)),
        })),
        caption: `After Fig. 5 to 7 of arXiv:1701.07875, with ${fashionWords(lab.length)}. SWD: sliced Wasserstein distance to held-out images. Variety: mean distance between two samples, divided by that between two held-out images.`,
      },
    }),
};

function panelOf(lab: Lab, family: Family, pair: Pair): Panel {
  const { arm, run } = shown(lab, `${family}-${pair}`);
  const number = (key: 'sliced_wasserstein' | 'sample_spread'): string =>
    valueText(lastOf(curveOf(lab.store, run.id, key)));
  return samplesPanel(lab.store, run.id, lab.store.samples.list(run.id).at(-1)?.iteration ?? 0, {
    title: arm.title,
    note: `SWD ${number('sliced_wasserstein')}, variety ${number('sample_spread')}`,
    across: 8,
    down: 8,
  });
}

function findingsOf(lab: Lab): readonly Finding[] {
  const published: Readonly<Record<string, string>> = {
    'wgan-dcgan': 'good samples',
    'gan-dcgan': 'good samples',
    'wgan-plain': 'draws samples',
    'gan-plain': 'fails to learn',
    'wgan-mlp': 'worse than DCGAN',
    'gan-mlp': 'worse, mode collapse',
  };
  return byArm(lab).flatMap((runs) => {
    const { arm } = runs[0];
    const row = arm.title;
    const last = (key: 'sliced_wasserstein' | 'sample_spread'): readonly number[] =>
      runs.map(({ run }) => lastOf(curveOf(lab.store, run.id, key)));
    return [
      { row, measure: 'SWD', values: last('sliced_wasserstein'), published: published[arm.id] ?? null },
      { row, measure: 'variety', values: last('sample_spread'), published: null },
    ];
  });
}
