// Runs a probe (probe.ts) in a process of its own and gets its report, whatever becomes of that process.

import { fork } from 'node:child_process';

/** What a probe sends: the engine works, or why it does not. */
export type ProbeReport =
  | {
      readonly ok: true;
      readonly device: string;
      readonly software: boolean;
      readonly version: string;
      /** Milliseconds of one training step, see self-test.ts. */
      readonly stepMs: number;
    }
  | {
      readonly ok: false;
      /** `refused`: it could not be opened or threw. `wrong`: it opened, and computed something else. */
      readonly kind: 'refused' | 'wrong';
      readonly message: string;
    };

/** A report, or how the process ended without one. */
export type ProbeOutcome =
  | { readonly kind: 'report'; readonly report: ProbeReport; readonly stderr: string }
  | { readonly kind: 'crash'; readonly how: string; readonly stderr: string }
  | { readonly kind: 'timeout'; readonly seconds: number };

/** The end of the process's stderr that is kept, characters. */
const keptStderr = 4000;

/** Runs the script `probe` for the engine `id`. Never rejects. */
export function runProbe(probe: string, id: string, timeoutMs: number): Promise<ProbeOutcome> {
  return new Promise((resolve) => {
    // Flags of this process (a debugger's port, a test runner's loader) are not for the probe.
    const child = fork(probe, [id], { execArgv: [], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    let stderr = '';
    let report: ProbeReport | null = null;
    let failure: string | null = null;
    let late = false;
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr = (stderr + text).slice(-keptStderr);
    });
    child.on('message', (message) => {
      report = message as ProbeReport;
    });
    const timer = setTimeout(() => {
      late = true;
      child.kill('SIGKILL');
    }, timeoutMs);
    child.on('error', (error) => {
      failure = error.message;
      // A process that never started does not close either.
      if (child.pid === undefined) finish(null, null);
    });
    child.on('close', finish);

    function finish(code: number | null, signal: NodeJS.Signals | null): void {
      clearTimeout(timer);
      if (report !== null) resolve({ kind: 'report', report, stderr });
      else if (late) resolve({ kind: 'timeout', seconds: timeoutMs / 1000 });
      else
        resolve({
          kind: 'crash',
          how: failure ?? (signal === null ? `exit code ${String(code)}` : signal),
          stderr,
        });
    }
  });
}
