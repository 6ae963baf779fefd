import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { cacheDirectory, checkOutFile, checkWritable, dataDirectory } from '../../../core/cli/directories.ts';

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'critic-dirs-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  return folder;
}

describe('the data directory', () => {
  it('is the one given, then CRITIC_DATA, then the place of the platform', () => {
    const environment = { CRITIC_DATA: 'from-environment', XDG_DATA_HOME: '/xdg', APPDATA: '/app' };
    expect(dataDirectory('given', environment, 'linux')).toBe(resolve('given'));
    expect(dataDirectory(undefined, environment, 'linux')).toBe(resolve('from-environment'));
    const without = { ...environment, CRITIC_DATA: '' };
    expect(dataDirectory(undefined, without, 'linux')).toBe(join('/xdg', 'critic'));
    expect(dataDirectory(undefined, without, 'win32')).toBe(join('/app', 'Critic'));
    expect(dataDirectory(undefined, {}, 'linux')).toBe(join(homedir(), '.local', 'share', 'critic'));
    expect(dataDirectory(undefined, {}, 'win32')).toBe(join(homedir(), 'AppData', 'Roaming', 'Critic'));
    expect(dataDirectory(undefined, {}, 'darwin')).toBe(
      join(homedir(), 'Library', 'Application Support', 'Critic'),
    );
  });

  it('is apart from the cache', () => {
    expect(cacheDirectory({ XDG_CACHE_HOME: '/cache' }, 'linux')).toBe(join('/cache', 'critic'));
    expect(cacheDirectory({}, 'darwin')).toBe(join(homedir(), 'Library', 'Caches', 'Critic'));
    expect(cacheDirectory({ LOCALAPPDATA: '/local' }, 'win32')).toBe(join('/local', 'Critic', 'Cache'));
  });
});

describe('looking whether something can be written', () => {
  it('makes nothing', () => {
    const folder = temporaryFolder();
    const wanted = join(folder, 'a', 'b');
    checkWritable(wanted, 'The folder');
    expect(existsSync(join(folder, 'a'))).toBe(false);
  });

  it('names the file that is in the way', () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    expect(() => {
      checkWritable(join(file, 'a', 'b'), 'The folder');
    }).toThrow(`${file} is not a directory`);
  });

  it('names the folder that may not be written', ({ skip }) => {
    if (process.getuid?.() === 0) skip('the superuser may write everywhere');
    const folder = temporaryFolder();
    chmodSync(folder, 0o555);
    expect(() => {
      checkWritable(join(folder, 'a'), 'The folder');
    }).toThrow(`${folder} may not be written`);
  });

  it('wants the folder of a file to be there, and the file not to be a folder', () => {
    const folder = temporaryFolder();
    expect(checkOutFile(join(folder, 'a.png'))).toBe(join(folder, 'a.png'));
    expect(() => checkOutFile(join(folder, 'none', 'a.png'))).toThrow(/no folder .*none/);
    mkdirSync(join(folder, 'b.png'));
    expect(() => checkOutFile(join(folder, 'b.png'))).toThrow(/is a folder/);
  });
});
