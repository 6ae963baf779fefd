// What steps back is scheduled when nothing else is to do.

import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const module = join(import.meta.dirname, '..', '..', '..', 'core', 'trainer', 'step-back.ts');
const hasChrt = process.platform === 'linux' && spawnSync('chrt', ['--version']).status === 0;

it.runIf(hasChrt)('is idle to the scheduler of Linux, with threads that begin later', () => {
  const script = `
    import { readdirSync, readFileSync } from 'node:fs';
    import { Worker } from 'node:worker_threads';
    import { stepBack } from ${JSON.stringify(module)};
    stepBack();
    const worker = new Worker('setTimeout(() => undefined, 60_000)', { eval: true });
    await new Promise((online) => worker.once('online', online));
    // The policy is the 39th value after the name, which may hold spaces.
    const policy = (task) => readFileSync('/proc/self/task/' + task + '/stat', 'utf8').split(') ')[1].split(' ')[38];
    console.log([...new Set(readdirSync('/proc/self/task').map(policy))].join());
    process.exit();
  `;
  const said = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
    encoding: 'utf8',
  });
  // SCHED_IDLE
  expect(said.trim()).toBe('5');
});
