// The two lines of the contract, as pairs of ends in one process: a message port, and a WebSocket with frames.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MessageChannel } from 'node:worker_threads';
import { WebSocket, WebSocketServer } from 'ws';
import { decode, encode } from '../../core/protocol/codec.ts';
import { portTransport } from '../../core/protocol/ports.ts';
import type { Message } from '../../core/protocol/rpc.ts';
import type { Transport } from '../../core/protocol/transport.ts';

export interface Line {
  /** The host's end. */
  readonly host: Transport;
  /** The window's end. */
  readonly window: Transport;
  /** Hangs up on the window's side. */
  readonly hangUp: () => void;
}

export interface LineKind {
  readonly name: string;
  readonly open: () => Promise<Line>;
}

const portLine: LineKind = {
  name: 'a message port',
  open() {
    const { port1, port2 } = new MessageChannel();
    return Promise.resolve({
      host: portTransport(port1),
      window: portTransport(port2),
      hangUp: () => {
        port2.close();
      },
    });
  },
};

const socketLine: LineKind = {
  name: 'a WebSocket',
  async open() {
    const server = createServer();
    const sockets = new WebSocketServer({ server });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const client = new WebSocket(`ws://127.0.0.1:${port}`);
    const ends = { client: transportOf(client), served: null as Transport | null };
    await Promise.all([
      new Promise((resolve) => client.once('open', resolve)),
      new Promise<void>((resolve) =>
        sockets.once('connection', (socket) => {
          ends.served = transportOf(socket);
          resolve();
        }),
      ),
    ]);
    client.once('close', () => {
      sockets.close();
      server.close();
    });
    return {
      host: ends.served!,
      window: ends.client,
      hangUp: () => {
        client.terminate();
      },
    };
  },
};

export const lineKinds: readonly LineKind[] = [portLine, socketLine];

function transportOf(socket: WebSocket): Transport {
  const early: Message[] = [];
  let handle = (message: Message): void => {
    early.push(message);
  };
  socket.on('message', (data: Buffer) => {
    handle(decode(data));
  });
  return {
    post(message) {
      if (socket.readyState === socket.OPEN) socket.send(encode(message));
    },
    receive(handler) {
      handle = handler;
      for (const message of early.splice(0)) handler(message);
    },
    closed(handler) {
      socket.once('close', handler);
    },
  };
}
