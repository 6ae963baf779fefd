// Commands to a training loop, or requests of another kind, kept in order until there is time for them.

import type { TrainCommand } from './events.ts';

/** Where the loop takes commands from. */
export interface Commands {
  /** The oldest one, if there is any. */
  take(): TrainCommand | undefined;
  /** Waits until there is one. One waiter at a time. */
  next(): Promise<TrainCommand>;
}

export class CommandQueue<Command = TrainCommand> {
  readonly #waiting: Command[] = [];
  #waiter: ((command: Command) => void) | null = null;

  push(command: Command): void {
    const waiter = this.#waiter;
    this.#waiter = null;
    if (waiter === null) this.#waiting.push(command);
    else waiter(command);
  }

  /** The oldest one, if there is any. */
  take(): Command | undefined {
    return this.#waiting.shift();
  }

  /** Waits until there is one. One waiter at a time. */
  next(): Promise<Command> {
    const oldest = this.take();
    if (oldest !== undefined) return Promise.resolve(oldest);
    return new Promise((resolve) => {
      this.#waiter = resolve;
    });
  }
}
