// critic reproduce: experiments of the literature, listed or done again.

import { experiments, findExperiment } from '../../experiments/catalog.ts';
import type { Arm, Experiment } from '../../experiments/experiment.ts';
import { nearest } from '../../spec/nearest.ts';
import { hasErrors, type Problem } from '../../spec/problem.ts';
import { applySettings } from '../../spec/set-path.ts';
import { validateSpec } from '../../spec/validate.ts';
import { UsageError } from '../args/usage-error.ts';
import type { Context } from '../context.ts';
import { checkOutFile, checkWritable, dataDirectory } from '../directories.ts';
import { checkEngineName } from '../engine.ts';
import { exitCodes, type ExitCode } from '../exit.ts';
import { reproduceExperiment } from '../reproduction.ts';
import type { ReproduceRequest } from '../request.ts';

export async function reproduce(request: ReproduceRequest, context: Context): Promise<ExitCode> {
  if (request.name === undefined) return list(context);
  const experiment = findExperiment(request.name);
  if (experiment === undefined) throw unknown(request.name);
  const { output, environment } = context;
  const length = request.full ? 'full' : 'desk';
  const arms = experiment.arms(length).map((arm) => withSettings(arm, request.settings));
  checkEngineName(request.engine);
  const out = checkOutFile(request.out ?? `${experiment.id}.png`);
  const dataDir = dataDirectory(request.data, environment);
  checkWritable(dataDir, 'The data directory');
  for (const line of [
    `${experiment.title}. ${experiment.paper}, ${experiment.figure}.`,
    experiment.expect,
    '',
  ]) {
    output.line(line);
  }
  const seeds = request.seeds ?? experiment.seeds[length];
  return reproduceExperiment(context, {
    ...{ experiment, length, arms, seeds, engine: request.engine, dataDir, out },
  });
}

function list({ output, program }: Context): ExitCode {
  for (const { id, title, paper, figure, question, expect, seeds, arms } of experiments) {
    output.object({
      ...{ kind: 'experiment', id, title, paper, figure, question, expect, seeds },
      arms: arms('desk').map((arm) => ({ id: arm.id, title: arm.title })),
    });
    output.line(`${id}: ${title}`);
    output.line(`  ${paper}, ${figure}`);
  }
  output.line();
  output.line(`Run one with: ${program} reproduce ${experiments[0].id}`);
  return exitCodes.done;
}

function unknown(name: string): UsageError {
  const near = nearest(
    name,
    experiments.map(({ id }: Experiment) => id),
  );
  const advice = near === undefined ? 'critic reproduce lists them' : `the nearest is ${near}`;
  return new UsageError(`There is no experiment "${name}"; ${advice}.`, 'reproduce');
}

/** @throws UsageError when a setting does not fit this arm */
function withSettings(arm: Arm, settings: readonly string[]): Arm {
  const set = applySettings(arm.spec, settings, { untouched: arm.spec });
  if ('problems' in set) throw wrong(arm, set.problems);
  const problems = validateSpec(set.spec);
  if (hasErrors(problems)) throw wrong(arm, problems);
  return { ...arm, spec: set.spec };
}

function wrong({ title }: Arm, problems: readonly Problem[]): UsageError {
  const errors = problems.filter(({ severity }) => severity === 'error');
  return new UsageError(errors.map(({ sentence }) => `${title}: ${sentence}`).join('\n'), 'reproduce');
}
