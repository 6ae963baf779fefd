// The trainer's end of the line to its host: the channel of a forked child process, or of an Electron utility process.

import type { FromTrainer, ToTrainer } from './messages.ts';

export interface TrainerPort<Out = FromTrainer, In = ToTrainer> {
  /** Resolves when the message is on its way, so that a trainer never runs ahead of a host that lags. */
  post(message: Out): Promise<void>;
  receive(handler: (message: In) => void): void;
  /** The host is gone, or wants nothing more. */
  closed(handler: () => void): void;
}

/** A port for whatever its two ends say to each other. */
type AnyPort = TrainerPort<unknown, never>;

/** The channel that this process was started with, for whatever is said over it. Throws an Error in one that has none. */
export function openPort(): AnyPort {
  const { parentPort } = process as { readonly parentPort?: ParentPort };
  return parentPort === undefined ? processPort() : utilityPort(parentPort);
}

/** The channel of a process that was forked. Throws an Error in one that was not. */
function processPort(): AnyPort {
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
        handler(message as never);
      });
    },
    closed(handler) {
      process.once('disconnect', handler);
    },
  };
}

/** `process.parentPort` of an Electron utility process, as far as it is used here. */
export interface ParentPort {
  on(event: 'message', listener: (message: { readonly data: unknown }) => void): unknown;
  postMessage(message: unknown): void;
}

/** What the host's end of a utility port says on top of messages to the trainer: such a port knows of neither. */
export type PortMessage =
  /** So many messages have arrived in all. Said at least for every `unreceived / 2` of them. */
  | { readonly kind: 'flow'; readonly received: number }
  /** The host wants nothing more. */
  | { readonly kind: 'leave' };

/** Messages that may be under way to a host that has not said yet that they arrived. */
export const unreceived = 64;

/**
 * The port of a utility process. It takes any number of messages and does not say when they are gone, so the host
 * counts aloud what it gets, and `post` waits while more than `unreceived` messages are under way.
 */
export function utilityPort(port: ParentPort): AnyPort {
  let sent = 0;
  let received = 0;
  let waiting: (() => void)[] = [];
  let receive: (message: never) => void = () => undefined;
  let leave: () => void = () => undefined;
  port.on('message', ({ data }) => {
    // Everything else is between the two ends.
    const message = data as PortMessage | { readonly kind: null };
    if (message.kind === 'leave') leave();
    else if (message.kind === 'flow') {
      received = message.received;
      if (sent - received >= unreceived) return;
      for (const resolve of waiting) resolve();
      waiting = [];
    } else receive(data as never);
  });
  return {
    post: (message) =>
      new Promise((resolve) => {
        port.postMessage(message);
        sent += 1;
        if (sent - received >= unreceived) waiting.push(resolve);
        // Gives what the host says its turn, as a channel that writes would.
        else setImmediate(resolve);
      }),
    receive(handler) {
      receive = handler;
    },
    closed(handler) {
      leave = handler;
    },
  };
}
