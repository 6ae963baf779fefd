import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { hasDisplay, openerFor, openInBrowser } from '../../../core/cli/browser.ts';
import { findDesktop, runDesktop, type Surroundings } from '../../../core/cli/desktop.ts';

/** A folder with an app and, if it is named, a runtime in an Electron package. */
function surroundings(runtime: string | null, wanted: Partial<Surroundings> = {}): Surroundings {
  const folder = mkdtempSync(join(tmpdir(), 'critic-desktop-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const script = join(folder, 'main.js');
  writeFileSync(script, '');
  const electronPackage = join(folder, 'electron');
  mkdirSync(join(electronPackage, 'dist'), { recursive: true });
  if (runtime !== null) writeFileSync(join(electronPackage, 'dist', runtime), '');
  return { environment: { DISPLAY: ':0' }, platform: 'linux', script, electronPackage, ...wanted };
}

describe('the desktop app', () => {
  it.each([
    ['linux', 'electron', { WAYLAND_DISPLAY: 'wayland-0' }],
    ['linux', 'electron', { DISPLAY: ':1' }],
    ['win32', 'electron.exe', {}],
  ] as const)('is found on %s as %s', (platform, name, environment) => {
    const place = surroundings(name, { platform, environment });
    const executable = join(place.electronPackage ?? '', 'dist', name);
    expect(findDesktop(place)).toEqual({ kind: 'here', executable });
  });

  it('is found by the name that its package notes', () => {
    const place = surroundings('other-name');
    expect(findDesktop(place)).toMatchObject({ kind: 'missing' });
    writeFileSync(join(place.electronPackage ?? '', 'path.txt'), 'other-name\n');
    expect(findDesktop(place)).toMatchObject({ kind: 'here' });
  });

  it('is found where the environment says its runtime is', () => {
    const { electronPackage } = surroundings('electron');
    const dist = join(electronPackage ?? '', 'dist');
    const environment = { DISPLAY: ':0', ELECTRON_OVERRIDE_DIST_PATH: dist };
    expect(findDesktop(surroundings(null, { environment, electronPackage: null }))).toEqual({
      kind: 'here',
      executable: join(dist, 'electron'),
    });
    const elsewhere = { ...environment, ELECTRON_OVERRIDE_DIST_PATH: join(dist, 'none') };
    expect(findDesktop(surroundings('electron', { environment: elsewhere })).kind).toBe('missing');
  });

  it.each<[string, Partial<Surroundings>, string | null, RegExp]>([
    ['its script', { script: '/none/main.js' }, 'electron', /not built here; npm run build/],
    ['the runtime', {}, null, /Electron runtime is not installed here; npx install-electron/],
    ['the package', { electronPackage: null }, 'electron', /Electron runtime is not installed/],
    ['a display', { environment: { DISPLAY: '' } }, 'electron', /no display here/],
  ])('is missing without %s, in one sentence', (_, wanted, runtime, why) => {
    const desktop = findDesktop(surroundings(runtime, wanted));
    expect(desktop).toEqual({ kind: 'missing', why: expect.stringMatching(why) as string });
  });

  it.skipIf(process.platform === 'win32').each([
    ['closed', 'exit 0', 'exit code 0'],
    ['early', 'exit 127', 'exit code 127'],
    ['early', 'kill -ABRT $$', 'signal SIGABRT'],
    ['closed', 'test -z "$ELECTRON_RUN_AS_NODE" && test "$CRITIC_DATA" = here', 'exit code 0'],
  ])('is %s after: %s', async (kind, commands, how) => {
    const { script, electronPackage } = surroundings(null);
    const executable = join(electronPackage ?? '', 'electron');
    writeFileSync(executable, `#!/bin/sh\n${commands} 2>/dev/null\n`);
    chmodSync(executable, 0o755);
    const environment = { ...process.env, ELECTRON_RUN_AS_NODE: '1', CRITIC_DATA: 'here' };
    expect(await runDesktop({ executable, script, environment })).toEqual({ kind, how });
  });

  it('that cannot be run at all has ended early', async () => {
    const { script } = surroundings(null);
    const end = await runDesktop({ executable: script, script, environment: process.env });
    expect(end).toEqual({ kind: 'early', how: expect.stringContaining('EACCES') as string });
  });
});

describe('the browser', () => {
  it('needs a display only where there can be none', () => {
    expect(hasDisplay({}, 'linux')).toBe(false);
    expect(hasDisplay({ DISPLAY: ':0' }, 'linux')).toBe(true);
    expect(hasDisplay({}, 'darwin')).toBe(true);
    expect(hasDisplay({}, 'win32')).toBe(true);
  });

  it.each([
    ['linux', 'xdg-open', ['http://a/?token=b']],
    ['darwin', 'open', ['http://a/?token=b']],
    ['win32', 'cmd', ['/c', 'start', '""', 'http://a/?token=b']],
  ] as const)('is opened on %s by %s', (platform, command, words) => {
    expect(openerFor('http://a/?token=b', platform)).toEqual({ command, words });
  });

  it.each([
    ['there is no such command', { command: 'no-such-command-here', words: [] }],
    ['the command fails', { command: process.execPath, words: ['-e', 'process.exit(3)'] }],
  ])('is told to have failed when %s', async (_, opener) => {
    await new Promise<void>((resolve) => {
      openInBrowser(opener, resolve);
    });
  });
});
