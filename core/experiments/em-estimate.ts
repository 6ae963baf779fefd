// The EM estimate of a clipped critic against sample quality: WGAN, Fig. 3.

import { byArm, curveOf, firstOf, lastOf } from './arms.ts';
import { estimateFigure } from './estimate-figure.ts';
import type { Experiment, Finding, Lab } from './experiment.ts';
import { fashionArm, fashionWords } from './fashion-arms.ts';
import { medianFiltered, medianWindow } from './median.ts';

export const emEstimate: Experiment = {
  id: 'em-estimate',
  title: 'The EM estimate falls as samples get better',
  paper: 'Arjovsky, Chintala and Bottou 2017, Wasserstein GAN, arXiv:1701.07875',
  figure: 'Fig. 3',
  question: 'Does the loss of a WGAN tell how good its samples are?',
  expect:
    'With a DCGAN critic the estimate falls as samples get better, further for a DCGAN generator (on LSUN bedrooms ' +
    'from about 1.6 to 0.12 after 600,000 generator updates) than for an MLP (from about 1.5 to 0.37). Where both are ' +
    'MLPs with learning rates that are too high, training fails: the estimate stays where it is, about 15, and so do the ' +
    'samples. The shape is what can be expected again; the values depend on the critic.',
  seeds: { desk: 1, full: 1 },
  arms: (length) => (['dcgan', 'mlp', 'mlp-both'] as const).map((pair) => fashionArm('wgan', pair, length)),
  look: (lab) =>
    Promise.resolve({
      findings: findingsOf(lab),
      figure: estimateFigure(lab, {
        title: 'WGAN: the estimate and the samples',
        subtitle: 'EM estimate of the critic, through a median filter; the faint line is unfiltered',
        key: 'em_estimate',
        name: 'EM estimate, on a scale of its own',
        caption: `After Fig. 3 of arXiv:1701.07875, with ${fashionWords(lab.length)}. Estimates of different critics have different scales; the sliced Wasserstein distance can be compared.`,
      }),
    }),
};

/** The largest of the first fifth of the curve, its end, and the distances at both. */
function findingsOf(lab: Lab): readonly Finding[] {
  const published: Readonly<Record<string, readonly [string, string]>> = {
    'wgan-dcgan': ['≈ 1.6', '≈ 0.12'],
    'wgan-mlp': ['≈ 1.5', '≈ 0.37'],
    'wgan-mlp-both': ['≈ 15', '≈ 15'],
  };
  return byArm(lab).flatMap((runs) => {
    const { arm } = runs[0];
    const estimates = runs.map(({ run }) => {
      const raw = curveOf(lab.store, run.id, 'em_estimate');
      return medianFiltered(raw, medianWindow(raw.y.length));
    });
    const distances = runs.map(({ run }) => curveOf(lab.store, run.id, 'sliced_wasserstein'));
    const row = arm.title;
    const [high, end] = published[arm.id] ?? [null, null];
    return [
      { row, measure: 'EM at its highest', values: estimates.map(({ y }) => highest(y)), published: high },
      { row, measure: 'EM at the end', values: estimates.map(lastOf), published: end },
      { row, measure: 'SWD at the start', values: distances.map(firstOf), published: null },
      { row, measure: 'SWD at the end', values: distances.map(lastOf), published: null },
    ];
  });
}

function highest(values: ArrayLike<number>): number {
  const finite = Array.from(values).filter(Number.isFinite);
  return finite.length === 0 ? NaN : Math.max(...finite);
}
