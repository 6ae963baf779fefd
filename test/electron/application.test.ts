import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runApplication, type Program } from '../../electron/application.ts';
import { commandChannel } from '../../electron/channels.ts';
import type { ShellEvent, Workstation } from '../../core/host/shell.ts';
import { electronDouble, preventable, type ElectronDouble } from './double.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'critic-desktop-'));
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(dataDir, { recursive: true, force: true });
});

interface Started extends ElectronDouble {
  readonly log: string[];
  readonly tell: (event: ShellEvent) => void;
  /** Lets the workstation close, or fail to. */
  readonly closed: { readonly resolve: () => void; readonly reject: (error: Error) => void };
  readonly opened: () => number;
  readonly settings: { theme: string; notifications: boolean };
}

async function start(
  options: {
    readonly hasLock?: boolean;
    readonly platform?: NodeJS.Platform;
    readonly open?: () => Workstation;
  } = {},
): Promise<Started> {
  const double = electronDouble(options);
  const listeners = new Set<(event: ShellEvent) => void>();
  let closed: Started['closed'] | null = null;
  const closing = new Promise<void>((resolve, reject) => {
    closed = { resolve, reject };
  });
  const log: string[] = [];
  let opened = 0;
  const settings = { theme: 'dark', notifications: true };
  const workstation = {
    settings,
    connect: () => () => undefined,
    asset: () => null,
    on(listener: (event: ShellEvent) => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => closing,
  } as unknown as Workstation;
  const program: Program = {
    appId: 'org.critic.test',
    platform: options.platform ?? 'linux',
    places: { dataDir, page: '/page', preload: '/preload.cjs', icon: null },
    log: (line) => log.push(line),
    openWorkstation() {
      opened += 1;
      return options.open === undefined ? workstation : options.open();
    },
  };
  runApplication(() => double.electron, double.electron, program);
  await new Promise(setImmediate);
  const tell = (event: ShellEvent): void => {
    for (const listener of listeners) listener(event);
  };
  return { ...double, log, tell, closed: closed!, opened: () => opened, settings };
}

const ended = (state: string): ShellEvent =>
  ({
    kind: 'ended',
    run: { id: 'r1', name: 'Rings', state, detail: null, iteration: 20_000, iterations: 20_000 },
  }) as unknown as ShellEvent;

describe('start', () => {
  it('takes the lock on the data folder before anything else, and registers schemes before ready', async () => {
    const { app, windows } = await start();
    expect(app.paths.get('userData')).toBe(join(dataDir, 'desktop'));
    const order = ['path userData', 'lock', 'schemes', 'ready'].map((step) => app.done.indexOf(step));
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(order).not.toContain(-1);
    expect(windows).toHaveLength(1);
    expect(windows[0].loaded).toBe('app://critic/');
  });

  it('leaves at once when another one has the data folder', async () => {
    const { app, windows, opened } = await start({ hasLock: false });
    expect(app.done).toContain('quit');
    expect(app.done).not.toContain('schemes');
    expect([windows.length, opened()]).toEqual([0, 0]);
  });

  it('brings its window to the front when it is started a second time', async () => {
    const { app, windows } = await start();
    windows[0].minimized = true;
    app.emit('second-instance');
    expect(windows).toHaveLength(1);
    expect(windows[0].calls).toEqual(['restore', 'show', 'focus']);
  });

  it('says in a box why the workstation does not open, and ends with an error', async () => {
    const { app, windows, errors } = await start({
      open() {
        throw new Error('The data folder is in use by critic serve; stop that first.');
      },
    });
    expect(errors).toEqual(['The data folder is in use by critic serve; stop that first.']);
    expect(app.done.at(-1)).toBe('exit 1');
    expect(windows).toHaveLength(0);
  });

  it('serves both schemes and has a menu', async () => {
    const { handlers, menu } = await start();
    expect([...handlers.keys()]).toEqual(['app', 'run']);
    expect(menu().length).toBeGreaterThan(3);
  });
});

describe('window', () => {
  it('is sandboxed and isolated', async () => {
    const { windows } = await start();
    expect(windows[0].options.webPreferences).toMatchObject({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      preload: '/preload.cjs',
    });
  });

  it('remembers its place when it is closed', async () => {
    const { windows, closed } = await start();
    windows[0].emit('close', preventable({}));
    closed.resolve();
    expect(JSON.parse(readFileSync(join(dataDir, 'desktop', 'window.json'), 'utf8'))).toEqual({
      x: 10,
      y: 20,
      width: 1100,
      height: 700,
      maximized: false,
    });
  });

  it('stays open on Linux and Windows until everything is saved', async () => {
    const { windows, app } = await start();
    const event = preventable({});
    windows[0].emit('close', event);
    expect(event.prevented).toBe(true);
    expect(app.done).toContain('quit');
  });

  it('may be closed on macOS, where the program goes on, and is opened again', async () => {
    const { windows, app } = await start({ platform: 'darwin' });
    const event = preventable({});
    windows[0].emit('close', event);
    windows[0].emit('closed');
    app.emit('window-all-closed');
    expect(event.prevented).toBe(false);
    expect(app.done).not.toContain('quit');
    app.emit('activate');
    expect(windows).toHaveLength(2);
  });

  it('gets what the menu asks for, even when it has to be opened first', async () => {
    const { windows, menu } = await start({ platform: 'darwin' });
    const newRun = menu()
      .flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []))
      .find(({ id }) => id === 'new-run')!;
    const click = newRun.click as () => void;
    click();
    expect(windows[0].webContents.sent).toEqual([[commandChannel, 'new-run', null]]);
    windows[0].emit('closed');
    click();
    expect(windows[1].webContents.sent).toEqual([]);
    windows[1].webContents.emit('did-finish-load');
    expect(windows[1].webContents.sent).toEqual([[commandChannel, 'new-run', null]]);
  });

  it('is loaded again when its process is gone', async () => {
    const { windows, app, log } = await start();
    app.emit('render-process-gone', {}, windows[0].webContents, { reason: 'crashed', exitCode: 11 });
    expect(windows[0].webContents.reloads).toBe(1);
    expect(log).toEqual([expect.stringContaining('crashed')]);
  });
});

describe('quitting', () => {
  it('waits until runs are saved, and says so when that takes a while', async () => {
    const { app, windows, closed } = await start();
    vi.useFakeTimers();
    app.quit();
    app.quit();
    await vi.advanceTimersByTimeAsync(100);
    expect(windows[0].title).toBe('');
    await vi.advanceTimersByTimeAsync(100);
    expect(windows[0].title).toBe('Saving runs… – Critic');
    expect(windows[0].webContents.sent).toEqual([[commandChannel, 'saving', null]]);
    expect(app.done.filter((step) => step.startsWith('exit'))).toEqual([]);
    closed.resolve();
    await vi.advanceTimersByTimeAsync(0);
    expect(app.done.filter((step) => step.startsWith('exit'))).toEqual(['exit 0']);
    expect(app.done).not.toContain('quitted');
  });

  it('does not wait for ever', async () => {
    const { app, log } = await start();
    vi.useFakeTimers();
    app.quit();
    await vi.advanceTimersByTimeAsync(74_000);
    expect(app.done).not.toContain('exit 1');
    await vi.advanceTimersByTimeAsync(2000);
    expect(app.done).toContain('exit 1');
    expect(log).toEqual([expect.stringContaining('were not saved within')]);
  });

  it('ends, and notes why, when saving fails', async () => {
    const { app, log, closed } = await start();
    app.quit();
    closed.reject(new Error('The disk is full.'));
    await new Promise(setImmediate);
    expect(app.done).toContain('exit 1');
    expect(log[0]).toContain('The disk is full.');
  });

  it('saves before the system shuts down', async () => {
    const { app, power } = await start();
    const event = preventable({});
    power.emit('shutdown', event);
    expect(event.prevented).toBe(true);
    expect(app.done).toContain('quit');
  });
});

describe('training', () => {
  it('keeps the machine awake while something trains', async () => {
    const { tell, blockers } = await start();
    tell({ kind: 'training', training: true });
    tell({ kind: 'training', training: true });
    expect(blockers.size).toBe(1);
    tell({ kind: 'training', training: false });
    tell({ kind: 'training', training: false });
    expect(blockers.size).toBe(0);
  });

  it('notes the end of a run, and shows it to who follows the note', async () => {
    const { tell, notes, windows } = await start();
    tell(ended('completed'));
    expect(notes.map(({ text }) => text)).toEqual([
      { title: 'Rings', body: 'Completed: 20,000 iterations.' },
    ]);
    notes[0].clicked();
    expect(windows[0].webContents.sent).toEqual([[commandChannel, 'show-run', 'r1']]);
    expect(windows[0].calls).toContain('focus');
  });

  it('notes nothing to who looks at the window, ended the run, or wants no notes', async () => {
    const { tell, notes, windows, settings } = await start();
    tell(ended('interrupted'));
    windows[0].focused = true;
    tell(ended('completed'));
    windows[0].focused = false;
    settings.notifications = false;
    tell(ended('completed'));
    expect(notes).toEqual([]);
  });
});

it('gives the frame the theme of the page', async () => {
  const { electron, tell } = await start();
  expect(electron.nativeTheme.themeSource).toBe('dark');
  tell({ kind: 'settings', settings: { theme: 'light' } } as ShellEvent);
  expect(electron.nativeTheme.themeSource).toBe('light');
});

it('leaves no file but its own in the data folder', async () => {
  await start();
  expect(existsSync(join(dataDir, 'window.json'))).toBe(false);
});
