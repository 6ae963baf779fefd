// Films: GIF decoded by its structure; test/browser/exports.test.ts has a real Chromium decode both.

import { createCanvas, type Image, loadImage } from '@napi-rs/canvas';
import { describe, expect, it } from 'vitest';
import { ExportError } from '../../../core/export/errors.ts';
import type { Film } from '../../../core/export/film.ts';
import { panelFilm, type Panel } from '../../../core/export/film-panels.ts';
import { runFilm, spreadOver } from '../../../core/export/film-runs.ts';
import { grid, specNamed, start, temporaryStore } from '../store/support.ts';
import { bytesOf, coded } from './coded-film.ts';
import { fontFolder, images, ring } from './support.ts';

/** The frames of a GIF as its structure tells: delays in hundredths, sizes of palettes. */
function gifFrames(bytes: Buffer): {
  readonly delays: number[];
  readonly palettes: number;
  readonly repeats: number | null;
} {
  expect(bytes.toString('latin1', 0, 6)).toBe('GIF89a');
  const tableBytes = (flags: number): number => ((flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1));
  let at = 13 + tableBytes(bytes[10]);
  let palettes = (bytes[10] & 0x80) === 0 ? 0 : 1;
  let repeats: number | null = null;
  const delays: number[] = [];
  const skipBlocks = (): void => {
    while (bytes[at] !== 0) at += bytes[at] + 1;
    at += 1;
  };
  while (bytes[at] !== 0x3b) {
    if (bytes[at] === 0x21) {
      if (bytes[at + 1] === 0xf9) delays.push(bytes.readUInt16LE(at + 4));
      if (bytes[at + 1] === 0xff) repeats = bytes.readUInt16LE(at + 16);
      at += 2;
      skipBlocks();
    } else {
      expect(bytes[at]).toBe(0x2c);
      const flags = bytes[at + 9];
      if ((flags & 0x80) !== 0) palettes += 1;
      at += 10 + tableBytes(flags) + 1;
      skipBlocks();
    }
  }
  expect(at).toBe(bytes.length - 1);
  return { delays, palettes, repeats };
}

describe('filmChunks', () => {
  it('keeps a GIF in time, with one palette, and repeats it only when told so', async () => {
    const bytes = await bytesOf(coded(31), 'gif', { fps: 30, hold: 0.5 });
    const { delays, palettes, repeats } = gifFrames(bytes);
    expect(delays).toHaveLength(31);
    expect(new Set(delays.slice(0, -1))).toEqual(new Set([3, 4]));
    expect(delays.reduce((sum, delay) => sum + delay, 0)).toBe(Math.round(3100 / 30) + 50);
    expect({ palettes, repeats }).toEqual({ palettes: 1, repeats: 0 });
    expect(gifFrames(await bytesOf(coded(2), 'gif', { loop: false })).repeats).toBeNull();
  });

  it('keeps all shades of grey', async () => {
    for (const level of [0, 1, 77, 128, 254]) {
      const one: Film = {
        ...coded(1, true),
        draw: (pen) => {
          coded(1, true).draw(pen, level);
        },
      };
      const image: Image = await loadImage(await bytesOf(one, 'gif'));
      const pen = createCanvas(64, 48).getContext('2d');
      pen.drawImage(image, 0, 0);
      expect([...pen.getImageData(3, 3, 1, 1).data]).toEqual([level, level, level, 255]);
      expect([...pen.getImageData(60, 40, 1, 1).data.subarray(0, 1)]).toEqual([255 - level]);
    }
  });

  it('tells how far it is, and leaves off when it is given up', async () => {
    for (const format of ['webm', 'gif'] as const) {
      const told: number[] = [];
      const film = coded(40);
      await bytesOf(film, format, undefined, {
        onProgress: (done, of) => {
          expect(of).toBe(40);
          told.push(done);
        },
      });
      expect(told.at(-1)).toBe(40);
      expect(told).toEqual([...told].sort((a, b) => a - b));
      const control = new AbortController();
      const drawn: number[] = [];
      const slow: Film = {
        ...film,
        draw: (pen, frame) => {
          drawn.push(frame);
          if (drawn.length > 20) control.abort(new Error('given up'));
          film.draw(pen, frame);
        },
      };
      await expect(bytesOf(slow, format, undefined, { signal: control.signal })).rejects.toThrow('given up');
      expect(drawn.length).toBeLessThan(30);
    }
  });

  it.each([
    ['too large', { ...coded(2), width: 9000 }, {}, /too large; give a smaller scale/],
    ['of no frames', coded(0), {}, /1 to 10,000 frames, not 0/],
    ['of 0 frames per second', coded(2), { fps: 0 }, /WebM has 1 to 60 frames per second, not 0/],
    ['of NaN frames per second', coded(2), { fps: NaN }, /not NaN/],
    ['that stands still for ever', coded(2), { hold: Infinity }, /0 to 60 seconds, not Infinity/],
  ] as const)('refuses a film %s', async (_, film, timing, says) => {
    await expect(bytesOf(film, 'webm', timing)).rejects.toThrow(says);
    await expect(bytesOf(film, 'gif', timing)).rejects.toThrow(ExportError);
  });
});

describe('panelFilm', () => {
  const panel = (name: string, count = 4): Panel => ({
    name,
    shape: [count, 28, 28, 1],
    columns: 2,
    read: (frame) => ({
      caption: `iteration ${frame}`,
      data: images(count, 28, 1, frame / 10, frame).map((value) => value - 0.1),
    }),
  });

  it('shows each grid pixel for pixel, and nothing that is not grey where the samples are', () => {
    const film = panelFilm([panel('a'), panel('b')], 3, { title: 'x', fontFolder, scale: 3 });
    expect(film).toMatchObject({ grey: true, frames: 3 });
    const canvas = createCanvas(film.width, film.height);
    const pen = canvas.getContext('2d');
    film.draw(pen, 2);
    const { data } = pen.getImageData(0, 0, film.width, film.height);
    for (let i = 0; i < data.length; i += 4) {
      if (data[i] !== data[i + 1] || data[i] !== data[i + 2]) expect.fail(`a colour at ${i / 4}`);
    }
    const values = panel('a').read(2).data;
    const top = 20 + 50;
    let wrong = 0;
    for (let y = 0; y < 56 * 3; y += 1) {
      for (let x = 0; x < 56 * 3; x += 1) {
        const [px, py] = [Math.floor(x / 3), Math.floor(y / 3)];
        const image = Math.floor(py / 28) * 2 + Math.floor(px / 28);
        const value = values[(image * 28 + (py % 28)) * 28 + (px % 28)];
        const expected = Math.round(Math.min(255, Math.max(0, (value + 1) * 127.5)));
        if (data[((top + y) * film.width + 20 + x) * 4] !== expected) wrong += 1;
      }
    }
    expect(wrong).toBe(0);
  });

  it('has even edges and room for its captions', () => {
    for (const count of [1, 2, 3]) {
      const film = panelFilm([panel('a', count)], 1, { title: 'x', fontFolder, scale: 1 });
      expect([film.width % 2, film.height % 2]).toEqual([0, 0]);
      expect(film.width).toBeGreaterThan(230);
    }
  });

  it.each([0, 1.5, -1, 65, NaN])('refuses a scale of %s', (scale) => {
    expect(() => panelFilm([panel('a')], 1, { title: 'x', fontFolder, scale })).toThrow(/whole number/);
  });
});

describe('runFilm', () => {
  const options = { fontFolder, realOf: () => ring(100, 1.4, 0.02, 1) };
  function trained(iterations: readonly number[]) {
    const store = temporaryStore();
    const ids = iterations.map((every, at) => {
      const { id } = store.runs.create(specNamed(`run ${at}`));
      store.runs.start(id, start);
      for (let i = 0; i <= 100; i += every) {
        store.samples.save(id, grid(i, [20, 2], ring(20, 1.4, 0.1, i + 1)));
      }
      return id;
    });
    return { store, ids };
  }

  it('has a frame for each grid, spread evenly where there are more than wanted', () => {
    const { store, ids } = trained([10]);
    expect(runFilm(store, ids, options).frames).toBe(11);
    expect(runFilm(store, ids, { ...options, frames: 4 }).frames).toBe(4);
    expect(runFilm(store, ids, { ...options, frames: 1 }).frames).toBe(1);
    expect(spreadOver([0, 1, 2, 5, 10, 20, 50], 4)).toEqual([0, 2, 10, 50]);
    expect(spreadOver([0, 1], 9)).toEqual([0, 1]);
    expect(spreadOver([0, 1, 2], 1)).toEqual([2]);
  });

  it('shows a run at its newest grid where another has one of its own', () => {
    const { store, ids } = trained([10, 25]);
    const film = runFilm(store, ids, options);
    expect(film.frames).toBe(13);
    expect(film.grey).toBe(false);
    const texts: string[] = [];
    const pen = new Proxy(createCanvas(film.width, film.height).getContext('2d'), {
      get(target, property) {
        if (property === 'fillText') return (text: string) => texts.push(text);
        const value: unknown = Reflect.get(target, property);
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      },
      set: (target, property, value) => Reflect.set(target, property, value),
    });
    film.draw(pen, 3);
    expect(texts).toEqual(['run 0', 'iteration 20, newest up to 25', 'run 1', 'iteration 25']);
    texts.length = 0;
    film.draw(pen, 12);
    expect(texts).toEqual(['run 0', 'iteration 100', 'run 1', 'iteration 100']);
    texts.length = 0;
    // In these grids five critic updates belong to an iteration.
    runFilm(store, ids, { ...options, axis: 'critic-updates' }).draw(pen, 3);
    expect(texts).toEqual([
      ...['run 0', 'iteration 20, newest up to 125 critic updates'],
      ...['run 1', 'iteration 25, 125 critic updates'],
    ]);
  });

  it('refuses runs without samples, too many runs and no frames', () => {
    const { store, ids } = trained([50]);
    const { id } = store.runs.create(specNamed('empty'));
    expect(() => runFilm(store, [id], options)).toThrow(/has no samples yet/);
    expect(() => runFilm(store, Array<string>(7).fill(ids[0]), options)).toThrow(/up to 6 runs/);
    expect(() => runFilm(store, ids, { ...options, frames: 0 })).toThrow(/at least one frame/);
    expect(() => runFilm(store, ['nothing'], options)).toThrow(/no run/);
  });
});
