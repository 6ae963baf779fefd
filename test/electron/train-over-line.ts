// What a page does to train a run over its line, as one function without imports: it is sent into the page of the real
// app, and run in Node against the real host.

import type { HostEvents, RunSummary, SeriesPart } from '../../core/protocol/contract.ts';
import type { DesktopBridge } from '../../core/protocol/desktop-bridge.ts';
import type { Message } from '../../core/protocol/rpc.ts';
import type { RunSpec } from '../../core/spec/run-spec.ts';

export interface LineWork {
  readonly lineMessage: string;
  readonly protocol: number;
  readonly spec: RunSpec;
}

export interface LineResult {
  readonly state: RunSummary['state'];
  readonly iteration: number;
  /** Values of the EM estimate that came live, and how many there are in the store. */
  readonly live: number;
  readonly stored: number;
  /** The kind of array that values come in. */
  readonly values: string;
}

interface Port {
  onmessage: ((event: { readonly data: Message }) => void) | null;
  postMessage(message: Message): void;
}
interface PageGlobals {
  readonly critic: DesktopBridge;
  addEventListener(
    type: 'message',
    listener: (event: { readonly data: unknown; readonly ports: readonly [Port?] }) => void,
  ): void;
}

export async function trainOverLine({ lineMessage, protocol, spec }: LineWork): Promise<LineResult> {
  const page = globalThis as unknown as PageGlobals;
  const port = await new Promise<Port>((resolve) => {
    page.addEventListener('message', ({ data, ports }) => {
      if (data === lineMessage && ports[0] !== undefined) resolve(ports[0]);
    });
    page.critic.openLine();
  });
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let calls = 0;
  const call = (name: string, ...args: unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      calls += 1;
      waiting.set(calls, { resolve, reject });
      port.postMessage({ kind: 'call', id: calls, name, args });
    });

  let run = '';
  let live = 0;
  const over = new Promise<RunSummary>((resolve) => {
    port.onmessage = ({ data: message }) => {
      if (message.kind === 'answer') waiting.get(message.id)?.resolve(message.value);
      if (message.kind === 'error') waiting.get(message.id)?.reject(new Error(message.message));
      if (message.kind !== 'event') return;
      port.postMessage({ kind: 'seen', number: message.number });
      if (message.name === 'metrics') {
        const { columns } = message.value as HostEvents['metrics'];
        live += columns.find(({ key }) => key === 'em_estimate')?.values.length ?? 0;
      }
      if (message.name === 'run') {
        const summary = message.value as HostEvents['run'];
        const isOver = !['queued', 'starting', 'running', 'paused'].includes(summary.state);
        if (summary.id === run && isOver) resolve(summary);
      }
    };
  });
  await call('hello', protocol);
  await call('listRuns');
  [run] = (await call('startRuns', { specs: [spec], engine: 'onnx:cpu', budget: null, group: null })) as [
    string,
  ];
  await call('watchRun', run, 0);
  const { state, iteration } = await over;
  const request = { keys: ['em_estimate'], from: 1, to: null, buckets: 1000 };
  const [part] = (await call('readSeries', run, request)) as readonly [SeriesPart?];
  const stored = part === undefined ? 0 : part.count.reduce((sum, count) => sum + count, 0);
  // A window that lagged is caught up with.
  for (let waits = 0; live < stored && waits < 100; waits += 1) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { state, iteration, live, stored, values: part?.tail.constructor.name ?? 'none' };
}
