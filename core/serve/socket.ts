// A window's line: the contract's messages over one WebSocket, one binary frame each.

import type { WebSocket } from 'ws';
import { decode, encode } from '../protocol/codec.ts';
import type { Message } from '../protocol/rpc.ts';
import type { Transport } from '../protocol/transport.ts';

/** Close codes of RFC 6455. */
const unsupportedData = 1003;
const invalidData = 1007;

/** The socket must be open. Whoever sends what is no message loses the line. */
export function socketTransport(socket: WebSocket): Transport {
  const early: Message[] = [];
  let handle = (message: Message): void => {
    early.push(message);
  };
  socket.on('message', (data: Buffer, isBinary: boolean) => {
    if (!isBinary) {
      socket.close(unsupportedData, 'Messages are binary.');
      return;
    }
    let message: Message;
    try {
      message = decode(data);
    } catch {
      socket.close(invalidData, 'This is no message.');
      return;
    }
    handle(message);
  });
  // ws closes the socket itself after an error, such as a frame that is too large.
  socket.on('error', () => undefined);
  return {
    post(message) {
      if (socket.readyState === socket.OPEN) socket.send(encode(message));
    },
    receive(handler) {
      handle = handler;
      for (const message of early.splice(0)) handler(message);
    },
    closed(handler) {
      if (socket.readyState === socket.CLOSED) handler();
      else socket.once('close', handler);
    },
  };
}
