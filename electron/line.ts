// The line between a window and the host: a message channel per load of the page. Messages are cloned; an array's
// memory is never handed over, which ports that reach a Node process do not support (electron/electron#34905).

import type { IpcMain, MessagePortMain, WebContents } from 'electron';
import type { Workstation } from '../core/host/shell.ts';
import { lineMessage } from '../core/protocol/desktop-bridge.ts';
import { isMessage } from '../core/protocol/message.ts';
import type { Transport } from '../core/protocol/transport.ts';
import { openLineChannel } from './channels.ts';
import { fromOwnPage } from './own-page.ts';

export type HostPort = Pick<MessagePortMain, 'postMessage' | 'on' | 'once' | 'start' | 'close'>;

/** The host's end of a channel: as core/protocol/ports.ts, but such a port tells its events as Node does. */
function hostTransport(port: HostPort): Transport {
  let isOver = false;
  port.once('close', () => {
    isOver = true;
  });
  return {
    post(message) {
      if (!isOver) port.postMessage(message);
    },
    receive(handler) {
      port.on('message', ({ data }) => {
        if (isMessage(data)) handler(data);
      });
      // Messages wait until the port is started.
      port.start();
    },
    closed(handler) {
      port.once('close', handler);
    },
  };
}

export interface LineParts {
  readonly ipc: Pick<IpcMain, 'on'>;
  readonly openChannel: () => { readonly port1: HostPort; readonly port2: MessagePortMain };
  readonly workstation: Pick<Workstation, 'connect'>;
}

/** Connects every page of ours that asks. A window that asks again, as after a reload, gets a new line for its old. */
export function offerLines({ ipc, openChannel, workstation }: LineParts): void {
  const lines = new Map<WebContents, () => void>();
  ipc.on(openLineChannel, (event) => {
    if (!fromOwnPage(event)) return;
    const { sender } = event;
    const isKnown = lines.has(sender);
    lines.get(sender)?.();
    const { port1, port2 } = openChannel();
    const hangUp = workstation.connect(hostTransport(port1));
    lines.set(sender, () => {
      hangUp();
      port1.close();
    });
    if (!isKnown) {
      const drop = (): void => {
        lines.get(sender)?.();
        lines.delete(sender);
      };
      sender.once('destroyed', drop);
    }
    sender.postMessage(lineMessage, null, [port2]);
  });
}
