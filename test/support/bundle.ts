// Before the tests: builds the programs and the window, so that tests run what users run, and tries the engines out
// once, so that no test has to wait for that.

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

/** Kept between test runs, as on a user's machine between starts. */
const cache = join(root, 'dist', 'test-cache');

export default function setup(): void {
  process.env['XDG_CACHE_HOME'] = cache;
  process.env['LOCALAPPDATA'] = cache;
  // Tests that need neither can still say something; the others look at these.
  tell('CRITIC_BUNDLE_PROBLEM', [
    ['build/bundle.ts', 'programs'],
    ['dist/critic.js', 'engines', '--json'],
  ]);
  tell('CRITIC_WINDOW_PROBLEM', [['build/bundle.ts', 'window']]);
}

/** Runs programs one after another, up to the first that fails; what it said goes into a variable. */
function tell(variable: string, programs: readonly (readonly string[])[]): void {
  for (const words of programs) {
    const { status, stderr } = spawnSync(process.execPath, words, { cwd: root, encoding: 'utf8' });
    if (status === 0) continue;
    process.env[variable] = `${words.join(' ')} failed: ${stderr}`;
    return;
  }
}
