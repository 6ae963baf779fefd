// The line to a host in the desktop shell: a MessagePort that the preload passes on.

import { lineMessage, type DesktopBridge } from '../../core/protocol/desktop-bridge.ts';
import type { Message } from '../../core/protocol/rpc.ts';
import type { Transport } from '../../core/protocol/transport.ts';

/** Asks for a port and waits for it. */
export function openPort(target: Window, bridge: DesktopBridge): Promise<Transport> {
  return new Promise((resolve) => {
    const arrived = (event: MessageEvent): void => {
      const port = event.ports.at(0);
      if (event.source !== target || event.data !== lineMessage || port === undefined) return;
      target.removeEventListener('message', arrived);
      resolve(transportOver(port));
    };
    target.addEventListener('message', arrived);
    bridge.openLine();
  });
}

function transportOver(port: MessagePort): Transport {
  return {
    post(message) {
      port.postMessage(message);
    },
    receive(handler) {
      port.addEventListener('message', ({ data }: MessageEvent<Message>) => {
        handler(data);
      });
      // Messages wait in the port until it is started.
      port.start();
    },
    closed(handler) {
      port.addEventListener('close', handler, { once: true });
    },
  };
}
