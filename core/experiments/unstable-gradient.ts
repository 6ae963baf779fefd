// The generator's gradient of -log D grows and becomes noisy as the discriminator gets better: Arjovsky and Bottou, Fig. 3.

import type { Experiment, Finding } from './experiment.ts';
import { gradientFigure, normCurve } from './gradient-figure.ts';
import { gradientArms, measureGradients, type GradientCurve } from './gradient-measurements.ts';
import { median } from './median.ts';

export const unstableGradient: Experiment = {
  id: 'unstable-gradient',
  title: 'The gradient of −log D grows and becomes noisy as D gets better',
  paper:
    'Arjovsky and Bottou 2017, Towards Principled Methods for Training Generative Adversarial Networks, arXiv:1701.04862',
  figure: 'Fig. 3',
  question: 'Does −log D(G(z)) cure the vanishing gradient?',
  expect:
    'In the same setting as Fig. 2 the norm of the gradient of −log D(G(z)) grows quickly instead, and the curves become ' +
    'noisier, so its variance grows, too. The paper gives no numbers but the curves.',
  seeds: { desk: 1, full: 1 },
  arms: gradientArms,
  async look(lab) {
    const curves = await measureGradients(lab);
    return {
      findings: curves.flatMap((curve) => growth(curve)),
      figure: gradientFigure(lab, curves, {
        title: 'The unstable gradient',
        loss: '−log D(G(z))',
        name: 'nonSaturating',
        figure: 'Fig. 3',
      }),
      record: { curves },
    };
  },
};

/** Of the first and the last fifth of the looks: the median, and the median change from one look to the next. */
function growth(curve: GradientCurve): readonly Finding[] {
  const row = curve.name;
  const values = Array.from(normCurve(curve, 'nonSaturating').y);
  const fifth = Math.max(2, Math.ceil(values.length / 5));
  const [early, late] = [values.slice(0, fifth), values.slice(-fifth)];
  return [
    { row, measure: 'norm early', values: [median(early)], published: null },
    { row, measure: 'norm at the end', values: [median(late)], published: 'larger' },
    { row, measure: 'change early', values: [change(early)], published: null },
    { row, measure: 'change at the end', values: [change(late)], published: 'larger' },
  ];
}

function change(values: readonly number[]): number {
  return median(values.slice(1).map((value, at) => Math.abs(value - values[at])));
}
