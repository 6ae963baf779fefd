// Which engine a command computes on.

import { join } from 'node:path';
import { engineIds, isEngineId, listEngines, type EngineReport } from '../executors/catalog.ts';
import { automatic, chooseEngine } from '../executors/choose.ts';
import { nearest } from '../spec/nearest.ts';
import type { ChosenEngine } from '../trainer/messages.ts';
import { UsageError } from './args/usage-error.ts';
import type { Context } from './context.ts';
import { cacheDirectory } from './directories.ts';

/** Tries every engine out, or remembers how that went on this machine unless `refresh` is asked for. */
export function engineReports(
  { environment, output, places, version }: Context,
  { refresh = false } = {},
): Promise<readonly EngineReport[]> {
  let told = false;
  return listEngines({
    probe: places.probe,
    cacheFile: join(cacheDirectory(environment), 'engines.json'),
    programVersion: version,
    refresh,
    onProbe: () => {
      if (!told) output.note('Trying out the engines of this machine …');
      told = true;
    },
  });
}

/** Chooses, and says on stderr what and why. @throws UsageError when there is no such engine or it cannot be used */
export async function pickEngine(context: Context, requested: string): Promise<ChosenEngine> {
  checkEngineName(requested);
  const choice = chooseEngine(requested, await engineReports(context));
  if (choice.kind === 'refused') throw new UsageError(choice.sentence);
  context.output.note(choice.sentence);
  return { id: choice.id, device: choice.device };
}

/** Takes no time. @throws UsageError */
export function checkEngineName(requested: string): void {
  if (requested === automatic || isEngineId(requested)) return;
  const ids = [automatic, ...engineIds];
  const near = nearest(requested, ids);
  const advice = near === undefined ? `there are ${ids.join(', ')}` : `the nearest is ${near}`;
  throw new UsageError(`There is no engine "${requested}"; ${advice}.`);
}
