// The generator's gradient vanishes as the discriminator gets better: Arjovsky and Bottou, Fig. 2.

import type { Experiment, Finding } from './experiment.ts';
import { gradientFigure, normCurve } from './gradient-figure.ts';
import { gradientArms, measureGradients, type GradientCurve } from './gradient-measurements.ts';
import { median } from './median.ts';

export const vanishingGradient: Experiment = {
  id: 'vanishing-gradient',
  title: 'The gradient of log(1 − D) vanishes as D gets better',
  paper:
    'Arjovsky and Bottou 2017, Towards Principled Methods for Training Generative Adversarial Networks, arXiv:1701.04862',
  figure: 'Fig. 2',
  question: 'What does a generator learn from a discriminator that has been trained to its end?',
  expect:
    'A DCGAN is trained for 1, 10 and 25 epochs. Then, with the generator fixed, a discriminator is trained from ' +
    'scratch: the norm of the gradient of log(1 − D(G(z))) decays quickly, in the best case by 5 orders of magnitude ' +
    'after 4,000 discriminator updates.',
  seeds: { desk: 1, full: 1 },
  arms: gradientArms,
  async look(lab) {
    const curves = await measureGradients(lab);
    return {
      findings: curves.flatMap((curve) => decay(curve)),
      figure: gradientFigure(lab, curves, {
        title: 'The vanishing gradient',
        loss: 'log(1 − D(G(z)))',
        name: 'minimax',
        figure: 'Fig. 2',
      }),
      record: { curves },
    };
  },
};

function decay(curve: GradientCurve): readonly Finding[] {
  const row = curve.name;
  const values = Array.from(normCurve(curve, 'minimax').y);
  const highest = Math.max(...values);
  const end = median(values.slice(-Math.ceil(values.length / 10)));
  return [
    { row, measure: 'highest norm', values: [highest], published: null },
    { row, measure: 'norm at the end', values: [end], published: null },
    {
      ...{ row, measure: 'orders of magnitude lost', values: [Math.log10(highest / end)] },
      published: 'up to 5',
    },
  ];
}
