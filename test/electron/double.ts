// A double of the calls that the desktop app makes of Electron: it remembers what was asked, and tells events on demand.

import { EventEmitter } from 'node:events';
import type { BrowserWindowConstructorOptions, MenuItemConstructorOptions } from 'electron';
import type { ElectronLike } from '../../electron/application.ts';
import type { NotificationText } from '../../electron/notifications.ts';
import type { Handler } from '../../electron/protocols.ts';

/** An event that can be prevented. */
export function preventable<T extends object>(
  more?: T,
): T & { prevented: boolean; preventDefault: () => void } {
  const event = {
    ...(more as T),
    prevented: false,
    preventDefault() {
      event.prevented = true;
    },
  };
  return event;
}

export class ContentsDouble extends EventEmitter {
  readonly sent: unknown[][] = [];
  readonly downloads: string[] = [];
  reloads = 0;
  openHandler: (() => { readonly action: string }) | null = null;
  setWindowOpenHandler(handler: () => { readonly action: string }): void {
    this.openHandler = handler;
  }
  send(...words: unknown[]): void {
    this.sent.push(words);
  }
  downloadURL(url: string): void {
    this.downloads.push(url);
  }
  reload(): void {
    this.reloads += 1;
  }
}

class WindowDouble extends EventEmitter {
  readonly webContents = new ContentsDouble();
  readonly calls: string[] = [];
  loaded: string | null = null;
  title = '';
  focused = false;
  minimized = false;
  readonly options: BrowserWindowConstructorOptions;
  constructor(options: BrowserWindowConstructorOptions) {
    super();
    this.options = options;
  }
  show(): void {
    this.calls.push('show');
  }
  focus(): void {
    this.calls.push('focus');
  }
  restore(): void {
    this.calls.push('restore');
  }
  maximize(): void {
    this.calls.push('maximize');
  }
  isMinimized(): boolean {
    return this.minimized;
  }
  isMaximized(): boolean {
    return false;
  }
  isFocused(): boolean {
    return this.focused;
  }
  isDestroyed(): boolean {
    return false;
  }
  getNormalBounds(): { x: number; y: number; width: number; height: number } {
    return { x: 10, y: 20, width: 1100, height: 700 };
  }
  loadURL(url: string): Promise<void> {
    this.loaded = url;
    return Promise.resolve();
  }
  setTitle(title: string): void {
    this.title = title;
  }
  setProgressBar(value: number): void {
    this.calls.push(`progress ${value}`);
  }
}

export class SessionDouble extends EventEmitter {
  permissionRequest: unknown = null;
  permissionCheck: unknown = null;
  device: unknown = null;
  beforeRequest: unknown = null;
  readonly webRequest = {
    onBeforeRequest: (handler: unknown): void => {
      this.beforeRequest = handler;
    },
  };
  setPermissionRequestHandler(handler: unknown): void {
    this.permissionRequest = handler;
  }
  setPermissionCheckHandler(handler: unknown): void {
    this.permissionCheck = handler;
  }
  setDevicePermissionHandler(handler: unknown): void {
    this.device = handler;
  }
  setDisplayMediaRequestHandler(): void {
    // Nothing may be shared.
  }
}

class AppDouble extends EventEmitter {
  readonly done: string[] = [];
  readonly paths = new Map<string, string>();
  readonly isPackaged = true;
  readonly #hasLock: boolean;
  constructor(hasLock: boolean) {
    super();
    this.#hasLock = hasLock;
  }
  setName(name: string): void {
    this.done.push(`name ${name}`);
  }
  setAppUserModelId(id: string): void {
    this.done.push(`id ${id}`);
  }
  setPath(name: string, path: string): void {
    this.paths.set(name, path);
    this.done.push(`path ${name}`);
  }
  getPath(name: string): string {
    return `/folders/${name}`;
  }
  requestSingleInstanceLock(): boolean {
    this.done.push('lock');
    return this.#hasLock;
  }
  whenReady(): Promise<void> {
    this.done.push('ready');
    return Promise.resolve();
  }
  quit(): void {
    this.done.push('quit');
    const event = preventable({});
    this.emit('before-quit', event);
    if (!event.prevented) this.done.push('quitted');
  }
  exit(code = 0): void {
    this.done.push(`exit ${code}`);
  }
}

export interface ElectronDouble {
  readonly electron: ElectronLike;
  readonly app: AppDouble;
  readonly windows: WindowDouble[];
  readonly handlers: Map<string, Handler>;
  readonly menu: () => MenuItemConstructorOptions[];
  readonly notes: { readonly text: NotificationText; readonly clicked: () => void }[];
  readonly errors: string[];
  readonly blockers: Set<number>;
  readonly session: SessionDouble;
  readonly ipc: EventEmitter;
  readonly power: EventEmitter;
}

export function electronDouble({ hasLock = true } = {}): ElectronDouble {
  const app = new AppDouble(hasLock);
  const windows: WindowDouble[] = [];
  const handlers = new Map<string, Handler>();
  const notes: ElectronDouble['notes'] = [];
  const errors: string[] = [];
  const blockers = new Set<number>();
  const session = new SessionDouble();
  const ipc = new EventEmitter();
  const power = new EventEmitter();
  let menu: MenuItemConstructorOptions[] = [];
  const display = { workArea: { x: 0, y: 0, width: 1920, height: 1040 } };
  const electron = {
    app,
    protocol: {
      registerSchemesAsPrivileged() {
        app.done.push('schemes');
      },
      handle(scheme: string, handler: Handler) {
        handlers.set(scheme, handler);
      },
    },
    session,
    ipcMain: ipc,
    nativeTheme: { shouldUseDarkColors: true, themeSource: 'system' },
    screen: { getAllDisplays: () => [display], getPrimaryDisplay: () => display },
    powerSaveBlocker: {
      start(kind: string) {
        if (kind !== 'prevent-app-suspension') throw new Error(kind);
        blockers.add(blockers.size + 1);
        return blockers.size;
      },
      stop: (id: number) => blockers.delete(id),
    },
    powerMonitor: power,
    dialog: {
      showErrorBox(_title: string, content: string) {
        errors.push(content);
      },
    },
    shell: { openPath: () => Promise.resolve('') },
    createWindow(options: BrowserWindowConstructorOptions) {
      const window = new WindowDouble(options);
      windows.push(window);
      return window;
    },
    setMenu(template: MenuItemConstructorOptions[]) {
      menu = template;
    },
    openChannel: () => {
      throw new Error('The lines have a test of their own.');
    },
    notify(text: NotificationText, clicked: () => void) {
      notes.push({ text, clicked });
    },
  } as unknown as ElectronLike;
  return { electron, app, windows, handlers, menu: () => menu, notes, errors, blockers, session, ipc, power };
}
