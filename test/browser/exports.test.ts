// Exports, opened in a real Chromium: films have their frames and colours, reports fetch nothing and are readable for
// everybody.

import type { Browser } from 'playwright-core';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reportHtml } from '../../core/export/report.ts';
import { bytesOf, coded, colours } from '../unit/export/coded-film.ts';
import { fashion, nasty, options, toy, trained } from '../unit/export/reported-runs.ts';
import { temporaryFolder, temporaryStore } from '../unit/store/support.ts';
import { chromiumPath, expectAccessible, openBrowser } from './page.ts';

const parts = (colour: string): number[] => [...colour.matchAll(/\d+/g)].map(Number);

describe.skipIf(chromiumPath === null)('in Chromium', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
  });

  it('a film has every frame at its time, in colours close to what was drawn, and holds the last one', async () => {
    const frames = 23;
    const [fps, hold] = [8, 2];
    const bytes = await bytesOf(coded(frames), 'webm', { fps, hold });
    const page = await browser.newPage();
    const seen = await page.evaluate(
      async ({ base64, times }) => {
        const blob = new Blob([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], {
          type: 'video/webm',
        });
        const video = document.createElement('video');
        video.src = URL.createObjectURL(blob);
        await new Promise((resolve, reject) => {
          video.onloadeddata = resolve;
          video.onerror = () => {
            reject(new Error(video.error?.message ?? 'no video'));
          };
        });
        const canvas = document.createElement('canvas');
        [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
        const pen = canvas.getContext('2d')!;
        const colours: number[][] = [];
        for (const time of times) {
          await new Promise((resolve) => {
            video.onseeked = resolve;
            video.currentTime = time;
          });
          pen.drawImage(video, 0, 0);
          colours.push([...pen.getImageData(12, 12, 1, 1).data, ...pen.getImageData(48, 36, 1, 1).data]);
        }
        return { width: canvas.width, height: canvas.height, duration: video.duration, colours };
      },
      {
        base64: bytes.toString('base64'),
        times: [...Array.from({ length: frames }, (_, i) => (i + 0.5) / fps), frames / fps + hold - 0.1],
      },
    );
    expect([seen.width, seen.height]).toEqual([64, 48]);
    expect(seen.duration).toBeCloseTo(frames / fps + hold, 2);
    seen.colours.forEach((drawn, i) => {
      const [first, second] = colours(Math.min(i, frames - 1));
      const expected = [...parts(first), 255, ...parts(second), 255];
      const far = Math.max(...drawn.map((value, c) => Math.abs(value - expected[c])));
      expect(far, `frame ${i}: ${drawn.join()} and ${expected.join()}`).toBeLessThanOrEqual(8);
    });
    await page.close();
  });

  it('a film opens as a GIF, too, in colours close to what was drawn', async () => {
    const bytes = await bytesOf(coded(9), 'gif');
    const page = await browser.newPage();
    const drawn = await page.evaluate(async (base64) => {
      const image = new Image();
      image.src = `data:image/gif;base64,${base64}`;
      await image.decode();
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
      const pen = canvas.getContext('2d')!;
      pen.drawImage(image, 0, 0);
      return [...pen.getImageData(12, 12, 1, 1).data, canvas.width, canvas.height];
    }, bytes.toString('base64'));
    const expected = [...parts(colours(0)[0]), 255, 64, 48];
    expect(Math.max(...drawn.map((value, i) => Math.abs(value - expected[i])))).toBeLessThanOrEqual(8);
    await page.close();
  });

  it.each(['light', 'dark'] as const)(
    'a report is readable for everybody, and breaks no rule of its own: %s',
    async (theme) => {
      const store = temporaryStore();
      const file = join(temporaryFolder(), 'report.html');
      writeFileSync(file, reportHtml(store, [trained(store, toy), trained(store, fashion)], options));
      for (const width of [1280, 420]) {
        const address = pathToFileURL(file).href;
        const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme: theme });
        const page = await context.newPage();
        const problems: string[] = [];
        page.on('pageerror', (error) => problems.push(error.message));
        page.on('console', (message) => problems.push(message.text()));
        page.on('request', (request) => {
          if (!/^(file|data):/.test(request.url())) problems.push(`asked for ${request.url()}`);
        });
        await page.goto(address);
        await expectAccessible(page, `the report at ${width}`);
        const seen = await page.evaluate(() => ({
          loaded: [...document.images].every((image) => image.complete && image.naturalWidth > 0),
          images: document.images.length,
          overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
          heading: document.querySelector('h1')?.textContent,
        }));
        expect(seen).toMatchObject({ loaded: true, images: 6, overflow: 0 });
        expect(seen.heading).toBe(`toy, ${nasty}`);
        expect(problems).toEqual([]);
        await context.close();
      }
    },
  );
});
