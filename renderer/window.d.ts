// What the desktop shell's preload adds to the window; absent in a browser.

import type { DesktopBridge } from '../core/protocol/desktop-bridge.ts';

declare global {
  interface Window {
    readonly critic?: DesktopBridge;
  }
}
