// Work that takes a while and can be given up with Ctrl-C: nothing is left of it then.

import { durationText } from '../export/ticks.ts';
import type { Work } from '../export/work.ts';
import { TimeLeft } from '../spec/time-left.ts';
import type { Context } from './context.ts';
import { exitCodes, type ExitCode } from './exit.ts';
import { onInterrupt } from './interrupt.ts';

/** Work whose steps may have names. */
interface TerminalWork extends Work {
  readonly onProgress?: (done: number, of: number, step?: string) => void;
}

/**
 * Does it, with a line of progress on a terminal.
 * @param what as the line begins: "Writing the film"
 */
export async function longWork(
  { output }: Context,
  what: string,
  action: (work: TerminalWork) => Promise<ExitCode>,
): Promise<ExitCode> {
  const control = new AbortController();
  const undo = onInterrupt({
    stop: () => {
      control.abort();
    },
    kill: () => process.exit(exitCodes.interrupted),
  });
  const left = new TimeLeft();
  const onProgress = (done: number, of: number, step?: string): void => {
    const seconds = left.seconds(done, of, performance.now());
    const parts = [
      `${Math.floor((100 * done) / Math.max(1, of))} %`,
      ...(seconds === null ? [] : [`about ${durationText(Math.ceil(seconds))} left`]),
      ...(step === undefined ? [] : [step]),
    ];
    output.live(`${what}: ${parts.join('  ')}`);
  };
  try {
    return await action({ signal: control.signal, ...(output.interactive ? { onProgress } : {}) });
  } catch (error) {
    if (!control.signal.aborted) throw error;
    output.note('Given up; nothing was changed.');
    return exitCodes.interrupted;
  } finally {
    undo();
  }
}
