// Where the window was when it was last used, and where it may be now.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Display, Rectangle } from 'electron';

export interface WindowState {
  /** Null where nothing is known: the system centres the window. Of a maximized window, what it returns to. */
  readonly place: { readonly x: number; readonly y: number } | null;
  readonly width: number;
  readonly height: number;
  readonly maximized: boolean;
}

export const smallestWindow = { width: 960, height: 600 } as const;

const firstState: WindowState = { place: null, width: 1440, height: 900, maximized: false };

/** How much of the window has to be on a display for it to be found and moved, device-independent pixels. */
const reachable = { width: 120, height: 32 } as const;

/** The state in the file, or that of a first start if there is none or it makes no sense. */
export function readWindowState(file: string): WindowState {
  let kept: unknown;
  try {
    kept = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return firstState;
  }
  const { x, y, width, height, maximized } = (kept ?? {}) as Record<string, unknown>;
  if (!isLength(width) || !isLength(height)) return firstState;
  const place = isPosition(x) && isPosition(y) ? { x, y } : null;
  return { place, width, height, maximized: maximized === true };
}

const isLength = (value: unknown): value is number => isPosition(value) && value > 0;

const isPosition = (value: unknown): value is number =>
  Number.isSafeInteger(value) && Math.abs(value as number) < 100_000;

/** @throws Error of the file system */
export function writeWindowState(file: string, bounds: Rectangle, maximized: boolean): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify({ ...bounds, maximized }));
}

/** The state fitted to the displays there are now: no larger than its display, and with its top edge in reach. */
export function clampToDisplays(
  state: WindowState,
  displays: readonly Pick<Display, 'workArea'>[],
  primary: Pick<Display, 'workArea'>,
): WindowState {
  const { place } = state;
  const home =
    place === null
      ? undefined
      : displays.find(({ workArea }) => isReachable({ ...state, ...place }, workArea))?.workArea;
  const area = home ?? primary.workArea;
  const width = Math.min(Math.max(state.width, smallestWindow.width), area.width);
  const height = Math.min(Math.max(state.height, smallestWindow.height), area.height);
  return { ...state, place: home === undefined ? null : place, width, height };
}

/** Whether enough of the window's top edge, which is what moves it, lies within the area. */
function isReachable(window: Rectangle, area: Rectangle): boolean {
  const across = Math.min(window.x + window.width, area.x + area.width) - Math.max(window.x, area.x);
  return (
    across >= reachable.width && window.y >= area.y && window.y + reachable.height <= area.y + area.height
  );
}
