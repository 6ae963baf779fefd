// The trainer's end of the line to its host: a child process's channel here, an Electron utility process's later.

import type { FromTrainer, ToTrainer } from './messages.ts';

export interface TrainerPort {
  /** Resolves when the message is on its way, so that a trainer never runs ahead of a host that lags. */
  post(message: FromTrainer): Promise<void>;
  receive(handler: (message: ToTrainer) => void): void;
  /** The host is gone, or wants nothing more. */
  closed(handler: () => void): void;
}

/** The channel of a process that was forked. Throws an Error in one that was not. */
export function processPort(): TrainerPort {
  if (process.send === undefined) {
    throw new Error('The trainer is started by Critic itself; to train, use critic train.');
  }
  const send = process.send.bind(process);
  return {
    post: (message) =>
      new Promise((resolve, reject) => {
        send(message, undefined, undefined, (error) => {
          if (error === null) resolve();
          else reject(error);
        });
      }),
    receive(handler) {
      process.on('message', (message) => {
        handler(message as ToTrainer);
      });
    },
    closed(handler) {
      process.once('disconnect', handler);
    },
  };
}
