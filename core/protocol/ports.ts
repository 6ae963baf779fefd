// A transport over a MessagePort of a browser or of Node.

import { isMessage } from './message.ts';
import type { Transport } from './transport.ts';

/** As far as it is used here, so that neither a browser's types nor Node's are needed. */
export interface Port {
  postMessage(message: unknown): void;
  start(): void;
  addEventListener(type: 'message' | 'close', listener: (event: object) => void): void;
}

/**
 * Messages are cloned, so that NaN and the bits of typed arrays arrive as they were. Nothing is handed over:
 * Electron's ports lose array buffers in transfer lists. What is not a message is left out.
 */
export function portTransport(port: Port): Transport {
  return {
    post(message) {
      port.postMessage(message);
    },
    receive(handler) {
      port.addEventListener('message', (event) => {
        if ('data' in event && isMessage(event.data)) handler(event.data);
      });
      // A port keeps what comes before it is started.
      port.start();
    },
    closed(handler) {
      let isOver = false;
      port.addEventListener('close', () => {
        if (!isOver) handler();
        isOver = true;
      });
    },
  };
}
