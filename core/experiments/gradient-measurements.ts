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
import { armOf, byArm } from './arms.ts';
import type { Arm, Lab, Length } from './experiment.ts';

export interface GradientCurve {
  /** How long the generator was trained: "after 300 iterations". */
  readonly name: string;
  readonly norms: readonly GradientNorms[];
}

const epoch = 938;
const protocols = {
  // About a tenth, a third and all of half an epoch, in place of 1, 10 and 25 epochs.
  desk: { moments: [100, 300, 900], updates: 4000, every: 20 },
  full: { moments: [epoch, 10 * epoch, 25 * epoch], updates: 4000, every: 10 },
} as const;

/** The same GAN trained for three lengths: checkpoints on the way are not kept for ever. */
export function gradientArms(length: Length): readonly Arm[] {
  const desk = length === 'desk';
  const width = desk ? 16 : 64;
  return protocols[length].moments.map((iterations) =>
    armOf(`after-${iterations}`, momentText(iterations, length), {
      name: `GAN, DCGAN ${momentText(iterations, length)}`,
      data: { kind: 'fashion-mnist', size: desk ? 28 : 64, channels: desk ? 1 : 3 },
      latent: { size: desk ? 64 : 100 },
      objective: { kind: 'gan' },
      generator: { kind: 'dcgan', width },
      critic: { kind: 'dcgan', width },
      batch: desk ? 32 : 64,
      iterations,
      evaluate: { every: 100, samples: 500 },
      grid: { columns: 8, rows: 8, every: 100 },
      checkpoint: { every: desk ? 300 : epoch },
    }),
  );
}

/** "after 300 iterations", "after 10 epochs" */
function momentText(iterations: number, length: Length): string {
  if (length === 'desk') return `after ${countText(iterations)} iterations`;
  const epochs = Math.round(iterations / epoch);
  return `after ${epochs} epoch${epochs === 1 ? '' : 's'}`;
}

/**
 * Measures, or reads what was measured before: a curve for each arm, with the first seed.
 * @throws ExportError where there is no discriminator; as a rejection
 */
export async function measureGradients(lab: Lab): Promise<readonly GradientCurve[]> {
  const { updates, every } = protocols[lab.length];
  const runs = byArm(lab).map(([first]) => first);
  const pace = pacer(lab.work);
  const curves: GradientCurve[] = [];
  for (const [at, { arm, run }] of runs.entries()) {
    const { kind } = run.spec.objective;
    if (kind !== 'gan' && kind !== 'gan-minimax') {
      throw new ExportError(
        `This experiment is about discriminators; leave objective.kind at gan, not ${kind}.`,
      );
    }
    // A run of a few iterations is a trial, and is not looked at for longer than that.
    const { iterations } = run.spec;
    const steps = iterations < every ? iterations : updates;
    const folder = join(lab.store.directory, 'reproduction');
    const file = join(folder, `gradients-${run.id}-${steps}.json`);
    const known = readCurve(file);
    if (known !== null) {
      curves.push(known);
      continue;
    }
    const { model, tensors } = generatorAt(lab.store, run, undefined);
    const executor = await lab.openExecutor();
    const norms: GradientNorms[] = [];
    try {
      const data = lab.openData(run.spec);
      const deps = { executor, generator: tensors, data, iterations: steps, every };
      for await (const one of generatorGradients(model, deps)) {
        norms.push(one);
        await pace(at * steps + one.iteration, runs.length * steps);
      }
    } finally {
      await executor.dispose();
    }
    const curve = { name: arm.title, norms };
    mkdirSync(folder, { recursive: true });
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
