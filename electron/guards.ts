// What the page may not do, however it came to try: leave its own address, open windows, ask for permissions, reach
// the network. Files go where the user says.

import { join } from 'node:path';
import type { Session, WebContents } from 'electron';
import { isOwn } from './own-page.ts';

export type GuardedContents = Pick<WebContents, 'on' | 'setWindowOpenHandler' | 'downloadURL'>;

/** Keeps a window at its own page. A link to a file of a run saves the file. */
export function guardNavigation(contents: GuardedContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-attach-webview', (event) => {
    event.preventDefault();
  });
  contents.on('will-frame-navigate', (event) => {
    if (event.isMainFrame && isOwn(event.url)) return;
    event.preventDefault();
    if (URL.parse(event.url)?.protocol === 'run:') contents.downloadURL(event.url);
  });
  contents.on('will-redirect', (event) => {
    if (!isOwn(event.url)) event.preventDefault();
  });
}

export type GuardedSession = Pick<
  Session,
  | 'setPermissionRequestHandler'
  | 'setPermissionCheckHandler'
  | 'setDevicePermissionHandler'
  | 'setDisplayMediaRequestHandler'
  | 'webRequest'
  | 'on'
>;

/** Copying a value is all that a page of ours needs to be allowed. */
const allowedPermission = 'clipboard-sanitized-write';

const localSchemes: readonly string[] = ['app:', 'run:', 'blob:', 'data:', 'devtools:'];

export function guardSession(session: GuardedSession): void {
  session.setPermissionRequestHandler((_contents, permission, answer, { requestingUrl, isMainFrame }) => {
    answer(permission === allowedPermission && isMainFrame && isOwn(requestingUrl));
  });
  session.setPermissionCheckHandler(
    (_contents, permission, origin) => permission === allowedPermission && isOwn(origin),
  );
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler(null);
  // Everything is on this machine: nothing that a page asks for leaves it.
  session.webRequest.onBeforeRequest(({ url }, answer) => {
    answer({ cancel: !localSchemes.includes(URL.parse(url)?.protocol ?? '') });
  });
}

/** Downloads open the system's save dialog, at `folder` with the file's own name. */
export function askWhereToSave(session: Pick<Session, 'on'>, folder: string): void {
  session.on('will-download', (event, item) => {
    const url = URL.parse(item.getURL());
    const isLocal =
      url?.protocol === 'run:' ||
      url?.protocol === 'data:' ||
      (url?.protocol === 'blob:' && isOwn(url.pathname));
    if (!isLocal) {
      event.preventDefault();
      return;
    }
    item.setSaveDialogOptions({ defaultPath: join(folder, item.getFilename()) });
  });
}
