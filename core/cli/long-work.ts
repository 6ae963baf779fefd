// Work that takes a while and can be given up with Ctrl-C: nothing is left of it then.

import type { Work } from '../export/work.ts';
import type { Context } from './context.ts';
import { exitCodes, type ExitCode } from './exit.ts';
import { onInterrupt } from './interrupt.ts';

/**
 * Does it, with a line of progress on a terminal.
 * @param what as the line begins: "Writing the film"
 */
export async function longWork(
  { output }: Context,
  what: string,
  action: (work: Work) => Promise<ExitCode>,
): Promise<ExitCode> {
  const control = new AbortController();
  const undo = onInterrupt({
    stop: () => {
      control.abort();
    },
    kill: () => process.exit(exitCodes.interrupted),
  });
  const onProgress = (done: number, of: number): void => {
    output.live(`${what}: ${Math.floor((100 * done) / Math.max(1, of))} %`);
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
