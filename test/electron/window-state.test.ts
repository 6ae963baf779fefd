import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { clampToDisplays, readWindowState, writeWindowState } from '../../electron/window-state.ts';

const folder = mkdtempSync(join(tmpdir(), 'critic-window-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const laptop = { workArea: { x: 0, y: 25, width: 1440, height: 875 } };
const screen = { workArea: { x: 1440, y: -200, width: 2560, height: 1400 } };
const state = { place: { x: 1500, y: -100 }, width: 1600, height: 1000, maximized: false };

describe('clampToDisplays', () => {
  it('keeps a window that is where a display is', () => {
    expect(clampToDisplays(state, [laptop, screen], laptop)).toEqual(state);
  });

  it('brings a window home whose display is gone, no larger than what is left', () => {
    expect(clampToDisplays(state, [laptop], laptop)).toEqual({
      place: null,
      width: 1440,
      height: 875,
      maximized: false,
    });
  });

  it.each([
    ['above the top edge', { x: 100, y: 0 }],
    ['left of everything', { x: -1590, y: 100 }],
    ['below the bottom edge', { x: 100, y: 890 }],
  ])('centres a window that lies %s', (_where, place) => {
    expect(clampToDisplays({ ...state, place }, [laptop], laptop).place).toBeNull();
  });

  it('makes a window no smaller than can be used, and no larger than its display', () => {
    const tiny = clampToDisplays({ ...state, place: null, width: 10, height: 10 }, [screen], screen);
    expect([tiny.width, tiny.height]).toEqual([960, 600]);
    const netbook = { workArea: { x: 0, y: 0, width: 800, height: 480 } };
    const small = clampToDisplays({ ...state, place: null }, [netbook], netbook);
    expect([small.width, small.height]).toEqual([800, 480]);
  });
});

describe('the file', () => {
  it('is read as it was written', () => {
    const file = join(folder, 'deeper', 'window.json');
    writeWindowState(file, { x: -10, y: 20, width: 1200, height: 800 }, true);
    expect(readWindowState(file)).toEqual({
      place: { x: -10, y: 20 },
      width: 1200,
      height: 800,
      maximized: true,
    });
  });

  it.each([
    '',
    '{',
    'null',
    '[]',
    '"x"',
    '{"width":-1,"height":5}',
    '{"width":1e300,"height":700}',
    '{"width":"9"}',
  ])('is that of a first start when it holds %s', (text) => {
    const file = join(folder, 'odd.json');
    writeFileSync(file, text);
    expect(readWindowState(file)).toEqual({ place: null, width: 1440, height: 900, maximized: false });
    expect(readWindowState(join(folder, 'none.json')).width).toBe(1440);
  });
});
