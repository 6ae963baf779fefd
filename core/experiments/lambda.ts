// How much the weight of the penalty matters, two-sided and one-sided: WGAN-LP's question, with the bias that lambda puts
// into the EM estimate.

import type { Curve } from '../export/curve.ts';
import { leastEstimate } from '../lab/penalised-critic.ts';
import { armOf, byArm, curveOf } from './arms.ts';
import type { Arm, Experiment, Finding, Lab, Length, TrainedArm } from './experiment.ts';
import { median } from './median.ts';
import { curvePanel } from './panels.ts';

const lambdas = [0.1, 1, 5, 10] as const;
const kinds = ['wgan-gp', 'wgan-lp'] as const;
const titles = { 'wgan-gp': 'GP', 'wgan-lp': 'LP' } as const;

export const lambda: Experiment = {
  id: 'lambda',
  title: 'How much λ matters, two-sided and one-sided',
  paper: 'Petzka, Fischer and Lukovnikov 2017, On the regularization of Wasserstein GANs, arXiv:1709.08894',
  figure: 'toy data',
  question: 'How much do the samples, and the EM estimate, depend on the weight of the penalty?',
  expect:
    'The one-sided penalty (LP) is less sensitive to λ than the two-sided one (GP), for which large weights make ' +
    'training worse; the paper shows it by pictures of critics and by curves, without a table. The EM estimate is above ' +
    'the true distance whatever the samples: at the optimum of the one-sided objective by at least W₁² / 4λ, so by far ' +
    'most at λ = 0.1, the value of the released code for points.',
  seeds: { desk: 1, full: 5 },
  arms,
  look: (lab) =>
    Promise.resolve({
      findings: byArm(lab).flatMap((runs) => findingsOf(lab, runs)),
      figure: {
        title: 'The weight of the penalty',
        subtitle: '8 Gaussians, the same networks and noise, exact W₁ to held-out points',
        column: 360,
        rows: [
          {
            height: 200,
            axes: true,
            panels: kinds.map((kind) =>
              curvePanel({
                title: `${titles[kind]}: exact W₁`,
                note: 'lower is better',
                x: 'generator iterations',
                y: [0, 2.2],
                curves: ofKind(lab, 'learns', kind).map(({ run, arm }) => ({
                  curve: curveOf(lab.store, run.id, 'w1'),
                  name: `λ = ${weightOf(arm)}`,
                })),
              }),
            ),
          },
          {
            height: 200,
            axes: true,
            panels: kinds.map((kind) =>
              curvePanel({
                title: `${titles[kind]}, fixed generator: EM estimate / exact W₁`,
                note: 'real + N(0, 1), so that only the critic learns; logarithmic',
                x: 'generator iterations',
                logarithmic: true,
                curves: ofKind(lab, 'fixed', kind).map(({ run, arm }) => ({
                  curve: ratio(lab, run.id),
                  name: `λ = ${weightOf(arm)}`,
                })),
              }),
            ),
          },
        ],
        caption:
          'After arXiv:1709.08894. The estimate is the median of the 25 iterations before each evaluation, the distance that of 2,000 samples, whose own noise is about 0.04.',
      },
    }),
};

/** With a generator that learns, and with real points + N(0, 1) in its place, so that the critic gets to its optimum. */
const settings = ['learns', 'fixed'] as const;
type Setting = (typeof settings)[number];

/** `full`: the networks and the length of gan_toy.py. */
function arms(length: Length): readonly Arm[] {
  const desk = length === 'desk';
  const network = { kind: 'mlp', hidden: desk ? [128, 128, 128] : [512, 512, 512] };
  const lr = desk ? 5e-4 : 1e-4;
  const lengths = { learns: desk ? 800 : 100_000, fixed: desk ? 400 : 10_000 };
  return settings.flatMap((setting) =>
    kinds.flatMap((kind) =>
      lambdas.map((weight) => {
        const name = `${titles[kind]}, λ = ${weight}`;
        const iterations = lengths[setting];
        return armOf(`${setting}-${kind}-${weight}`, setting === 'fixed' ? `${name}, fixed` : name, {
          name: setting === 'fixed' ? `${name}, real + noise` : name,
          data: { kind: '8gaussians' },
          objective: { kind, lambda: weight },
          generator: setting === 'fixed' ? { kind: 'real-plus-noise', deviation: 1 } : network,
          critic: network,
          optimizer: { generator: { lr }, critic: { lr } },
          iterations,
          evaluate: { every: desk ? (setting === 'fixed' ? 50 : 100) : 1000, samples: 2000 },
          grid: { columns: 32, rows: 32, every: desk ? 400 : 10_000 },
          checkpoint: { every: desk ? iterations : 10_000 },
        });
      }),
    ),
  );
}

function ofKind(lab: Lab, setting: Setting, kind: (typeof kinds)[number]): readonly TrainedArm[] {
  return byArm(lab)
    .map(([first]) => first)
    .filter(({ arm }) => arm.id.startsWith(`${setting}-${kind}-`));
}

function weightOf({ spec }: Arm): number {
  return 'lambda' in spec.objective ? spec.objective.lambda : NaN;
}

/** Iterations before an evaluation over which the estimate is taken: it is that of single batches. */
const memory = 25;

/** The EM estimate divided by the exact distance, at each evaluation but the first. */
function ratio({ store }: Lab, run: string): Curve {
  const distances = curveOf(store, run, 'w1');
  const estimates = curveOf(store, run, 'em_estimate');
  const points = Array.from(distances.x, (iteration, i) => {
    const near = Array.from(estimates.y).filter((_, at) => {
      const x = estimates.x[at];
      return x <= iteration && x > iteration - memory;
    });
    return [iteration, median(near) / distances.y[i]] as const;
  }).filter(([iteration]) => iteration > 0);
  return { x: points.map(([x]) => x), y: points.map(([, y]) => y) };
}

/** Evaluations at the end over which numbers are taken. */
const lastFew = 3;

function findingsOf(lab: Lab, runs: readonly TrainedArm[]): readonly Finding[] {
  const [{ arm }] = runs;
  const row = arm.title;
  const weight = weightOf(arm);
  const end = (curve: Curve): number => median(Array.from(curve.y).slice(-lastFew));
  const distances = runs.map(({ run }) => end(curveOf(lab.store, run.id, 'w1')));
  return [
    { row, measure: 'W1 at the end', values: distances, published: null },
    {
      row,
      measure: 'EM / W1 at the end',
      values: runs.map(({ run }) => end(ratio(lab, run.id))),
      published: null,
    },
    {
      ...{ row, measure: 'at least, at the optimum', published: null },
      values: distances.map((distance) => leastEstimate(distance, weight) / distance),
    },
  ];
}
