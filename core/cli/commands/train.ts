// critic train: one run, from a preset or a spec file.

import { openHost } from '../../host/host.ts';
import type { Context } from '../context.ts';
import { checkWritable, dataDirectory } from '../directories.ts';
import { endingText } from '../ending.ts';
import { checkEngineName, pickEngine } from '../engine.ts';
import { exitCodes, type ExitCode } from '../exit.ts';
import { exitCodeOf, follow } from '../follow.ts';
import type { TrainRequest } from '../request.ts';
import { checkData, readTarget } from '../targets.ts';

export async function train(request: TrainRequest, context: Context): Promise<ExitCode> {
  const { output, places, program } = context;
  const dataDir = dataDirectory(request.data, context.environment);
  const { spec, warnings } = readTarget(request.target, request);
  checkEngineName(request.engine);
  checkWritable(dataDir, 'The data directory');
  await checkData(spec, context);
  for (const warning of warnings) output.note(`Note: ${warning}`);
  const engine = await pickEngine(context, request.engine);

  const host = openHost({ dataDir, resourcesDir: places.resources, trainerEntry: places.trainer });
  try {
    const run = await follow(context, host, () => host.startRun(spec, { engine }));
    const code = exitCodeOf(run);
    const text = endingText(host.store, run, context);
    if (code === exitCodes.done) {
      output.line(text);
      output.line(`The run is ${run.id} in ${dataDir}.`);
      output.line(`See its samples: ${program} export grid ${run.id} --out samples.png`);
    } else output.note(text);
    return code;
  } finally {
    await host.close();
  }
}
