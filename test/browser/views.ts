// Every view of the window, shown with real runs: for looking at them, by people and by axe-core.

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { openStore } from '../../core/store/store.ts';

const program = join(import.meta.dirname, '..', '..', 'dist', 'critic.js');

export interface View {
  readonly name: string;
  /** Brings the window there, from anywhere. */
  readonly show: (page: Page) => Promise<void>;
}

/** Trains runs with the command line into a data folder. */
export function train(data: string, ...words: readonly string[]): void {
  const { status, stderr } = spawnSync(process.execPath, [program, ...words, '--data', data], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`critic ${words.join(' ')} failed: ${stderr}`);
}

export function hasCompleted(data: string, name: string): boolean {
  const store = openStore(data);
  const found = store.runs.list().some((run) => run.name === name && run.status === 'completed');
  store.close();
  return found;
}

/** The newest run of a name. */
export function idOf(data: string, name: string): string {
  const store = openStore(data);
  const run = store.runs.list().find((candidate) => candidate.name === name);
  store.close();
  if (run === undefined) throw new Error(`There is no run ${name}.`);
  return run.id;
}

async function go(page: Page, hash: string): Promise<void> {
  await page.evaluate((to) => {
    location.hash = to;
  }, hash);
}

/** Names of runs that a data folder holds: of images, another one of the same images, and of points. */
export interface Shown {
  readonly image: string;
  readonly partner: string;
  readonly toy: string;
}

const ownKinds = ['folder', 'csv', 'npy', 'idx', 'cifar', 'stacked', 'drawn', 'download'] as const;

export function viewsOf(data: string, { image, partner, toy }: Shown): readonly View[] {
  const run = (name: string) => async (page: Page) => {
    await go(page, `/run/${idOf(data, name)}`);
    await page.getByRole('tab', { name: 'Charts' }).click();
    await page.locator('canvas').nth(1).waitFor();
  };
  return [
    {
      name: 'runs',
      async show(page) {
        await go(page, '/runs');
        await page.getByRole('row').nth(1).waitFor();
      },
    },
    {
      name: 'designer',
      async show(page) {
        await go(page, '/new?preset=fashion-wgan-gp');
        await page.getByText('held out').first().waitFor();
      },
    },
    {
      name: 'designer-pair',
      async show(page) {
        await go(page, '/new?preset=fashion-wgan-gp');
        await page.getByRole('button', { name: /^Pair with/ }).click();
        await page.getByText('Identical in all arms').waitFor();
      },
    },
    ...ownKinds.map((kind) => ({
      name: `designer-${kind}`,
      async show(page: Page) {
        await go(page, '/new?preset=fashion-wgan-gp');
        await page.locator('#field-0-data-kind').selectOption(kind);
        await page.getByRole('region', { name: 'Data preview' }).waitFor();
      },
    })),
    { name: 'run', show: run(image) },
    ...(['Quality', 'Weights'] as const).map((tab) => ({
      name: `toy-${tab.toLowerCase()}`,
      async show(page: Page) {
        await run(toy)(page);
        await page.getByRole('tab', { name: tab }).click();
        await page.getByRole('tabpanel', { name: tab }).waitFor();
      },
    })),
    { name: 'toy', show: run(toy) },
    {
      name: 'gallery',
      async show(page) {
        await go(page, `/gallery/${idOf(data, image)}`);
        await page.locator('canvas').first().waitFor();
      },
    },
    {
      name: 'compare',
      async show(page) {
        await go(page, `/compare/${idOf(data, image)},${idOf(data, partner)}`);
        await page.locator('canvas').nth(2).waitFor();
      },
    },
    {
      name: 'run-settings',
      async show(page) {
        await run(image)(page);
        await page.getByRole('tab', { name: /^Settings/ }).click();
      },
    },
    {
      name: 'run-notes',
      async show(page) {
        await run(image)(page);
        await page.getByRole('tab', { name: /^Notes/ }).click();
      },
    },
    ...(
      [
        ['lab', '/lab?pair=normals'],
        ['lab-segments', '/lab?pair=segments&t=0.8&show=js,kl,tv,w1'],
        ['lab-earth', '/lab?tab=earth'],
        ['lab-samples', '/lab?tab=samples&t=0&pair=uniforms'],
      ] as const
    ).map(([name, words]) => ({
      name,
      async show(page: Page) {
        await go(page, words);
        await page.locator('figure svg').first().waitFor();
      },
    })),
    {
      name: 'guide',
      async show(page) {
        await go(page, '/guide/penalty-bias');
        await page.getByRole('heading', { name: 'What goes wrong' }).waitFor();
      },
    },
    {
      name: 'experiments',
      async show(page) {
        await go(page, '/experiments');
        await page
          .getByRole('button', { name: /^Train/ })
          .first()
          .waitFor();
      },
    },
    {
      name: 'engines',
      async show(page) {
        await go(page, '/engines');
        await page.getByText('passed its self-test').first().waitFor();
      },
    },
    {
      name: 'settings',
      async show(page) {
        await go(page, '/settings');
        await page.getByText('Free on the disk').waitFor();
      },
    },
    {
      name: 'keyboard-map',
      async show(page) {
        await go(page, '/runs');
        await page.keyboard.press('?');
        await page.getByRole('dialog').waitFor();
      },
    },
  ];
}
