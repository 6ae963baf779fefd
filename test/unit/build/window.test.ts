import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { isOlder } from '../../../build/window.ts';

/** A built file and its sources, all of the times given in seconds. */
function built(at: number, sources: Readonly<Record<string, number>>): { file: string; source: string } {
  const folder = mkdtempSync(join(tmpdir(), 'critic-window-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const source = join(folder, 'source');
  for (const [name, time] of Object.entries(sources)) {
    const path = join(source, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, '');
    utimesSync(path, time, time);
  }
  for (const path of [join(source, 'views'), source]) utimesSync(path, 50, 50);
  const file = join(folder, 'index.html');
  writeFileSync(file, '');
  utimesSync(file, at, at);
  return { file, source };
}

describe('what is built', () => {
  it('is good while nothing it is made of is newer', () => {
    const { file, source } = built(100, { 'main.ts': 60, 'views/Runs.vue': 99 });
    expect(isOlder(file, [source, join(source, 'none')])).toBe(false);
  });

  it.each([
    ['a file deep inside is newer', { 'main.ts': 60, 'views/Runs.vue': 101 }],
    ['a file is as new: it may have come after', { 'main.ts': 100, 'views/Runs.vue': 60 }],
  ])('is old when %s', (_, sources: Readonly<Record<string, number>>) => {
    const { file, source } = built(100, sources);
    expect(isOlder(file, [source])).toBe(true);
  });

  it('is old when a file was taken away, which only its folder tells', () => {
    const { file, source } = built(100, { 'main.ts': 60, 'views/Runs.vue': 60 });
    rmSync(join(source, 'views', 'Runs.vue'));
    expect(isOlder(file, [source])).toBe(true);
  });

  it('is old when it is not there', () => {
    const { file, source } = built(100, { 'main.ts': 60, 'views/Runs.vue': 60 });
    rmSync(file);
    expect(isOlder(file, [source])).toBe(true);
  });
});
