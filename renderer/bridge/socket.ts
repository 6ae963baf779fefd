// The line to a host in plain Node: a WebSocket to the server that the page came from.

import { decode, encode } from '../../core/protocol/codec.ts';
import type { Message } from '../../core/protocol/rpc.ts';
import type { Transport } from '../../core/protocol/transport.ts';

/** Rejects when the server cannot be reached. */
export function openSocket(address: URL): Promise<Transport> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(address);
    socket.binaryType = 'arraybuffer';
    const early: Message[] = [];
    let handle = (message: Message): void => {
      early.push(message);
    };
    const goodbyes = new Set<() => void>();
    socket.addEventListener('message', (event: MessageEvent<ArrayBuffer>) => {
      handle(decode(new Uint8Array(event.data)));
    });
    socket.addEventListener('close', () => {
      reject(new Error('The host does not answer.'));
      for (const goodbye of goodbyes) goodbye();
    });
    socket.addEventListener('open', () => {
      resolve({
        post(message) {
          if (socket.readyState === WebSocket.OPEN) socket.send(encode(message) as Uint8Array<ArrayBuffer>);
        },
        receive(handler) {
          handle = handler;
          for (const message of early.splice(0)) handler(message);
        },
        closed(handler) {
          if (socket.readyState === WebSocket.CLOSED) handler();
          else goodbyes.add(handler);
        },
      });
    });
  });
}

/** Where the server listens, seen from a page of it. */
export function socketAddress(page: URL): URL {
  const address = new URL('/line', page);
  address.protocol = page.protocol === 'https:' ? 'wss:' : 'ws:';
  return address;
}
