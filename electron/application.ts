// The desktop app put together: what is asked of Electron, in which order, from the start to the end.

import type {
  App,
  Dialog,
  IpcMain,
  MenuItemConstructorOptions,
  NativeTheme,
  PowerMonitor,
  PowerSaveBlocker,
  Protocol,
  Screen,
  Session,
  Shell,
} from 'electron';
import { join } from 'node:path';
import type { Workstation } from '../core/host/shell.ts';
import { contentSecurityPolicy } from '../core/serve/content-security-policy.ts';
import type { DesktopCommand } from '../core/protocol/desktop-bridge.ts';
import { commandChannel } from './channels.ts';
import { askWhereToSave, guardSession, type GuardedSession } from './guards.ts';
import { offerLines, type LineParts } from './line.ts';
import type { Log } from './log.ts';
import { menuTemplate } from './menu.ts';
import { endNotification, type NotificationText } from './notifications.ts';
import { pageAddress, pageOrigin } from './own-page.ts';
import { keepAwakeWhile } from './power.ts';
import { schemes, servePage, serveRunFiles } from './protocols.ts';
import { saveBeforeQuit } from './saving.ts';
import { focusWindow, openWindow, type Window, type WindowParts } from './window.ts';

/** The calls that the app makes of Electron. */
export interface ElectronLike {
  readonly app: Pick<
    App,
    | 'on'
    | 'quit'
    | 'exit'
    | 'whenReady'
    | 'requestSingleInstanceLock'
    | 'setName'
    | 'setPath'
    | 'getPath'
    | 'setAppUserModelId'
    | 'isPackaged'
  >;
  readonly protocol: Pick<Protocol, 'registerSchemesAsPrivileged' | 'handle'>;
  readonly session: GuardedSession & Pick<Session, 'on'>;
  readonly ipcMain: Pick<IpcMain, 'on'>;
  readonly nativeTheme: Pick<NativeTheme, 'shouldUseDarkColors' | 'themeSource'>;
  readonly screen: Pick<Screen, 'getAllDisplays' | 'getPrimaryDisplay'>;
  readonly powerSaveBlocker: Pick<PowerSaveBlocker, 'start' | 'stop'>;
  readonly powerMonitor: Pick<PowerMonitor, 'on'>;
  readonly dialog: Pick<Dialog, 'showErrorBox'>;
  readonly shell: Pick<Shell, 'openPath'>;
  readonly createWindow: WindowParts['create'];
  readonly setMenu: (template: MenuItemConstructorOptions[]) => void;
  readonly openChannel: LineParts['openChannel'];
  /** Shows a note; `clicked` when the user follows it. */
  readonly notify: (text: NotificationText, clicked: () => void) => void;
}

export interface Places {
  readonly dataDir: string;
  /** Folder of the built page. */
  readonly page: string;
  readonly preload: string;
  /** The window's icon where the system does not take it from the program; null elsewhere. */
  readonly icon: string | null;
}

export interface Program {
  readonly appId: string;
  readonly platform: NodeJS.Platform;
  readonly places: Places;
  readonly log: Log;
  /** Called once Electron is ready. May throw an Error with a sentence, as when the data folder is in use. */
  readonly openWorkstation: () => Workstation;
}

/** Where the app keeps what is the window's and not the user's: its place, Chromium's caches, the log. */
export const ownFolder = (dataDir: string): string => join(dataDir, 'desktop');

/** Starts the app, or shows the window of the one that is running on the same data folder. */
export function runApplication(electron: () => ElectronLike, before: Before, program: Program): void {
  const { app } = before;
  app.setName('Critic');
  app.setAppUserModelId(program.appId);
  // The lock is on this folder: one app per data folder.
  app.setPath('userData', ownFolder(program.places.dataDir));
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  before.protocol.registerSchemesAsPrivileged(schemes);
  app.whenReady().then(
    () => {
      open(electron(), program);
    },
    (error: unknown) => {
      program.log(`Electron did not get ready: ${String(error)}`);
      app.exit(1);
    },
  );
}

/** What may be used before Electron is ready. */
export type Before = Pick<ElectronLike, 'app' | 'protocol'>;

function open(electron: ElectronLike, program: Program): void {
  const { app } = electron;
  const { platform, places, log } = program;
  let workstation: Workstation;
  try {
    workstation = program.openWorkstation();
  } catch (error) {
    log(
      `The workstation did not open: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
    electron.dialog.showErrorBox(
      'Critic cannot open',
      error instanceof Error ? error.message : String(error),
    );
    app.exit(1);
    return;
  }

  // The frame and the menus follow the page.
  electron.nativeTheme.themeSource = workstation.settings.theme;
  guardSession(electron.session);
  askWhereToSave(electron.session, app.getPath('downloads'));
  electron.protocol.handle('app', servePage(places.page, contentSecurityPolicy({ run: true })));
  electron.protocol.handle('run', serveRunFiles(workstation, pageOrigin));
  offerLines({ ipc: electron.ipcMain, openChannel: electron.openChannel, workstation });

  let window: Window | null = null;
  const show = (): void => {
    if (window !== null) {
      focusWindow(window);
      return;
    }
    const opened = openWindow({
      create: electron.createWindow,
      displays: () => electron.screen.getAllDisplays(),
      primaryDisplay: () => electron.screen.getPrimaryDisplay(),
      dark: electron.nativeTheme.shouldUseDarkColors,
      preload: places.preload,
      icon: places.icon,
      stateFile: join(ownFolder(places.dataDir), 'window.json'),
      closing() {
        // On macOS programs outlive their windows, and training goes on.
        if (platform === 'darwin') return false;
        app.quit();
        return true;
      },
    });
    opened.on('closed', () => {
      window = null;
    });
    // What the system asks before it shuts down on Windows; elsewhere powerMonitor tells.
    opened.on('query-session-end', (event) => {
      event.preventDefault();
      app.quit();
    });
    opened.loadURL(pageAddress).catch((error: unknown) => {
      log(`The page did not load: ${String(error)}`);
    });
    window = opened;
  };
  const send = (command: DesktopCommand, subject: string | null = null): void => {
    const deliver = (): void => {
      window?.webContents.send(commandChannel, command, subject);
    };
    if (window !== null) {
      deliver();
      return;
    }
    show();
    // A page hears nothing before it has been loaded.
    window!.webContents.once('did-finish-load', deliver);
  };

  electron.setMenu(
    menuTemplate({
      platform,
      development: !app.isPackaged,
      send,
      openDataFolder: () => {
        void electron.shell.openPath(places.dataDir);
      },
    }),
  );

  const keepAwake = keepAwakeWhile(electron.powerSaveBlocker);
  workstation.on((event) => {
    switch (event.kind) {
      case 'training':
        keepAwake(event.training);
        break;
      case 'ended': {
        const isWanted = workstation.settings.notifications && window?.isFocused() !== true;
        const text = isWanted ? endNotification(event.run) : null;
        if (text === null) break;
        electron.notify(text, () => {
          send('show-run', event.run.id);
          show();
        });
        break;
      }
      case 'settings':
        electron.nativeTheme.themeSource = event.settings.theme;
        break;
    }
  });

  saveBeforeQuit({
    app,
    save: () => workstation.close(),
    announce() {
      window?.setTitle('Saving runs… – Critic');
      window?.setProgressBar(2);
      window?.webContents.send(commandChannel, 'saving' satisfies DesktopCommand, null);
    },
    log,
  });
  electron.powerMonitor.on('shutdown', (event?: { preventDefault(): void }) => {
    event?.preventDefault();
    app.quit();
  });
  app.on('second-instance', show);
  app.on('activate', show);
  app.on('window-all-closed', () => {
    if (platform !== 'darwin') app.quit();
  });
  app.on('child-process-gone', (_event, { type, reason, exitCode, name }) => {
    if (reason !== 'clean-exit') log(`${name ?? type} is gone: ${reason}, exit code ${exitCode}.`);
  });
  app.on('render-process-gone', (_event, contents, { reason, exitCode }) => {
    log(`The window's process is gone: ${reason}, exit code ${exitCode}.`);
    // Nothing is lost with it: the page reads everything from the host again.
    if (reason !== 'clean-exit') contents.reload();
  });
  show();
}
