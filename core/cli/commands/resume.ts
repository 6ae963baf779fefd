// critic resume: go on with a run that was stopped, crashed or ran out of disk.

import { openHost } from '../../host/host.ts';
import { UsageError } from '../args/usage-error.ts';
import type { Context } from '../context.ts';
import { dataDirectory } from '../directories.ts';
import { endingText } from '../ending.ts';
import { checkEngineName, pickEngine } from '../engine.ts';
import { exitCodes, type ExitCode } from '../exit.ts';
import { exitCodeOf, follow } from '../follow.ts';
import type { ResumeRequest } from '../request.ts';
import { hasStore, noRuns } from '../stored.ts';

export async function resume(request: ResumeRequest, context: Context): Promise<ExitCode> {
  const { output, places } = context;
  const dataDir = dataDirectory(request.data, context.environment);
  if (request.engine !== undefined) checkEngineName(request.engine);
  if (!hasStore(dataDir)) throw new UsageError(noRuns(dataDir));
  const host = openHost({ dataDir, resourcesDir: places.resources, trainerEntry: places.trainer });
  try {
    const before = host.store.runs.get(request.run);
    host.checkResumable(before);
    const engine = await pickEngine(context, request.engine ?? before.engine?.id ?? 'auto');
    if (before.engine !== null && before.engine.id !== engine.id) {
      output.note(
        `It was started on ${before.engine.id}; on ${engine.id} it goes on with other rounding, so not bit for bit.`,
      );
    }
    const run = await follow(context, host, () => host.resumeRun(before.id, { engine }));
    const code = exitCodeOf(run);
    const text = endingText(host.store, run, context);
    if (code === exitCodes.done) output.line(text);
    else output.note(text);
    return code;
  } finally {
    await host.close();
  }
}
