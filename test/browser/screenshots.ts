// Pictures of every view from real runs, light and dark: npm run screenshots. Those of 1280 pixels go into
// docs/images/views; those of 1920, which are only to be looked at, into dist/views.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { startServe } from '../support/serve.ts';
import { openBrowser, openPage } from './page.ts';
import { hasCompleted, train, viewsOf } from './views.ts';

const root = join(import.meta.dirname, '..', '..');
const folders = { 1280: join(root, 'docs', 'images', 'views'), 1920: join(root, 'dist', 'views') } as const;
const data = join(root, 'dist', 'screenshot-data');
const sizes = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
] as const;

for (const folder of Object.values(folders)) mkdirSync(folder, { recursive: true });
/** What there is to see, by the name of a run that it makes. */
const trained: Readonly<Record<string, readonly string[]>> = {
  'fashion-wgan-gp': ['train', 'fashion-wgan-gp', '--set', 'iterations=400'],
  'fashion-gan': ['train', 'fashion-gan', '--set', 'iterations=400'],
  'toy-8gaussians-wgan-gp': [
    ...['compare', 'toy-8gaussians-gan', 'toy-8gaussians-wgan-gp', '--budget', 'iterations=1500'],
    ...['--out', join(root, 'dist', 'comparison.png')],
  ],
  'toy-swissroll-wgan-gp': ['train', 'toy-swissroll-wgan-gp', '--set', 'iterations=600'],
};
for (const [name, words] of Object.entries(trained)) if (!hasCompleted(data, name)) train(data, ...words);

const browser = await openBrowser();
const served = await startServe({ data });
try {
  const views = viewsOf(data, {
    image: 'fashion-wgan-gp',
    partner: 'fashion-gan',
    toy: 'toy-8gaussians-wgan-gp',
  });
  for (const theme of ['light', 'dark'] as const) {
    for (const size of sizes) {
      const { page, context } = await openPage(browser, served.address, { theme, ...size });
      for (const { name, show } of views) {
        await show(page);
        // Pictures and curves that come after the first paint.
        await page.waitForTimeout(1200);
        const file = `${name}-${theme}-${size.width}.png`;
        await page.screenshot({ path: join(folders[size.width], file) });
        console.log(file);
        await page.keyboard.press('Escape');
      }
      await context.close();
    }
  }
} finally {
  await served.close();
  await browser.close();
}
