// The folders that belong to the user: where runs are kept, and where results of trying out engines are.

import { accessSync, constants, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { cacheFolder } from '../datasets/cache-folder.ts';
import { UsageError } from './args/usage-error.ts';

export { cacheFolder as cacheDirectory };

type Environment = Readonly<Record<string, string | undefined>>;

/** Variables that are set to nothing count as not set. */
function variable(environment: Environment, name: string): string | undefined {
  const value = environment[name];
  return value === undefined || value === '' ? undefined : value;
}

/** `--data`, else `CRITIC_DATA`, else the platform's place for a user's data. */
export function dataDirectory(
  option: string | undefined,
  environment: Environment,
  platform: NodeJS.Platform = process.platform,
): string {
  const chosen = option ?? variable(environment, 'CRITIC_DATA');
  if (chosen !== undefined) return resolve(chosen);
  const home = homedir();
  switch (platform) {
    case 'win32':
      return join(variable(environment, 'APPDATA') ?? join(home, 'AppData', 'Roaming'), 'Critic');
    case 'darwin':
      return join(home, 'Library', 'Application Support', 'Critic');
    default:
      return join(variable(environment, 'XDG_DATA_HOME') ?? join(home, '.local', 'share'), 'critic');
  }
}

/** Looks whether a folder could be written or made, without touching anything. @throws UsageError */
export function checkWritable(folder: string, what: string): void {
  const place = nearestExisting(folder);
  if (!statSync(place).isDirectory()) {
    throw new UsageError(
      `${what} ${folder} cannot be used: ${place} is not a directory; choose another one.`,
    );
  }
  try {
    accessSync(place, constants.W_OK);
  } catch {
    throw new UsageError(
      `${what} ${folder} cannot be used: ${place} may not be written; choose another one or change its permissions.`,
    );
  }
}

/** Looks whether a file could be written, without touching anything. @throws UsageError */
export function checkOutFile(file: string): string {
  const path = resolve(file);
  const folder = dirname(path);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new UsageError(`--out ${file} cannot be written: there is no folder ${folder}; make it first.`);
  }
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) {
    throw new UsageError(`--out ${file} is a folder; give the name of a file in it.`);
  }
  checkWritable(folder, '--out: the folder');
  return path;
}

function nearestExisting(path: string): string {
  let place = path;
  for (;;) {
    try {
      statSync(place);
      return place;
    } catch (error) {
      const parent = dirname(place);
      // A path below a file is not there either; the file is what to tell of.
      if (parent === place) throw error;
      place = parent;
    }
  }
}
