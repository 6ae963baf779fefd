// Where prepared and downloaded data are kept: the platform's place for what can be made or fetched again.

import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** `CRITIC_CACHE`, else the platform's place for a user's caches. Variables that are set to nothing count as not set. */
export function cacheFolder(
  environment: Environment = process.env,
  platform: NodeJS.Platform = process.platform,
): string {
  const variable = (name: string): string | undefined =>
    environment[name] === '' ? undefined : environment[name];
  const chosen = variable('CRITIC_CACHE');
  if (chosen !== undefined) return resolve(chosen);
  const home = homedir();
  switch (platform) {
    case 'win32':
      return join(variable('LOCALAPPDATA') ?? join(home, 'AppData', 'Local'), 'Critic', 'Cache');
    case 'darwin':
      return join(home, 'Library', 'Caches', 'Critic');
    default:
      return join(variable('XDG_CACHE_HOME') ?? join(home, '.cache'), 'critic');
  }
}

/** Of data sets that were read from many files or unpacked. */
export function preparedFolder(environment?: Environment): string {
  return join(cacheFolder(environment), 'prepared');
}

/** Of known downloads, each in a folder of its name. */
export function downloadFolder(name: string, environment?: Environment): string {
  return join(cacheFolder(environment), 'downloads', name);
}
