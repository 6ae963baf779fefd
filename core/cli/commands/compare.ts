// critic compare: two to six runs side by side.

import { planArms } from '../../host/arms.ts';
import { UsageError } from '../args/usage-error.ts';
import { checkOutFile, checkWritable, dataDirectory } from '../directories.ts';
import { compareArms } from '../comparison.ts';
import type { Context } from '../context.ts';
import { checkEngineName } from '../engine.ts';
import type { ExitCode } from '../exit.ts';
import type { CompareRequest } from '../request.ts';
import { checkData, readTarget } from '../targets.ts';

export async function compare(request: CompareRequest, context: Context): Promise<ExitCode> {
  const { output, environment } = context;
  if (request.budget.unit === 'seconds' && request.budget.amount === undefined) {
    throw new UsageError('--budget seconds needs to know how many, as in --budget seconds=120.', 'compare');
  }
  const targets = request.targets.map((target) => readTarget(target, request));
  const { arms, budget, notes } = planArms(
    targets.map(({ spec }) => spec),
    request.budget,
  );
  checkEngineName(request.engine);
  const out = checkOutFile(request.out ?? 'comparison.png');
  const dataDir = dataDirectory(request.data, environment);
  checkWritable(dataDir, 'The data directory');
  for (const arm of arms) await checkData(arm, context);
  const warnings = new Set(targets.flatMap((target) => target.warnings));
  for (const note of [...notes, ...warnings]) output.note(`Note: ${note}`);
  return compareArms(context, { arms, budget, engine: request.engine, dataDir, out });
}
