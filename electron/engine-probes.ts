// Tries one engine out in a utility process. The same to who asks as core/executors/probe-process.ts: the packaged
// app's program cannot be started as plain Node. Without a channel of Node's the probe writes its report to stdout.

import type { UtilityProcess } from 'electron';
import type { ProbeOutcome, ProbeReport, runProbe } from '../core/executors/probe-process.ts';
import type { Fork } from './trainer-process.ts';

const keptStderr = 4000;

/** Takes the place of `runProbe`. Never rejects. */
export function probeRunner(fork: Fork, endProcess: (pid: number) => void): typeof runProbe {
  return (probe, id, timeoutMs) =>
    new Promise((resolve) => {
      const child = fork(probe, [id], {
        stdio: ['ignore', 'pipe', 'pipe'],
        serviceName: 'Critic engine probe',
      });
      let [stdout, stderr] = ['', ''];
      const finish = (outcome: ProbeOutcome): void => {
        clearTimeout(timer);
        resolve(outcome);
        // A utility process does not end by itself when it has nothing more to do.
        end(child, endProcess);
      };
      const timer = setTimeout(() => {
        finish({ kind: 'timeout', seconds: timeoutMs / 1000 });
      }, timeoutMs);
      child.stderr?.on('data', (bytes: Buffer) => {
        stderr = `${stderr}${bytes.toString('utf8')}`.slice(-keptStderr);
      });
      child.stdout?.on('data', (bytes: Buffer) => {
        stdout += bytes.toString('utf8');
        const report = reportIn(stdout);
        if (report !== null) finish({ kind: 'report', report, stderr });
      });
      child.once('exit', (code) => {
        finish({ kind: 'crash', how: `exit code ${code}`, stderr });
      });
    });
}

/** The report's line, once all of it is there; runtimes may have written others before it. */
function reportIn(stdout: string): ProbeReport | null {
  for (const line of stdout.split('\n').slice(0, -1)) {
    if (!line.startsWith('{"ok":')) continue;
    return JSON.parse(line) as ProbeReport;
  }
  return null;
}

function end(child: Pick<UtilityProcess, 'pid' | 'kill'>, endProcess: (pid: number) => void): void {
  // The pid is gone with the process.
  if (child.pid !== undefined) endProcess(child.pid);
}
