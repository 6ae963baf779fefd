// One of the two norms over discriminator updates, for generators of different ages, on a logarithmic scale.

import type { Curve } from '../export/curve.ts';
import type { Lab } from './experiment.ts';
import type { GradientCurve } from './gradient-measurements.ts';
import { curvePanel } from './panels.ts';
import type { Plate } from './plate.ts';

type NormName = 'minimax' | 'nonSaturating';

export function normCurve({ norms }: GradientCurve, name: NormName): Curve {
  return { x: norms.map(({ iteration }) => iteration), y: norms.map((one) => one[name]) };
}

export interface NormFigure {
  readonly title: string;
  /** Whose gradient is drawn: "−log D(G(z))". */
  readonly loss: string;
  readonly name: NormName;
  /** Of the paper. */
  readonly figure: string;
}

export function gradientFigure(lab: Lab, curves: readonly GradientCurve[], texts: NormFigure): Plate {
  const size = lab.length === 'desk' ? 'Fashion-MNIST at 28 pixels, width 16' : 'Fashion-MNIST at 64 pixels';
  return {
    title: texts.title,
    subtitle: `Norm of the generator’s gradient of ${texts.loss}, generator fixed, logarithmic scale`,
    column: 620,
    rows: [
      {
        height: 320,
        axes: true,
        panels: [
          curvePanel({
            title: 'DCGAN generators of different ages',
            note: 'each against a discriminator that is trained from scratch',
            x: 'discriminator updates',
            logarithmic: true,
            curves: curves.map((curve) => ({
              curve: normCurve(curve, texts.name),
              name: curve.name,
            })),
          }),
        ],
      },
    ],
    caption: `After ${texts.figure} of arXiv:1701.04862, with ${size}. The norm is of the mean over one batch, taken over all weights of the generator.`,
  };
}
