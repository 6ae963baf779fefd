// The measurements behind both figures of Arjovsky and Bottou (arXiv:1701.04862): the generator of one GAN at three
// moments of its training, and for each the norms of its gradient while a new discriminator learns. Both experiments
// need all of them, so they are kept in the data directory.

import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ExportError } from '../export/errors.ts';
import { writeBytes } from '../export/file.ts';
import { generatorAt } from '../export/generator-at.ts';
import { countText } from '../export/ticks.ts';
import { pacer } from '../export/work.ts';
import { generatorGradients, type GradientNorms } from '../gan/generator-gradient.ts';
import { armOf, shown } from './arms.ts';
import type { Arm, Lab, Length } from './experiment.ts';

export interface GradientCurve {
  /** Iterations that the generator was trained for. */
  readonly trained: number;
  readonly norms: readonly GradientNorms[];
}

const epoch = 938;
const protocols = {
  // About a tenth, a third and all of half an epoch, in place of 1, 10 and 25 epochs.
  desk: { iterations: 900, moments: [100, 300, 900], updates: 400, every: 4 },
  full: { iterations: 25 * epoch, moments: [epoch, 10 * epoch, 25 * epoch], updates: 4000, every: 10 },
} as const;

/** The one GAN whose generator is looked at. */
export function gradientArms(length: Length): readonly Arm[] {
  const { iterations, moments } = protocols[length];
  const desk = length === 'desk';
  const width = desk ? 16 : 64;
  return [
    armOf('dcgan', 'DCGAN', {
      name: 'GAN, DCGAN for its gradients',
      data: { kind: 'fashion-mnist', size: desk ? 28 : 64, channels: desk ? 1 : 3 },
      latent: { size: desk ? 64 : 100 },
      objective: { kind: 'gan' },
      generator: { kind: 'dcgan', width },
      critic: { kind: 'dcgan', width },
      batch: desk ? 32 : 64,
      iterations,
      evaluate: { every: moments[0], samples: 500 },
      grid: { columns: 8, rows: 8, every: moments[0] },
      checkpoint: { every: moments[0] },
    }),
  ];
}

/** Measures, or reads what was measured before. @throws ExportError where the run has no discriminator; as a rejection */
export async function measureGradients(lab: Lab): Promise<readonly GradientCurve[]> {
  const { store, length } = lab;
  const { run, arm } = shown(lab, 'dcgan');
  const { moments, updates, every } = protocols[length];
  const kind = arm.spec.objective.kind;
  if (kind !== 'gan' && kind !== 'gan-minimax') {
    throw new ExportError(
      `This experiment is about discriminators; leave objective.kind at gan, not ${kind}.`,
    );
  }
  const there = store.checkpoints.list(run.id).map(({ iteration }) => iteration);
  const nearest = (wanted: number): number =>
    there.reduce(
      (best, one) => (Math.abs(one - wanted) < Math.abs(best - wanted) ? one : best),
      there[0] ?? 0,
    );
  // A run that was cut short has fewer moments, and is looked at for no longer than it trained.
  const chosen = [...new Set(moments.map(nearest))];
  const trainedFor = arm.spec.iterations;
  const steps = Math.min(updates, trainedFor);
  const pace = pacer(lab.work);
  const curves: GradientCurve[] = [];
  for (const [at, iteration] of chosen.entries()) {
    const file = join(store.directory, 'reproduction', `gradients-${run.id}-${iteration}-${steps}.json`);
    const known = readCurve(file);
    if (known !== null) {
      curves.push(known);
      continue;
    }
    const { model, tensors } = generatorAt(store, run, iteration);
    const executor = await lab.openExecutor();
    const norms: GradientNorms[] = [];
    try {
      const data = lab.openData(run.spec);
      const deps = { executor, generator: tensors, data, iterations: steps, every };
      for await (const one of generatorGradients(model, deps)) {
        norms.push(one);
        await pace(at * steps + one.iteration, chosen.length * steps);
      }
    } finally {
      await executor.dispose();
    }
    const curve = { trained: iteration, norms };
    mkdirSync(join(store.directory, 'reproduction'), { recursive: true });
    writeBytes(file, new TextEncoder().encode(JSON.stringify(curve)));
    curves.push(curve);
  }
  return curves;
}

/** Null where nothing was kept. */
function readCurve(file: string): GradientCurve | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as GradientCurve;
  } catch {
    return null;
  }
}

/** "after 300 iterations", "after 10 epochs" */
export function momentText({ trained }: GradientCurve, length: Length): string {
  if (length === 'desk') return `after ${countText(trained)} iterations`;
  const epochs = Math.round(trained / epoch);
  return `after ${epochs} epoch${epochs === 1 ? '' : 's'}`;
}
