// The JS estimate of a discriminator against sample quality: WGAN, Fig. 4.

import { byArm, curveOf, firstOf, lastOf } from './arms.ts';
import { estimateFigure } from './estimate-figure.ts';
import type { Experiment, Finding, Lab } from './experiment.ts';
import { aheadWords, dcganWithGoodDiscriminator, fashionArm, fashionWords } from './fashion-arms.ts';
import { median } from './median.ts';

/** Of each arm. */
const published = ['near 0.69, rising', 'near 0.69, rising', 'up and down'] as const;

export const jsEstimate: Experiment = {
  id: 'js-estimate',
  title: 'The JS estimate stays near log 2 whatever the samples do',
  paper: 'Arjovsky, Chintala and Bottou 2017, Wasserstein GAN, arXiv:1701.07875',
  figure: 'Fig. 4',
  question: 'Does the loss of a GAN tell how good its samples are?',
  expect:
    'The lower bound of the Jensen-Shannon divergence that the discriminator gives rises or stays, close to log 2 = ' +
    '0.69, the highest value there is, while the samples of the DCGAN get better; with two MLPs it goes up and down ' +
    'whatever the samples do. It says nothing about their quality.',
  seeds: { desk: 1, full: 1 },
  arms: (length) => [
    dcganWithGoodDiscriminator(length),
    fashionArm('gan', 'mlp', length),
    fashionArm('gan', 'mlp-both', length),
  ],
  look: (lab) =>
    Promise.resolve({
      findings: findingsOf(lab),
      figure: estimateFigure(lab, {
        title: 'GAN: the estimate and the samples',
        subtitle: 'Lower bound of the JS divergence, through a median filter; at most log 2 = 0.693',
        key: 'js_bound',
        name: 'JS lower bound, nats',
        range: [-0.2, 0.8],
        caption: `After Fig. 4 of arXiv:1701.07875, with ${fashionWords(lab.length)}${aheadWords(lab.length)}. What is below −0.2 is cut off.`,
      }),
    }),
};

/** Medians of the second and of the last fifth of each curve: a rise or a standstill is what the paper saw. */
function findingsOf(lab: Lab): readonly Finding[] {
  return byArm(lab).flatMap((runs, at) => {
    const { arm } = runs[0];
    const bounds = runs.map(({ run }) => curveOf(lab.store, run.id, 'js_bound').y);
    const fifth = (values: ArrayLike<number>, which: number): number =>
      median(
        Array.from(values).slice(
          Math.floor((which * values.length) / 5),
          Math.ceil(((which + 1) * values.length) / 5),
        ),
      );
    const distances = runs.map(({ run }) => curveOf(lab.store, run.id, 'sliced_wasserstein'));
    const row = arm.title;
    return [
      { row, measure: 'JS early', values: bounds.map((y) => fifth(y, 1)), published: null },
      {
        ...{ row, measure: 'JS at the end', values: bounds.map((y) => fifth(y, 4)) },
        published: published[at] ?? null,
      },
      { row, measure: 'SWD at the start', values: distances.map(firstOf), published: null },
      { row, measure: 'SWD at the end', values: distances.map(lastOf), published: null },
    ];
  });
}
