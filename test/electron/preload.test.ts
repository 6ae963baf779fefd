import { EventEmitter } from 'node:events';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { DesktopBridge } from '../../core/protocol/desktop-bridge.ts';

const electron = vi.hoisted(() => {
  const ipc: { current: object | null } = { current: null };
  return { exposed: new Map<string, unknown>(), sent: [] as unknown[][], ipc };
});
vi.mock('electron', () => ({
  contextBridge: {
    exposeInMainWorld(name: string, api: unknown) {
      electron.exposed.set(name, api);
    },
  },
  ipcRenderer: electron.ipc.current,
  webUtils: { getPathForFile: (file: { readonly name: string }) => `/home/${file.name}` },
}));

let ipc: EventEmitter & { send: (...words: unknown[]) => void };
let bridge: DesktopBridge;
const posted: unknown[][] = [];

beforeAll(async () => {
  ipc = Object.assign(new EventEmitter(), {
    send(...words: unknown[]) {
      electron.sent.push(words);
    },
  });
  electron.ipc.current = ipc;
  vi.stubGlobal('window', {
    location: { origin: 'app://critic' },
    postMessage: (...words: unknown[]) => posted.push(words),
  });
  await import('../../electron/preload.ts');
  bridge = electron.exposed.get('critic') as DesktopBridge;
});
afterAll(() => {
  vi.unstubAllGlobals();
});

it('gives the page named functions and plain values, nothing of Electron', () => {
  expect([...electron.exposed.keys()]).toEqual(['critic']);
  expect(Object.keys(bridge).sort()).toEqual(['onCommand', 'openLine', 'pathOf', 'platform', 'shell']);
  expect([bridge.shell, bridge.platform]).toEqual(['desktop', process.platform]);
});

it('asks for a line, and brings its port over in a message of the window', () => {
  bridge.openLine();
  expect(electron.sent).toEqual([['critic:open-line']]);
  const ports = [{}];
  ipc.emit('critic:line', { ports });
  expect(posted).toEqual([['critic:line', 'app://critic', ports]]);
});

it('says where a dropped file lies', () => {
  expect(bridge.pathOf({ name: '点.csv' })).toBe('/home/点.csv');
});

it('passes commands on without their event, until that is undone', () => {
  const got: unknown[] = [];
  const undo = bridge.onCommand((...words) => got.push(words));
  ipc.emit('critic:command', { sender: ipc }, 'show-run', 'r1');
  undo();
  ipc.emit('critic:command', { sender: ipc }, 'new-run', null);
  expect(got).toEqual([['show-run', 'r1']]);
});
