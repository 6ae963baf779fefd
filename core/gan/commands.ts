// Commands to a training loop, kept in order until it has time for them.

import type { TrainCommand } from './events.ts';

/** Where the loop takes commands from. */
export interface Commands {
  /** The oldest one, if there is any. */
  take(): TrainCommand | undefined;
  /** Waits until there is one. One waiter at a time. */
  next(): Promise<TrainCommand>;
}

export class CommandQueue implements Commands {
  readonly #waiting: TrainCommand[] = [];
  #waiter: ((command: TrainCommand) => void) | null = null;

  push(command: TrainCommand): void {
    const waiter = this.#waiter;
    this.#waiter = null;
    if (waiter === null) this.#waiting.push(command);
    else waiter(command);
  }

  take(): TrainCommand | undefined {
    return this.#waiting.shift();
  }

  next(): Promise<TrainCommand> {
    const oldest = this.take();
    if (oldest !== undefined) return Promise.resolve(oldest);
    return new Promise((resolve) => {
      this.#waiter = resolve;
    });
  }
}
