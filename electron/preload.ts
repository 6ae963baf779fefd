// Runs before the page, in the page's sandbox: gives it named functions and nothing of Electron.

import { contextBridge, ipcRenderer, webUtils, type IpcRendererEvent } from 'electron';
import { lineMessage, type DesktopBridge, type DesktopCommand } from '../core/protocol/desktop-bridge.ts';
import { commandChannel, openLineChannel } from './channels.ts';

const bridge: DesktopBridge = {
  shell: 'desktop',
  platform: process.platform,
  openLine() {
    ipcRenderer.send(openLineChannel);
  },
  pathOf(file) {
    // Anything but a file of the page is refused by Electron.
    return webUtils.getPathForFile(file as Parameters<typeof webUtils.getPathForFile>[0]);
  },
  onCommand(handler) {
    const listener = (_event: IpcRendererEvent, command: DesktopCommand, subject: string | null): void => {
      handler(command, subject);
    };
    ipcRenderer.on(commandChannel, listener);
    return () => {
      ipcRenderer.off(commandChannel, listener);
    };
  },
};

contextBridge.exposeInMainWorld('critic', bridge);

// A port cannot cross the bridge; a message of the window brings it over.
ipcRenderer.on(lineMessage, ({ ports }) => {
  window.postMessage(lineMessage, window.location.origin, ports);
});
