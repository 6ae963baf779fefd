import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from './store-fixtures.ts';

/** Runs a shell script where it may mount a disk of its own; Linux lets users do that in a namespace, mostly. */
function inNamespace(
  script: string,
  ...values: string[]
): { status: number | null; stdout: string; stderr: string } {
  return spawnSync('unshare', ['-Urm', 'sh', '-ec', script, 'sh', ...values], { encoding: 'utf8' });
}

const canMount =
  process.platform === 'linux' &&
  inNamespace('mount -t tmpfs -o size=64k none "$1" && test -w "$1"', tmpdir()).status === 0;

describe('a real disk of four megabytes', () => {
  it.skipIf(!canMount)('fills up and becomes read-only without harm (needs a mount in a namespace)', () => {
    const disk = join(temporaryFolder(), 'disk');
    mkdirSync(disk);
    const script = `mount -t tmpfs -o size=4m none "$1"; "$2" "$3" "$1/data" full; mount -o remount,ro "$1"; "$2" "$3" "$1/data" read-only`;
    const { status, stdout, stderr } = inNamespace(
      script,
      disk,
      process.execPath,
      join(import.meta.dirname, 'store-disk-full.ts'),
    );
    expect(stderr).toBe('');
    expect(status).toBe(0);
    const [full, readOnly] = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(full).toMatchObject({
      checkpoint: { code: 'full' },
      files: ['000000001.checkpoint'],
      samples: { code: 'full' },
      gridsAreWhole: true,
      gridCount: 0,
      series: { code: 'full' },
      valueCount: 0,
      latest: 1,
      skipped: [],
      names: ['next'],
    });
    expect(full).toHaveProperty(
      'checkpoint.message',
      expect.stringMatching(/^Cannot save the checkpoint of iteration 2: the disk that holds .* is full/),
    );
    expect(readOnly).toMatchObject({ opening: { code: 'refused' } });
  });
});
