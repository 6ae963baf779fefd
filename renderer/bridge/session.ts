// A lasting line to the host: opened again when it breaks, with the same subscriptions.

import { shallowRef, type ShallowRef } from 'vue';
import { CallError } from '../../core/protocol/call-error.ts';
import { protocolNumber, type Hello, type HostApi, type HostEvents } from '../../core/protocol/contract.ts';
import { connect, type Connection, type Remote } from '../../core/protocol/rpc.ts';
import type { Transport } from '../../core/protocol/transport.ts';

export type LineState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'ready'; readonly hello: Hello }
  /** The host is gone; tried again by itself. */
  | { readonly kind: 'lost' }
  /** The host does not want this window: another version of the program serves it. */
  | { readonly kind: 'refused'; readonly sentence: string };

export interface Session {
  readonly state: Readonly<ShallowRef<LineState>>;
  /** Calls fail with `closed` while there is no line. */
  readonly host: Remote<HostApi>;
  /** Survives reconnections. Returns the undo. */
  on<K extends keyof HostEvents>(name: K, handler: (event: HostEvents[K]) => void): () => void;
  /** Does something now, if the line is ready, and after every reconnection. Returns the undo. */
  whenReady(action: () => void): () => void;
}

const firstRetryMs = 250;
const longestRetryMs = 4000;

export function openSession(open: () => Promise<Transport>): Session {
  const state = shallowRef<LineState>({ kind: 'connecting' });
  const subscriptions = new Set<(connection: Connection) => () => void>();
  const readyActions = new Set<() => void>();
  /** For calls: from the host's answer to hello on. */
  let connection: Connection | null = null;
  /** For events: from the first moment on, so that a view that opens before the answer misses none. */
  let line: Connection | null = null;

  async function run(): Promise<void> {
    for (let retryMs = firstRetryMs; ; retryMs = Math.min(2 * retryMs, longestRetryMs)) {
      try {
        const next = connect(await open());
        line = next;
        for (const subscribe of subscriptions) subscribe(next);
        const hello = await next.host.hello(protocolNumber);
        connection = next;
        state.value = { kind: 'ready', hello };
        retryMs = firstRetryMs;
        for (const action of readyActions) action();
        await next.closed;
      } catch (error) {
        if (error instanceof CallError && error.code === 'refused') {
          state.value = { kind: 'refused', sentence: error.message };
          return;
        }
      }
      connection = null;
      line = null;
      state.value = { kind: 'lost' };
      await new Promise((resolve) => setTimeout(resolve, retryMs));
    }
  }
  void run();

  return {
    state,
    host: new Proxy({} as Remote<HostApi>, {
      get(_, name) {
        if (typeof name !== 'string' || name === 'then') return undefined;
        return (...args: never[]) => {
          const call = connection?.host[name as keyof HostApi] as
            ((...args: never[]) => Promise<unknown>) | undefined;
          return call === undefined
            ? Promise.reject(new CallError('closed', 'There is no line to the host at the moment.'))
            : call(...args);
        };
      },
    }),
    on(name, handler) {
      let undo: (() => void) | null = null;
      const subscribe = (to: Connection): (() => void) => (undo = to.on(name, handler));
      subscriptions.add(subscribe);
      if (line !== null) subscribe(line);
      return () => {
        subscriptions.delete(subscribe);
        undo?.();
      };
    },
    whenReady(action) {
      readyActions.add(action);
      if (state.value.kind === 'ready') action();
      return () => {
        readyActions.delete(action);
      };
    },
  };
}
