// Lets everything else on the machine go first, for work that nobody waits for.

import { spawnSync } from 'node:child_process';
import { constants, setPriority } from 'node:os';

/**
 * As the lowest of all, where the system lets it. On Linux a low priority is not enough: beside a run on every core it
 * still took 7 % of the run's pace (`npm run bench:metrics`), because a thread that wakes waits for it. What is scheduled
 * when idle is put off at once (sched(7), SCHED_IDLE). The threads of the process that begin later follow.
 */
export function stepBack(): void {
  try {
    setPriority(constants.priority.PRIORITY_LOW);
  } catch {
    // Then it works at the usual priority.
  }
  if (process.platform === 'linux') {
    // Where there is no chrt (of util-linux), the priority has to do.
    spawnSync('chrt', ['--all-tasks', '--idle', '--pid', '0', String(process.pid)], { stdio: 'ignore' });
  }
}
