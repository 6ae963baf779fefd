// Where the program's own page lives, and which addresses and frames belong to it.

import type { IpcMainEvent } from 'electron';

export const pageOrigin = 'app://critic';
export const pageAddress = `${pageOrigin}/`;

/** Whether an address is within the page. Node calls the origin of every `app:` address "null". */
export function isOwn(address: string): boolean {
  const url = URL.parse(address);
  return url !== null && `${url.protocol}//${url.host}` === pageOrigin;
}

/** Whether a message came from the window's top frame, and that shows the program's own page. */
export function fromOwnPage(event: Pick<IpcMainEvent, 'senderFrame'>): boolean {
  const frame = event.senderFrame;
  // A frame that is gone by now is null.
  return frame !== null && frame.parent === null && isOwn(frame.url);
}
