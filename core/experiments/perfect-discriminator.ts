// The generator's gradient as its discriminator gets better: that of log(1 - D) vanishes, that of -log D grows and becomes
// noisy. Arjovsky and Bottou, Fig. 2 and 3: two looks at the same measurements.

import type { Experiment, Finding } from './experiment.ts';
import { gradientFigure, normCurve, type NormFigure } from './gradient-figure.ts';
import { gradientArms, measureGradients, type GradientCurve } from './gradient-measurements.ts';
import { median } from './median.ts';

/** One of the two: what is said of it, the loss it is about, and what is found in a curve. */
interface Look extends Pick<Experiment, 'id' | 'title' | 'question' | 'expect'> {
  readonly drawn: NormFigure;
  readonly find: (curve: GradientCurve) => readonly Finding[];
}

function experimentOf({ drawn, find, ...words }: Look): Experiment {
  return {
    ...words,
    paper:
      'Arjovsky and Bottou 2017, Towards Principled Methods for Training Generative Adversarial Networks, arXiv:1701.04862',
    figure: drawn.figure,
    seeds: { desk: 1, full: 1 },
    arms: gradientArms,
    async look(lab) {
      const curves = await measureGradients(lab);
      return {
        findings: curves.flatMap(find),
        figure: gradientFigure(lab, curves, drawn),
        record: { curves },
      };
    },
  };
}

export const vanishingGradient = experimentOf({
  id: 'vanishing-gradient',
  title: 'The gradient of log(1 − D) vanishes as D gets better',
  question: 'What does a generator learn from a discriminator that has been trained to its end?',
  expect:
    'A DCGAN is trained for 1, 10 and 25 epochs. Then, with the generator fixed, a discriminator is trained from ' +
    'scratch: the norm of the gradient of log(1 − D(G(z))) decays quickly, in the best case by 5 orders of magnitude ' +
    'after 4,000 discriminator updates.',
  drawn: {
    title: 'The vanishing gradient',
    loss: 'log(1 − D(G(z)))',
    name: 'minimax',
    figure: 'Fig. 2',
  },
  find: decay,
});

export const unstableGradient = experimentOf({
  id: 'unstable-gradient',
  title: 'The gradient of −log D grows and becomes noisy as D gets better',
  question: 'Does −log D(G(z)) cure the vanishing gradient?',
  expect:
    'In the same setting as Fig. 2 the norm of the gradient of −log D(G(z)) grows quickly instead, and the curves become ' +
    'noisier, so its variance grows, too. The paper gives no numbers but the curves.',
  drawn: {
    title: 'The unstable gradient',
    loss: '−log D(G(z))',
    name: 'nonSaturating',
    figure: 'Fig. 3',
  },
  find: growth,
});

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
