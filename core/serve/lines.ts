// All windows' lines: lets them in as they come, notices who is gone, and hangs up at the end.

import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Transport } from '../protocol/transport.ts';
import { socketTransport } from './socket.ts';

/** The largest thing a window sends is a request to start some runs. */
const largestMessage = 4 * 2 ** 20;
/** Close code of RFC 6455 for a server that goes down. */
const goingAway = 1001;

export interface Lines {
  /** Takes over the socket of an upgrade request that may be answered. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Says goodbye to everyone. */
  close(): void;
  /** Drops who has not answered the goodbye. */
  terminate(): void;
}

/** @param pingMs how often a peer is asked whether it is there; one that missed the last time is dropped */
export function openLines(connect: (transport: Transport) => void, pingMs: number): Lines {
  // Compression would cost more time than the loopback interface does.
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: largestMessage,
    perMessageDeflate: false,
  });
  const silent = new WeakSet<WebSocket>();
  // A machine that sleeps or loses its network sends no goodbye.
  const timer = setInterval(() => {
    for (const socket of sockets.clients) {
      if (silent.has(socket)) socket.terminate();
      else {
        silent.add(socket);
        socket.ping();
      }
    }
  }, pingMs);
  const terminate = (): void => {
    for (const socket of sockets.clients) socket.terminate();
  };
  return {
    accept(request, socket, head) {
      sockets.handleUpgrade(request, socket, head, (line) => {
        line.on('pong', () => silent.delete(line));
        connect(socketTransport(line));
      });
    },
    close() {
      clearInterval(timer);
      for (const socket of sockets.clients) socket.close(goingAway);
    },
    terminate,
  };
}
