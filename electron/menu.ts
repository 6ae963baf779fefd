// The menu. What concerns the page reaches it as a named command.

import type { MenuItemConstructorOptions } from 'electron';
import type { DesktopCommand } from '../core/protocol/desktop-bridge.ts';

export interface MenuParts {
  readonly platform: NodeJS.Platform;
  /** In a checkout the page can be reloaded. */
  readonly development: boolean;
  readonly send: (command: DesktopCommand) => void;
  readonly openDataFolder: () => void;
}

const separator: MenuItemConstructorOptions = { type: 'separator' };

export function menuTemplate(parts: MenuParts): MenuItemConstructorOptions[] {
  const mac = parts.platform === 'darwin';
  const command = (label: string, name: DesktopCommand, accelerator: string): MenuItemConstructorOptions => ({
    id: name,
    label,
    accelerator,
    click: () => {
      parts.send(name);
    },
  });
  const settings = command(mac ? 'Settings…' : 'Settings', 'show-settings', 'CommandOrControl+,');
  const dataFolder: MenuItemConstructorOptions = { label: 'Open data folder', click: parts.openDataFolder };

  const program: MenuItemConstructorOptions = {
    role: 'appMenu',
    submenu: [
      { role: 'about' },
      separator,
      settings,
      separator,
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      separator,
      { role: 'quit' },
    ],
  };
  const file: MenuItemConstructorOptions = {
    label: '&File',
    submenu: [
      command('New run', 'new-run', 'CommandOrControl+N'),
      separator,
      dataFolder,
      ...(mac ? [separator, { role: 'close' } as const] : [settings, separator, { role: 'quit' } as const]),
    ],
  };
  const view: MenuItemConstructorOptions = {
    label: '&View',
    submenu: [
      command('Runs', 'show-runs', 'CommandOrControl+1'),
      command('Engines', 'show-engines', 'CommandOrControl+2'),
      separator,
      command('Switch light and dark', 'toggle-theme', 'CommandOrControl+Shift+L'),
      separator,
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      { role: 'togglefullscreen' },
      separator,
      ...(parts.development ? [{ role: 'reload' } as const] : []),
      { role: 'toggleDevTools' },
    ],
  };
  const help: MenuItemConstructorOptions = {
    role: 'help',
    submenu: [
      command('Keyboard shortcuts', 'show-shortcuts', 'CommandOrControl+/'),
      ...(mac ? [] : [separator, { role: 'about' } as const]),
    ],
  };
  return [...(mac ? [program] : []), file, { role: 'editMenu' }, view, { role: 'windowMenu' }, help];
}
