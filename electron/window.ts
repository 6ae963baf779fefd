// The window: sandboxed, at its own page, where it was when it was last used.

import type {
  BrowserWindow,
  BrowserWindowConstructorOptions,
  Display,
  Rectangle,
  WebPreferences,
} from 'electron';
import { guardNavigation, type GuardedContents } from './guards.ts';
import {
  clampToDisplays,
  readWindowState,
  smallestWindow,
  writeWindowState,
  type WindowState,
} from './window-state.ts';

/** What is used of a window. */
export type Window = Pick<
  BrowserWindow,
  | 'on'
  | 'once'
  | 'show'
  | 'focus'
  | 'restore'
  | 'maximize'
  | 'isMinimized'
  | 'isMaximized'
  | 'isFocused'
  | 'isDestroyed'
  | 'getNormalBounds'
  | 'loadURL'
  | 'setTitle'
  | 'setProgressBar'
> & { readonly webContents: GuardedContents & Pick<BrowserWindow['webContents'], 'send' | 'once'> };

/** Said out loud although most of it is Electron's default: the tests hold on to every line. */
const webPreferences = {
  contextIsolation: true,
  sandbox: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  navigateOnDragDrop: false,
  // Its dictionaries would be fetched from the network.
  spellcheck: false,
} as const satisfies WebPreferences;

/** The paper of either theme, shown until the page has drawn itself. */
const paper = { light: '#ffffff', dark: '#16191d' } as const;

function windowOptions(
  { place, width, height }: WindowState,
  preload: string,
  dark: boolean,
  icon: string | null,
): BrowserWindowConstructorOptions {
  return {
    title: 'Critic',
    ...(place ?? {}),
    width,
    height,
    minWidth: smallestWindow.width,
    minHeight: smallestWindow.height,
    show: false,
    backgroundColor: dark ? paper.dark : paper.light,
    ...(icon === null ? {} : { icon }),
    webPreferences: { ...webPreferences, preload },
  };
}

export interface WindowParts {
  readonly create: (options: BrowserWindowConstructorOptions) => Window;
  readonly displays: () => readonly Pick<Display, 'workArea'>[];
  readonly primaryDisplay: () => Pick<Display, 'workArea'>;
  readonly dark: boolean;
  readonly preload: string;
  /** Of the window where the system does not take it from the program, as on Linux. */
  readonly icon: string | null;
  readonly stateFile: string;
  /** What to do when the window is to be closed; true keeps it open. */
  readonly closing: () => boolean;
}

export function openWindow(parts: WindowParts): Window {
  const kept = readWindowState(parts.stateFile);
  const state = clampToDisplays(kept, parts.displays(), parts.primaryDisplay());
  const window = parts.create(windowOptions(state, parts.preload, parts.dark, parts.icon));
  guardNavigation(window.webContents);
  window.once('ready-to-show', () => {
    if (state.maximized) window.maximize();
    window.show();
  });
  window.on('close', (event) => {
    remember(parts.stateFile, window.getNormalBounds(), window.isMaximized());
    if (parts.closing()) event.preventDefault();
  });
  return window;
}

/** A place that cannot be kept is no reason to keep a window open. */
function remember(file: string, bounds: Rectangle, maximized: boolean): void {
  try {
    writeWindowState(file, bounds, maximized);
  } catch {
    // The next start centres it.
  }
}

/** Brings a window to the front, whatever state it is in. */
export function focusWindow(window: Window): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
