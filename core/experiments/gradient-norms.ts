// Gradients on their way back through a deep critic, with clipping and with a gradient penalty: WGAN-GP, Fig. 1b.

import { activationGradientNorms } from '../gan/activation-gradients.ts';
import { generatorAt } from '../export/generator-at.ts';
import { pacer } from '../export/work.ts';
import { tensorsOf } from '../gan/checkpoint-tensors.ts';
import { fillLatents } from '../gan/latent.ts';
import { RandomStream } from '../nn/random.ts';
import { armOf, byArm } from './arms.ts';
import type { Arm, Experiment, Finding, Lab, Length, TrainedArm } from './experiment.ts';
import { curvePanel } from './panels.ts';
import type { Plate } from './plate.ts';

const layers = 12;
const thresholds = [0.001, 0.01, 0.1] as const;

export const gradientNorms: Experiment = {
  id: 'gradient-norms',
  title: 'Clipping makes gradients explode or vanish in deep critics',
  paper:
    'Gulrajani, Ahmed, Arjovsky, Dumoulin and Courville 2017, Improved training of Wasserstein GANs, arXiv:1704.00028',
  figure: 'Fig. 1b',
  question: 'How large is the gradient of the critic’s loss when it arrives at the layers near the input?',
  expect:
    'Generator and critic are MLPs of 12 ReLU layers without batch norm, on the Swiss roll. With each of the clipping ' +
    'thresholds 0.1, 0.01 and 0.001 the norm of the gradient by the activations grows or decays exponentially from the last ' +
    'layer to the first. With the gradient penalty it does neither.',
  seeds: { desk: 1, full: 1 },
  arms,
  async look(lab) {
    const found = await measured(lab);
    return {
      findings: found.flatMap((runs) => findingsOf(runs)),
      figure: figureOf(lab, found),
      record: {
        norms: found.flatMap((runs) =>
          runs.map(({ of: { arm, seed }, norms }) => ({ arm: arm.id, seed, norms })),
        ),
      },
    };
  },
};

function arms(length: Length): readonly Arm[] {
  const desk = length === 'desk';
  const width = desk ? 256 : 512;
  const network = { kind: 'mlp', hidden: Array.from({ length: layers }, () => width) };
  const arm = (id: string, title: string, objective: object): Arm =>
    armOf(id, title, {
      name: `12 layers on the Swiss roll, ${title}`,
      data: { kind: 'swissroll' },
      generator: network,
      critic: network,
      objective,
      ...(desk ? { batch: 64 } : {}),
      iterations: desk ? 500 : 20_000,
      evaluate: { every: desk ? 100 : 1000, samples: 1000 },
      grid: { columns: 32, rows: 32, every: desk ? 250 : 1000 },
      checkpoint: { every: desk ? 250 : 1000 },
    });
  return [
    ...thresholds.map((clip) => arm(`clip-${clip}`, `clipping at ${clip}`, { kind: 'wgan', clip })),
    arm('penalty', 'gradient penalty', { kind: 'wgan-gp' }),
  ];
}

/** Of one run: by the input, then by each layer. */
interface Norms {
  readonly of: TrainedArm;
  readonly norms: readonly number[];
}

async function measured(lab: Lab): Promise<readonly (readonly Norms[])[]> {
  const pace = pacer(lab.work);
  const found: Norms[][] = [];
  const total = lab.trained.length;
  let done = 0;
  for (const runs of byArm(lab)) {
    const norms: Norms[] = [];
    for (const of of runs) {
      norms.push({ of, norms: await normsOf(lab, of) });
      done += 1;
      await pace(done, total);
    }
    found.push(norms);
  }
  return found;
}

/** Of the run as it ended, on a batch of its training data. */
async function normsOf(lab: Lab, { run }: TrainedArm): Promise<readonly number[]> {
  const { model, checkpoint } = generatorAt(lab.store, run, undefined);
  const { spec, sample, generator, critic } = model;
  const needed = [...generator.parameters, ...critic.parameters, ...critic.statistics];
  const tensors = tensorsOf(
    checkpoint.tensors,
    needed.map((one) => [one.name, one] as const),
  );
  const data = lab.openData(spec);
  const real = new Float32Array(spec.batch * sample.reduce((product, edge) => product * edge, 1));
  data.samples.read(data.order.next(spec.batch), real);
  const stream = RandomStream.of(spec.seed, 'gradient-look');
  const latent = fillLatents(spec.latent, stream, new Float32Array(spec.batch * spec.latent.size));
  const executor = await lab.openExecutor();
  try {
    return await activationGradientNorms(model, { executor, tensors, real, latent });
  } finally {
    await executor.dispose();
  }
}

function findingsOf(runs: readonly Norms[]): readonly Finding[] {
  const { arm } = runs[0].of;
  const row = arm.title;
  const clipping = arm.spec.objective.kind === 'wgan';
  const each = (value: (norms: readonly number[]) => number): readonly number[] =>
    runs.map(({ norms }) => value(norms));
  return [
    {
      row,
      measure: 'norm at the last layer',
      values: each((norms) => norms[norms.length - 1]),
      published: null,
    },
    { row, measure: 'norm at the input', values: each((norms) => norms[0]), published: null },
    {
      ...{ row, measure: 'factor per layer', values: each(factorPerLayer) },
      published: clipping ? 'grows or decays' : 'neither',
    },
  ];
}

/** What the norm is multiplied by, in the mean, when the gradient goes back through one layer. */
function factorPerLayer(norms: readonly number[]): number {
  return (norms[0] / norms[norms.length - 1]) ** (1 / (norms.length - 1));
}

function figureOf(lab: Lab, found: readonly (readonly Norms[])[]): Plate {
  const width = lab.length === 'desk' ? 256 : 512;
  return {
    title: 'Gradients in a deep critic',
    subtitle: 'Norm of the gradient of the critic’s loss by its activations, logarithmic scale',
    column: 620,
    rows: [
      {
        height: 320,
        axes: true,
        panels: [
          curvePanel({
            title: `Swiss roll, ${layers} layers in both networks`,
            note: 'the gradient comes from the right; 0 is the input',
            x: 'layer of the critic',
            logarithmic: true,
            curves: found.map(([{ of, norms }]) => ({
              curve: { x: norms.map((_, at) => at), y: norms },
              name: of.arm.title,
            })),
          }),
        ],
      },
    ],
    caption: `After Fig. 1b of arXiv:1704.00028, at the end of training, with layers of ${width}. The norm is that of one sample, as the mean over a batch; with the penalty, too, it is that of the loss without it.`,
  };
}
