// One child process that is replaced by a new one whenever what it runs has changed.

import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

export interface Respawned {
  /** Ends the process politely, if there is one, and starts another. */
  restart(): void;
  /** Ends it politely; resolves when it is gone. */
  stop(): Promise<void>;
  /** Ends it at once. */
  kill(): void;
}

/** @param onEnd called when the process has ended by itself */
export function respawned(start: () => ChildProcess, onEnd: (code: number | null) => void): Respawned {
  let child: ChildProcess | null = null;
  let turn = Promise.resolve();
  const end = async (): Promise<void> => {
    const ending = child;
    child = null;
    if (ending === null) return;
    const gone = once(ending, 'exit');
    ending.kill('SIGTERM');
    await gone;
  };
  const begin = (): void => {
    const started = start();
    child = started;
    started.once('exit', (code) => {
      if (child !== started) return;
      child = null;
      onEnd(code);
    });
  };
  return {
    restart() {
      turn = turn.then(end).then(begin);
    },
    stop() {
      turn = turn.then(end);
      return turn;
    },
    kill() {
      child?.kill('SIGKILL');
    },
  };
}
