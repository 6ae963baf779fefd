// The line to a host in the desktop shell: a MessagePort that the preload passes on.

import { lineMessage, type DesktopBridge } from '../../core/protocol/desktop-bridge.ts';
import { portTransport } from '../../core/protocol/ports.ts';
import type { Transport } from '../../core/protocol/transport.ts';

/** Asks for a port and waits for it. */
export function openPort(target: Window, bridge: DesktopBridge): Promise<Transport> {
  return new Promise((resolve) => {
    const arrived = (event: MessageEvent): void => {
      const port = event.ports.at(0);
      if (event.source !== target || event.data !== lineMessage || port === undefined) return;
      target.removeEventListener('message', arrived);
      resolve(portTransport(port));
    };
    target.addEventListener('message', arrived);
    bridge.openLine();
  });
}
