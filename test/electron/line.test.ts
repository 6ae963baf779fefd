// Over Node's message ports, which clone as Electron's do.

import { EventEmitter, once } from 'node:events';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import type { MessagePortMain } from 'electron';
import { afterEach, describe, expect, it } from 'vitest';
import type { Message } from '../../core/protocol/rpc.ts';
import type { Transport } from '../../core/protocol/transport.ts';
import { openLineChannel } from '../../electron/channels.ts';
import { offerLines } from '../../electron/line.ts';

/** Electron's ports give their messages inside an event. */
class MainPort extends EventEmitter {
  readonly #port: MessagePort;
  transfers = 0;
  constructor(port: MessagePort) {
    super();
    this.#port = port;
    port.on('close', () => this.emit('close'));
  }
  start(): void {
    this.#port.on('message', (data: unknown) => this.emit('message', { data, ports: [] }));
  }
  postMessage(message: unknown, transfer?: unknown[]): void {
    this.transfers += transfer?.length ?? 0;
    this.#port.postMessage(message);
  }
  close(): void {
    this.#port.close();
  }
}

class Page extends EventEmitter {
  readonly ports: MessagePort[] = [];
  postMessage(name: string, _data: unknown, [port]: [MessagePort]): void {
    if (name === 'critic:line') this.ports.push(port);
  }
}

interface Setting {
  readonly ask: (page: Page, url?: string, parent?: object | null) => void;
  readonly lines: Transport[];
  readonly hungUp: number[];
  readonly hostPorts: MainPort[];
}

const open: MessagePort[] = [];
afterEach(() => {
  for (const port of open.splice(0)) port.close();
});

function setting(): Setting {
  const ipc = new EventEmitter();
  const lines: Transport[] = [];
  const hungUp: number[] = [];
  const hostPorts: MainPort[] = [];
  offerLines({
    ipc: ipc as unknown as Parameters<typeof offerLines>[0]['ipc'],
    openChannel() {
      const { port1, port2 } = new MessageChannel();
      open.push(port1, port2);
      const main = new MainPort(port1);
      hostPorts.push(main);
      return { port1: main, port2: port2 as unknown as MessagePortMain };
    },
    workstation: {
      connect(transport) {
        const index = lines.push(transport) - 1;
        return () => hungUp.push(index);
      },
    },
  });
  const ask = (page: Page, url = 'app://critic/', parent: object | null = null): void => {
    ipc.emit(openLineChannel, { sender: page, senderFrame: { url, parent } });
  };
  return { ask, lines, hungUp, hostPorts };
}

describe('offerLines', () => {
  it('connects a page that asks, both ways, with the bits of every number', async () => {
    const { ask, lines, hostPorts } = setting();
    const page = new Page();
    ask(page);
    const [port] = page.ports;
    const values = Float64Array.of(Number.NaN, -0, Number.POSITIVE_INFINITY, 1e-308);
    const arrived = once(port, 'message') as Promise<[Message]>;
    lines[0].post({ kind: 'event', number: 1, name: 'metrics', value: { values } });
    const [message] = await arrived;
    expect(message.kind === 'event' && message.value).toEqual({ values });
    expect(values.byteLength).toBe(32);
    expect(hostPorts[0].transfers).toBe(0);

    // Messages wait for who receives them.
    port.postMessage({ kind: 'call', id: 1, name: 'hello', args: [1] });
    const got = await new Promise((resolve) => {
      lines[0].receive(resolve);
    });
    expect(got).toEqual({ kind: 'call', id: 1, name: 'hello', args: [1] });
  });

  it('drops what is no message', async () => {
    const { ask, lines } = setting();
    const page = new Page();
    ask(page);
    const got: Message[] = [];
    const last = new Promise<void>((resolve) => {
      lines[0].receive((message) => {
        got.push(message);
        resolve();
      });
    });
    for (const odd of [null, 'call', 5, {}, { kind: 1 }, []]) page.ports[0].postMessage(odd);
    page.ports[0].postMessage({ kind: 'seen', number: 3 });
    await last;
    expect(got).toEqual([{ kind: 'seen', number: 3 }]);
  });

  it('gives a page that was loaded anew a new line for its old one', async () => {
    const { ask, hungUp, lines } = setting();
    const page = new Page();
    ask(page);
    const closed = once(page.ports[0], 'close');
    ask(page);
    await closed;
    expect([lines.length, hungUp]).toEqual([2, [0]]);
    page.emit('destroyed');
    expect(hungUp).toEqual([0, 1]);
    expect(page.listenerCount('destroyed')).toBe(0);
  });

  it('tells the host when the page has gone', async () => {
    const { ask, lines } = setting();
    const page = new Page();
    ask(page);
    const gone = new Promise<void>((resolve) => {
      lines[0].closed(resolve);
    });
    page.ports[0].close();
    await gone;
  });

  it.each([
    ['another page', 'https://example.org/', null],
    ['a frame inside the page', 'app://critic/', {}],
    ['no page at all', '', null],
  ] as const)('does not answer %s', (_who, url, parent) => {
    const { ask, lines } = setting();
    const page = new Page();
    ask(page, url, parent);
    expect([page.ports.length, lines.length]).toEqual([0, 0]);
  });
});
