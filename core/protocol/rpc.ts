// Calls and events over a pipe: what the messages are, and the window's end. The host's end is serve.ts.

import { CallError, type CallErrorCode } from './call-error.ts';
import type { HostApi, HostEvents } from './contract.ts';
import type { Transport } from './transport.ts';

export type Message =
  | { readonly kind: 'call'; readonly id: number; readonly name: string; readonly args: readonly unknown[] }
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'error'; readonly id: number; readonly code: CallErrorCode; readonly message: string }
  /** `number` counts the events of this line. */
  | { readonly kind: 'event'; readonly number: number; readonly name: string; readonly value: unknown }
  /** The reader has dealt with all events up to this number. */
  | { readonly kind: 'seen'; readonly number: number };

/** The host as its callers see it. */
export type Remote<Api> = {
  readonly [K in keyof Api]: Api[K] extends (...args: infer A) => infer R
    ? (...args: A) => Promise<R>
    : never;
};

export interface Connection {
  readonly host: Remote<HostApi>;
  /** Calls the handler with every event of the name. Returns the undo. */
  on<K extends keyof HostEvents>(name: K, handler: (event: HostEvents[K]) => void): () => void;
  /** Resolves when the line is down; calls that were waiting have failed with `closed` then. */
  readonly closed: Promise<void>;
}

interface Waiting {
  readonly name: string;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: CallError) => void;
}

export function connect(transport: Transport): Connection {
  const waiting = new Map<number, Waiting>();
  const handlers = new Map<string, Set<(event: never) => void>>();
  let calls = 0;
  let isClosed = false;

  const call = (name: string, args: readonly unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (isClosed) {
        reject(closedError(name));
        return;
      }
      calls += 1;
      waiting.set(calls, { name, resolve, reject });
      try {
        transport.post({ kind: 'call', id: calls, name, args });
      } catch (cause) {
        waiting.delete(calls);
        reject(
          new CallError('invalid', `The call "${name}" cannot be sent: its arguments are not plain data.`, {
            cause,
          }),
        );
      }
    });

  const closed = new Promise<void>((resolve) => {
    transport.closed(() => {
      isClosed = true;
      for (const { name, reject } of waiting.values()) reject(closedError(name));
      waiting.clear();
      resolve();
    });
  });

  transport.receive((message) => {
    switch (message.kind) {
      case 'answer':
        waiting.get(message.id)?.resolve(message.value);
        waiting.delete(message.id);
        break;
      case 'error':
        waiting.get(message.id)?.reject(new CallError(message.code, message.message));
        waiting.delete(message.id);
        break;
      case 'event':
        try {
          for (const handler of handlers.get(message.name) ?? []) handler(message.value as never);
        } finally {
          transport.post({ kind: 'seen', number: message.number });
        }
        break;
      case 'call':
      case 'seen':
        break;
    }
  });

  return {
    host: new Proxy({} as Remote<HostApi>, {
      // A connection is handed through promises, which look for `then`.
      get: (_, name) =>
        typeof name !== 'string' || name === 'then' ? undefined : (...args: unknown[]) => call(name, args),
    }),
    on(name, handler) {
      const set = handlers.get(name) ?? new Set();
      handlers.set(name, set.add(handler));
      return () => {
        set.delete(handler);
      };
    },
    closed,
  };
}

function closedError(name: string): CallError {
  return new CallError('closed', `The line to the host went down before it answered "${name}".`);
}
