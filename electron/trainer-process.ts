// The trainer of one run as a utility process, for the packaged app, whose program cannot be started as plain Node.
// The same to the host as core/host/run-process.ts, which see.

import type { ForkOptions, UtilityProcess } from 'electron';
import { keepingHeap } from '../core/executors/onnx/heap.ts';
import type { ForkProcess, ProcessEnd } from '../core/host/run-process.ts';
import { unreceived } from '../core/trainer/port.ts';

/** What is used of a utility process. */
export type Child = Pick<UtilityProcess, 'pid' | 'postMessage' | 'kill' | 'stdout' | 'stderr'> & {
  on(event: 'message', listener: (message: unknown) => void): unknown;
  once(event: 'exit', listener: (code: number) => void): unknown;
};

/** `utilityProcess.fork`. */
export type Fork = (entry: string, args: string[], options: ForkOptions) => Child;

const keptCharacters = 4000;
const leaveMs = 5000;
/** Messages and the notice of the end come by different pipes: those that are under way get this long. */
const lastWordsMs = 50;

/**
 * @param endProcess ends a process at once, whatever it does with signals
 * @param serviceName what the system's list of processes shows
 */
export function trainerForker(
  fork: Fork,
  endProcess: (pid: number) => void,
  serviceName = 'Critic trainer',
): ForkProcess {
  return (entry, receive) => {
    const child = fork(entry, [], {
      env: { ...process.env, ...keepingHeap },
      stdio: ['ignore', 'ignore', 'pipe'],
      serviceName,
    });
    let said = '';
    let over = false;
    let received = 0;
    const tell = (message: unknown): void => {
      if (!over) child.postMessage(message);
    };
    child.on('message', (message) => {
      received += 1;
      try {
        receive(message as never);
      } finally {
        // A trainer that hears nothing waits, so that it never runs ahead of a host that lags.
        if (received % (unreceived / 2) === 0) tell({ kind: 'flow', received });
      }
    });
    child.stderr?.on('data', (bytes: Buffer) => {
      said = `${said}${bytes.toString('utf8')}`.slice(-keptCharacters);
    });
    const ended = new Promise<ProcessEnd>((resolve) => {
      child.once('exit', (code) => {
        over = true;
        setTimeout(() => {
          resolve({ code, signal: null, said: said.trim() });
        }, lastWordsMs);
      });
    });
    const kill = (): void => {
      if (over) return;
      // `kill` sends a SIGTERM, which a trainer that is to save first does not follow.
      if (child.pid === undefined) child.kill();
      else endProcess(child.pid);
    };
    return {
      get pid() {
        return child.pid ?? 0;
      },
      ended,
      send: tell,
      async release(withinMs = leaveMs) {
        tell({ kind: 'leave' });
        const timer = setTimeout(kill, withinMs);
        try {
          return await ended;
        } finally {
          clearTimeout(timer);
        }
      },
      kill,
    };
  };
}
