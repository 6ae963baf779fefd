// How much the weight of the penalty matters, two-sided and one-sided: WGAN-LP's question, with the bias that lambda puts
// into the EM estimate.

import type { Curve } from '../export/curve.ts';
import { armOf, byArm, curveOf, lastOf } from './arms.ts';
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
  figure: 'section 5, toy data',
  question: 'How much do the samples, and the EM estimate, depend on the weight of the penalty?',
  expect:
    'The one-sided penalty (LP) is less sensitive to λ than the two-sided one (GP), for which large weights make ' +
    'training worse; the paper shows it by levels of the critic and by curves, not by a table. The EM estimate is above ' +
    'the true distance whatever the samples: at the optimum of the one-sided objective by at least W₁² / 4λ, so by far ' +
    'most at λ = 0.1, the value of the released code for points.',
  seeds: { desk: 1, full: 10 },
  arms,
  look: (lab) =>
    Promise.resolve({
      findings: byArm(lab).flatMap(findingsOf(lab)),
      figure: {
        title: 'The weight of the penalty',
        subtitle: '8 Gaussians, the same networks and noise, exact W₁ to held-out points',
        column: 300,
        rows: [
          {
            height: 200,
            axes: true,
            panels: kinds.map((kind) =>
              curvePanel({
                title: `${titles[kind]}: exact W₁`,
                note: 'lower is better',
                x: 'generator iterations',
                y: [0, 1.2],
                curves: ofKind(lab, kind).map(({ run, arm }) => ({
                  curve: curveOf(lab.store, run.id, 'w1'),
                  name: arm.title,
                })),
              }),
            ),
          },
          {
            height: 200,
            axes: true,
            panels: kinds.map((kind) =>
              curvePanel({
                title: `${titles[kind]}: EM estimate / exact W₁`,
                note: 'logarithmic; 1 is an estimate without bias',
                x: 'generator iterations',
                logarithmic: true,
                curves: ofKind(lab, kind).map(({ run, arm }) => ({
                  curve: ratio(lab, run.id),
                  name: arm.title,
                })),
              }),
            ),
          },
        ],
        caption: `After arXiv:1709.08894, section 5. The estimate is the median of the 25 iterations before each evaluation..`,
      },
    }),
};

/** `full`: the networks and the length of gan_toy.py. */
function arms(length: Length): readonly Arm[] {
  const desk = length === 'desk';
  const network = { kind: 'mlp', hidden: desk ? [128, 128, 128] : [512, 512, 512] };
  const lr = desk ? 5e-4 : 1e-4;
  return kinds.flatMap((kind) =>
    lambdas.map((weight) =>
      armOf(`${kind}-${weight}`, `${titles[kind]}, λ = ${weight}`, {
        name: `${titles[kind]}, λ = ${weight}`,
        data: { kind: '8gaussians' },
        objective: { kind, lambda: weight },
        ...{ generator: network, critic: network },
        optimizer: { generator: { lr }, critic: { lr } },
        iterations: desk ? 1500 : 100_000,
        evaluate: { every: desk ? 50 : 1000, samples: 2000 },
        grid: { columns: 32, rows: 32, every: desk ? 500 : 10_000 },
        checkpoint: { every: desk ? 1500 : 10_000 },
      }),
    ),
  );
}

function ofKind(lab: Lab, kind: (typeof kinds)[number]): readonly TrainedArm[] {
  return byArm(lab)
    .map(([first]) => first)
    .filter(({ arm }) => arm.id.startsWith(`${kind}-`));
}

/** Iterations before an evaluation over which the estimate is taken: it is that of single batches. */
const memory = 25;

/** The EM estimate divided by the exact distance, at each evaluation but the first. */
function ratio({ store }: Lab, run: string): Curve {
  const distances = curveOf(store, run, 'w1');
  const estimates = curveOf(store, run, 'em_estimate');
  const points = Array.from(distances.x, (iteration, i) => {
    const near = Array.from(estimates.x)
      .map((x, at) => [x, estimates.y[at]] as const)
      .filter(([x]) => x <= iteration && x > iteration - memory)
      .map(([, y]) => y);
    return [iteration, median(near) / distances.y[i]] as const;
  }).filter(([iteration]) => iteration > 0);
  return { x: points.map(([x]) => x), y: points.map(([, y]) => y) };
}

function findingsOf(lab: Lab): (runs: readonly TrainedArm[]) => readonly Finding[] {
  return (runs) => {
    const [{ arm }] = runs;
    const row = arm.title;
    const weight = 'lambda' in arm.spec.objective ? arm.spec.objective.lambda : NaN;
    const distances = runs.map(({ run }) => curveOf(lab.store, run.id, 'w1'));
    const ratios = runs.map(({ run }) => ratio(lab, run.id));
    const end = distances.map(({ y }) => median(Array.from(y).slice(-5)));
    return [
      { row, measure: 'W1 at the end', values: end, published: null },
      {
        row,
        measure: 'best W1',
        values: distances.map(({ y }) => Math.min(...Array.from(y))),
        published: null,
      },
      {
        ...{ row, measure: 'EM / W1, all evaluations' },
        values: ratios.map(({ y }) => median(Array.from(y))),
        published: null,
      },
      { row, measure: 'EM / W1 at the end', values: ratios.map(lastOf), published: null },
      {
        ...{ row, measure: '1 + W1 / 4 lambda' },
        values: distances.map(({ y }) => 1 + median(Array.from(y).slice(1)) / (4 * weight)),
        published: null,
      },
    ];
  };
}
