// critic without a command: the starter comparison, a GAN against a WGAN with gradient penalty on real images.

import { planArms } from '../arms.ts';
import { compareArms } from '../comparison.ts';
import type { Context } from '../context.ts';
import { checkOutFile, checkWritable, dataDirectory } from '../directories.ts';
import { checkEngineName } from '../engine.ts';
import { exitCodes, type ExitCode } from '../exit.ts';
import type { StartRequest } from '../request.ts';
import { readTarget } from '../targets.ts';

const starter = ['fashion-gan', 'fashion-wgan-gp'] as const;

export async function start(request: StartRequest, context: Context): Promise<ExitCode> {
  const { output, program } = context;
  checkEngineName(request.engine);
  const out = checkOutFile(request.out ?? 'comparison.png');
  const dataDir = dataDirectory(request.data, context.environment);
  checkWritable(dataDir, 'The data directory');
  const specs = starter.map((id) => readTarget(id, { settings: [] }).spec);
  const { arms, budget } = planArms(specs, { unit: 'iterations' });
  output.note('Training a GAN and a WGAN-GP on Fashion-MNIST, one after the other. Ctrl-C saves and stops.');
  const code = await compareArms(context, { arms, budget, engine: request.engine, dataDir, out });
  if (code === exitCodes.done) {
    output.line();
    output.line('Next:');
    output.line(
      `  ${program} presets                                        everything that is ready to train`,
    );
    output.line(`  ${program} compare fashion-gan fashion-wgan fashion-wgan-gp   three objectives`);
    output.line(
      `  ${program} compare toy-8gaussians-gan toy-8gaussians-wgan-gp  mode collapse, in the plane`,
    );
    output.line(`  ${program} --help                                         everything else`);
  }
  return code;
}
