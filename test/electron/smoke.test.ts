// The built app in real Electron: its window, its line to the host, and a tiny run. Where there is no runtime or no
// display it is skipped, and its name says why.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { electronPackage, findDesktop } from '../../core/cli/desktop.ts';
import { protocolNumber } from '../../core/protocol/contract.ts';
import { lineMessage } from '../../core/protocol/desktop-bridge.ts';
import { tinySpec } from '../support/tiny.ts';
import { trainOverLine } from './train-over-line.ts';

const root = join(import.meta.dirname, '..', '..');
const script = join(root, 'dist', 'electron', 'main.js');
const desktop = findDesktop({
  environment: process.env,
  platform: process.platform,
  script,
  electronPackage: electronPackage(),
});
const why = desktop.kind === 'here' ? '' : `, skipped: ${desktop.why}`;

describe.skipIf(desktop.kind !== 'here')(`the desktop app in Electron${why}`, () => {
  let dataDir: string;
  let app: ElectronApplication;
  let page: Page;

  beforeAll(async () => {
    if (desktop.kind !== 'here') return;
    dataDir = mkdtempSync(join(tmpdir(), 'critic-smoke-'));
    const environment: NodeJS.ProcessEnv = { ...process.env, CRITIC_DATA: dataDir };
    delete environment['ELECTRON_RUN_AS_NODE'];
    app = await _electron.launch({
      executablePath: desktop.executable,
      args: [script],
      env: environment as Record<string, string>,
    });
    page = await app.firstWindow();
    await page.waitForLoadState('load');
  }, 60_000);
  afterAll(async () => {
    await app.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('shows its own page, sandboxed, without Node', async () => {
    expect(page.url()).toMatch(/^app:\/\/critic\//);
    const seen = await page.evaluate(() => ({
      require: typeof (globalThis as { require?: unknown }).require,
      process: typeof (globalThis as { process?: unknown }).process,
      bridge: Object.keys((globalThis as unknown as { critic: object }).critic).sort(),
    }));
    expect(seen).toEqual({
      require: 'undefined',
      process: 'undefined',
      bridge: ['onCommand', 'openLine', 'pathOf', 'platform', 'shell'],
    });
  });

  it('trains a tiny run over its line, with the bits of every value', async () => {
    const result = await page.evaluate(trainOverLine, {
      lineMessage,
      protocol: protocolNumber,
      spec: tinySpec,
    });
    expect(result).toMatchObject({ state: 'completed', values: 'Float64Array' });
  }, 120_000);
});
