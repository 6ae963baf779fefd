// Starts a run on a host and stays with it to its end: progress for people, events for programs, Ctrl-C for both.

import type { Host } from '../host/host.ts';
import type { HostEvent } from '../host/events.ts';
import type { RunRecord } from '../store/run-record.ts';
import type { Context } from './context.ts';
import { exitCodes, type ExitCode } from './exit.ts';
import { onInterrupt } from './interrupt.ts';
import { Progress } from './progress.ts';
import { runObject } from './run-object.ts';

/** Resolves with the run's final record. @throws HostError, StoreError when it does not come to a start */
export async function follow(
  { output }: Context,
  host: Host,
  start: () => Promise<RunRecord>,
): Promise<RunRecord> {
  let progress: Progress | null = null;
  const undo = host.on((event) => {
    for (const object of eventObjects(event)) output.object(object);
    switch (event.kind) {
      case 'run':
        progress ??= new Progress(output, event.run.spec, event.run.seconds);
        progress.paused = event.run.status === 'paused';
        break;
      case 'metrics':
        progress?.add(event.events);
        break;
      case 'mark':
      case 'notice':
        output.note(event.sentence);
        break;
      case 'samples':
      case 'checkpoint':
        break;
    }
  });
  let run: RunRecord | null = null;
  const unwatch = onInterrupt({
    stop() {
      output.note('Saving and stopping …  (Ctrl-C again stops at once)');
      if (run === null) giveUp(host);
      else host.control(run.id, { kind: 'stop' });
    },
    kill() {
      if (run === null) giveUp(host);
      else host.kill(run.id);
    },
  });
  try {
    run = await start();
    return await host.ended(run.id);
  } finally {
    unwatch();
    undo();
  }
}

/** Makes `start` reject: the trainer is not training yet, so there is nothing to save. */
function giveUp(host: Host): void {
  host.abandonOpening().catch(() => undefined);
}

/** What programs get: one object for each iteration, and one for everything else that happens. */
function eventObjects(event: HostEvent): object[] {
  switch (event.kind) {
    case 'run':
      return [{ kind: 'run', ...runObject(event.run) }];
    case 'metrics':
      return event.events.map(({ kind, ...metrics }) => ({ kind, run: event.run, ...metrics }));
    case 'samples': {
      const { kind, run, iteration, criticUpdates, activeSeconds } = event;
      return [{ kind, run, iteration, criticUpdates, activeSeconds }];
    }
    case 'checkpoint':
      return [event];
    case 'mark':
    case 'notice':
      return [];
  }
}

/** What the end of a run means for the program's exit code. */
export function exitCodeOf({ status }: RunRecord): ExitCode {
  if (status === 'completed') return exitCodes.done;
  return status === 'interrupted' ? exitCodes.interrupted : exitCodes.failed;
}
