// The divergence lab and the guide in a real browser: what a teacher does in front of a class.

import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServe, type Served } from '../support/serve.ts';
import { chromiumPath, expectAccessible, openBrowser, openPage } from './page.ts';

describe.skipIf(chromiumPath === null)(
  `the divergence lab${chromiumPath === null ? ': skipped, there is no Chromium' : ''}`,
  { timeout: 120_000 },
  () => {
    let browser: Browser;
    let served: Served;
    beforeAll(async () => {
      browser = await openBrowser();
      served = await startServe();
    }, 120_000);
    afterAll(async () => {
      await browser.close();
      await served.close();
    });

    const go = (page: Page, hash: string): Promise<void> =>
      page.evaluate((to) => {
        location.hash = to;
      }, hash);
    async function cells(page: Page, divergence: string): Promise<readonly string[]> {
      return page.locator(`[data-divergence="${divergence}"] td`).allTextContents();
    }
    const t = (page: Page): Promise<string> =>
      page.getByRole('status', { name: 't', exact: true }).innerText();

    it('shows closed forms beside numerical values, and moves Q by mouse, keys and slider', async () => {
      const { page, context, expectNoProblems } = await openPage(browser, served.address);
      await go(page, '/lab?pair=uniforms&t=0.5');
      await page.locator('[data-curve="js"]').first().waitFor();
      // |t| log 2 = 0.3466, TV 1/2, H2 = 1, W1 = 1/2; both KL infinite.
      expect(await cells(page, 'js')).toEqual(['0.3466', '0.3466', expect.any(String), '0.693']);
      expect((await cells(page, 'w1')).slice(0, 2)).toEqual(['0.5000', '0.5000']);
      expect(await cells(page, 'kl')).toEqual(['∞', '∞', '0', 'none']);
      await page.getByText('KL(P‖Q) is infinite: P has mass where Q has none').waitFor();
      expect(await page.locator('[data-value="discriminator"]').innerText()).toMatch(
        /= −0\.6931 = .* = −0\.6931$/,
      );

      // Drags Q to the right until nothing overlaps.
      const box = (await page.locator('[data-grip="laws"]').boundingBox()) ?? {
        x: 0,
        y: 0,
        width: 0,
        height: 0,
      };
      const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
      const curve = await page.locator('[data-curve="js"]').first().getAttribute('d');
      await page.mouse.move(middle.x, middle.y);
      await page.mouse.down();
      await page.mouse.move(middle.x + box.width * (0.75 / 5.5), middle.y, { steps: 8 });
      await page.mouse.up();
      expect(await t(page)).toMatch(/^t = 1\.2[456]$/);
      expect((await cells(page, 'js'))[0]).toBe('0.6931');
      expect((await cells(page, 'js'))[3]).toBe('0.000');
      expect((await cells(page, 'w1'))[0]).toMatch(/^1\.2[456]0$/);
      // The curve against t is another only for another pair.
      expect(await page.locator('[data-curve="js"]').first().getAttribute('d')).toBe(curve);
      await page.getByRole('combobox', { name: 'Laws' }).selectOption('Two normals');
      await expect.poll(() => page.locator('[data-curve="js"]').first().getAttribute('d')).not.toBe(curve);

      await page.keyboard.press('Escape');
      await page.locator('h1').click();
      await page.keyboard.press('0');
      expect(await t(page)).toBe('t = 0.00');
      await page.keyboard.press('ArrowRight');
      expect(await t(page)).toBe('t = 0.08');
      await page.getByRole('slider', { name: 'Shift t' }).press('End');
      expect(await t(page)).toBe('t = 8.00');
      expect((await cells(page, 'js'))[1]).toBe('0.6931');

      // An address that was shared shows the same.
      await expect.poll(() => page.url()).toContain('t=8');
      await page.reload();
      await page.locator('[data-curve="js"]').first().waitFor();
      expect(await t(page)).toBe('t = 8.00');
      expectNoProblems();
      await context.close();
    });

    it('lets t run, frame by frame, and in steps where motion is to be reduced', async () => {
      const { page, context, expectNoProblems } = await openPage(browser, served.address);
      await go(page, '/lab?pair=normals&t=1');
      await page.getByRole('button', { name: 'Let t run' }).click();
      await expect.poll(() => t(page)).not.toBe('t = 1.00');
      await page.getByRole('button', { name: 'Stop' }).click();
      const stopped = await t(page);
      await page.waitForTimeout(150);
      expect(await t(page)).toBe(stopped);

      await page.emulateMedia({ reducedMotion: 'reduce' });
      await page.locator('h1').click();
      await page.keyboard.press('0');
      const seen = page.evaluate(async () => {
        const shown = new Set<string>();
        for (const start = performance.now(); performance.now() - start < 2600;) {
          shown.add(document.querySelector('output')?.textContent ?? '');
          await new Promise(requestAnimationFrame);
        }
        return [...shown];
      });
      await page.getByRole('button', { name: 'Let t run' }).click();
      expect((await seen).length).toBeGreaterThan(1);
      expect((await seen).length).toBeLessThan(6);
      expectNoProblems();
      await context.close();
    });

    it('moves earth by plans whose rows and columns sum to the bars', async () => {
      const { page, context, expectNoProblems } = await openPage(browser, served.address);
      await go(page, '/lab?tab=earth&p=2.0.0.0.0.0.0.2&q=0.0.4.0.0.0.0.0');
      const sums = (side: string): Promise<readonly string[]> =>
        page.locator(`[data-sum="${side}"]`).allTextContents();
      await expect.poll(() => sums('row')).toEqual(['0.50', '0', '0', '0', '0', '0', '0', '0.50']);
      expect(await sums('column')).toEqual(['0', '0', '1.00', '0', '0', '0', '0', '0']);
      // 0.5 goes 2 and 0.5 goes 5.
      for (const which of ['plan-cost', 'best-cost', 'solver-cost'])
        expect(await page.locator(`[data-value="${which}"]`).innerText()).toBe('3.50');
      expect(await page.locator('[data-value="dual"]').innerText()).toMatch(/= 3\.500$/);

      // A bar by keys: half of what goes to 2 now goes to 7.
      const bar = page.getByRole('slider', { name: 'Bar 7 of Q' });
      await bar.press('PageUp');
      await bar.press('ArrowUp');
      expect(await sums('column')).toEqual(['0', '0', '0.50', '0', '0', '0', '0', '0.50']);
      expect(await page.locator('[data-value="best-cost"]').innerText()).toBe('1.00');

      // The crossed plan costs more, until two of its entries exchange their ways.
      await page.getByRole('radio', { name: 'My own' }).click();
      await expect.poll(() => page.locator('[data-value="plan-cost"]').innerText()).toBe('6.00');
      await page.getByRole('button', { name: '0.50 from 0 to 7' }).click();
      await page.getByRole('button', { name: '0.50 from 7 to 2' }).click();
      expect(await page.locator('[data-value="plan-cost"]').innerText()).toBe('1.00');

      // A bar by mouse.
      const slot = (await page.getByRole('slider', { name: 'Bar 3 of P' }).boundingBox()) ?? {
        x: 0,
        y: 0,
        width: 0,
        height: 0,
      };
      await page.mouse.click(slot.x + slot.width / 2, slot.y + slot.height / 2);
      await expect.poll(async () => (await sums('row'))[3]).not.toBe('0');
      await page.getByRole('button', { name: 'Move the earth' }).click();
      await expect
        .poll(() => page.getByRole('slider', { name: 'How far' }).getAttribute('aria-valuenow'), {
          timeout: 20_000,
        })
        .toBe('1');
      expectNoProblems();
      await context.close();
    });

    it('shows that samples never overlap', async () => {
      const { page, context, expectNoProblems } = await openPage(browser, served.address);
      await go(page, '/lab?tab=samples&pair=uniforms&t=0&n=2048');
      await page.locator('[data-value="sample-js"]').waitFor();
      expect(await page.locator('[data-value="sample-js"]').innerText()).toBe('0.6931');
      const before = await page.locator('[data-value="sample-w1"]').innerText();
      expect(Number(before)).toBeLessThan(0.05);
      // 4,096 dots, on one canvas behind the drawing.
      const painted = await page.locator('figure canvas').evaluate((canvas: HTMLCanvasElement) => {
        const data = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data;
        return data?.filter((_, at) => at % 4 === 3).some((alpha) => alpha > 0) ?? false;
      });
      expect(painted).toBe(true);
      await page.getByRole('button', { name: 'Draw again' }).click();
      await expect.poll(() => page.locator('[data-value="sample-w1"]').innerText()).not.toBe(before);
      expectNoProblems();
      await context.close();
    });

    it('fills its view after a run was looked at, whose styles stay in the page', async () => {
      const { page, context, expectNoProblems } = await openPage(browser, served.address);
      await go(page, '/run/0000000000');
      await page.getByRole('heading', { name: 'This run cannot be shown' }).waitFor();
      await go(page, '/lab');
      const figure = page.locator('figure').first();
      await figure.locator('svg').waitFor();
      expect((await figure.boundingBox())?.height).toBeGreaterThan(150);
      expectNoProblems();
      await context.close();
    });

    it('typesets the guide under the policy, and is reached by keys', async () => {
      const { page, context, expectNoProblems } = await openPage(browser, served.address);
      await page.keyboard.press('Shift+G');
      await page.getByRole('heading', { level: 1, name: 'The earth mover’s distance' }).waitFor();
      expect(await page.locator('math').count()).toBeGreaterThan(4);
      expect(await page.locator('math [style], math[style]').count()).toBe(0);
      expect(
        await page
          .locator('math munder')
          .first()
          .evaluate((one) => one.namespaceURI),
      ).toContain('MathML');
      await page.getByRole('link', { name: 'WGAN-GP', exact: true }).first().click();
      await page.getByRole('link', { name: 'Open the designer with WGAN-GP' }).click();
      await page.getByText('held out').first().waitFor();
      const recipes = page.getByRole('region', { name: 'Recipe' });
      await recipes.getByRole('link', { name: 'Guide: WGAN-GP' }).click();
      await page.getByRole('heading', { level: 1, name: 'WGAN-GP' }).waitFor();
      await go(page, '/guide/nothing');
      await page.getByText('There is no page “nothing”').waitFor();
      expectNoProblems();
      await context.close();
    });

    it.each(['light', 'dark'] as const)('is accessible, %s', async (theme) => {
      const { page, context, expectNoProblems } = await openPage(browser, served.address, { theme });
      for (const hash of [
        '/lab?pair=bars',
        '/lab?pair=segments&t=1',
        '/lab?tab=earth&plan=own',
        '/lab?tab=samples',
        '/guide/penalty-bias',
        '/guide/fgan-js',
      ]) {
        await go(page, hash);
        await page.locator('figure').first().waitFor();
        await page.waitForTimeout(200);
        await expectAccessible(page, `${hash}, ${theme}`);
      }
      expectNoProblems();
      await context.close();
    });
  },
);
