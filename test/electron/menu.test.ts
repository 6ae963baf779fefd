import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it } from 'vitest';
import { menuTemplate } from '../../electron/menu.ts';

/** Accelerators that Electron gives to roles, as its documentation and its menus have them. */
const roleAccelerators: Readonly<
  Partial<Record<string, { readonly mac?: string; readonly other?: string }>>
> = {
  quit: { mac: 'Command+Q', other: 'Control+Q' },
  close: { mac: 'Command+W', other: 'Control+W' },
  minimize: { mac: 'Command+M', other: 'Control+M' },
  hide: { mac: 'Command+H' },
  hideOthers: { mac: 'Command+Alt+H' },
  resetZoom: { mac: 'Command+0', other: 'Control+0' },
  zoomIn: { mac: 'Command+Plus', other: 'Control+Plus' },
  zoomOut: { mac: 'Command+-', other: 'Control+-' },
  togglefullscreen: { mac: 'Control+Command+F', other: 'F11' },
  reload: { mac: 'Command+R', other: 'Control+R' },
  toggleDevTools: { mac: 'Alt+Command+I', other: 'Control+Shift+I' },
};
/** Of the menus that Electron fills by itself. */
const filled: Readonly<Partial<Record<string, readonly string[]>>> = {
  editMenu: ['Z', 'Shift+Z', 'X', 'C', 'V', 'A'],
  windowMenu: ['M'],
};

const template = (platform: NodeJS.Platform, development = false): MenuItemConstructorOptions[] =>
  menuTemplate({ platform, development, send: () => undefined, openDataFolder: () => undefined });

const items = (menu: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] =>
  menu.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? items(item.submenu) : [])]);

describe.each(['linux', 'win32', 'darwin'] as const)('menu on %s', (platform) => {
  const mac = platform === 'darwin';
  const all = items(template(platform, true));

  it('gives no accelerator twice', () => {
    const modifier = mac ? 'Command' : 'Control';
    const keys = all.flatMap(({ role, accelerator }) => {
      if (accelerator !== undefined) return [accelerator.replace('CommandOrControl', modifier)];
      const own = role === undefined ? undefined : roleAccelerators[role]?.[mac ? 'mac' : 'other'];
      return [
        ...(own === undefined ? [] : [own]),
        ...(filled[role ?? ''] ?? []).map((key) => `${modifier}+${key}`),
      ];
    });
    expect(keys.length).toBeGreaterThan(12);
    expect([...new Set(keys)].sort()).toEqual([...keys].sort());
  });

  it('can do everything that the page is asked for', () => {
    const ids = all.map(({ id }) => id);
    for (const id of [
      'new-run',
      'show-runs',
      'show-engines',
      'show-settings',
      'toggle-theme',
      'show-shortcuts',
    ]) {
      expect(ids.filter((one) => one === id)).toEqual([id]);
    }
    const roles = all.map(({ role }) => role);
    for (const role of ['quit', 'about', 'zoomIn', 'zoomOut', 'resetZoom', 'toggleDevTools', 'editMenu']) {
      expect(roles.filter((one) => one === role)).toEqual([role]);
    }
    expect(roles.includes('appMenu')).toBe(mac);
  });

  it('reloads the page in a checkout only', () => {
    expect(all.some(({ role }) => role === 'reload')).toBe(true);
    expect(items(template(platform)).some(({ role }) => role === 'reload' || role === 'forceReload')).toBe(
      false,
    );
  });
});
