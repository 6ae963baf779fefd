// Before the tests: bundles the program, so that tests of the command line run what users run, and tries the engines
// out once, so that no test has to wait for that.

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

/** Kept between test runs, as on a user's machine between starts. */
const cache = join(root, 'dist', 'test-cache');

export default function setup(): void {
  process.env['XDG_CACHE_HOME'] = cache;
  process.env['LOCALAPPDATA'] = cache;
  for (const words of [['build/bundle.ts'], ['dist/critic.js', 'engines', '--json']]) {
    const { status, stderr } = spawnSync(process.execPath, words, { cwd: root, encoding: 'utf8' });
    if (status === 0) continue;
    // Tests that need no bundle can still say something; the others look at this.
    process.env['CRITIC_BUNDLE_PROBLEM'] = `${words.join(' ')} failed: ${stderr}`;
    return;
  }
}
