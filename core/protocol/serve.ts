// The host's end of a line: takes calls, checks them, and answers. The window's end is rpc.ts.

import { checkArguments, isCallName } from './arguments.ts';
import { CallError } from './call-error.ts';
import { protocolNumber, type HostApi } from './contract.ts';
import type { Message } from './rpc.ts';
import type { Transport } from './transport.ts';

/** What answers the calls; each may take its time. */
export type HostCalls = {
  readonly [K in keyof HostApi]: HostApi[K] extends (...args: infer A) => infer R
    ? (...args: A) => R | Promise<R>
    : never;
};

export interface Service {
  readonly calls: HostCalls;
  /** The window has dealt with all events up to this number. */
  readonly seen: (number: number) => void;
  /** What to say of an error. */
  readonly describe: (error: unknown) => CallError;
}

/**
 * Answers the calls that come over a transport. Until a `hello` with this host's protocol number, everything else is
 * refused.
 * @returns the undo: calls that come later fail with `closed`, answers that are not ready are not sent
 */
export function serve(transport: Transport, { calls, seen, describe }: Service): () => void {
  let isGreeted = false;
  let isClosed = false;

  const post = (message: Message): void => {
    if (!isClosed) transport.post(message);
  };
  const fail = (id: number, error: unknown): void => {
    const { code, message } = describe(error);
    post({ kind: 'error', id, code, message });
  };
  const answer = (id: number, value: unknown): void => {
    try {
      post({ kind: 'answer', id, value });
    } catch (error) {
      // It could not be put into a frame.
      fail(id, error);
    }
  };

  const call = (name: string, args: readonly unknown[]): unknown => {
    if (!isCallName(name)) {
      throw new CallError(
        'invalid',
        `There is no call "${name}"; reload the page to get one that fits this host.`,
      );
    }
    const checked = checkArguments(name, args);
    if (name === 'hello') {
      checkProtocol(checked[0] as number);
      isGreeted = true;
    } else if (!isGreeted) {
      throw new CallError('refused', `The call "${name}" came before "hello"; reload the page.`);
    }
    const answering = calls[name] as (...args: readonly unknown[]) => unknown;
    return answering(...checked);
  };

  transport.closed(() => {
    isClosed = true;
  });
  transport.receive((message) => {
    if (message.kind === 'seen') {
      if (!isClosed) seen(message.number);
      return;
    }
    if (message.kind !== 'call') return;
    const { id, name, args } = message;
    if (isClosed) {
      transport.post({
        kind: 'error',
        id,
        code: 'closed',
        message: 'The host has closed; start Critic again.',
      });
      return;
    }
    try {
      const result = call(name, args);
      // What is known at once is answered at once, before any event that follows from the call.
      if (result instanceof Promise) {
        result.then(
          (value) => {
            answer(id, value);
          },
          (error: unknown) => {
            fail(id, error);
          },
        );
      } else answer(id, result);
    } catch (error) {
      fail(id, error);
    }
  });
  return () => {
    isClosed = true;
  };
}

/** @throws CallError */
function checkProtocol(number: number): void {
  if (number === protocolNumber) return;
  throw new CallError(
    'refused',
    `This page speaks protocol ${number} and the host protocol ${protocolNumber}; reload the page, or restart Critic if that does not help.`,
  );
}
