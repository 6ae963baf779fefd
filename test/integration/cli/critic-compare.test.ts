// The program from the outside: comparing runs.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../../core/store/store.ts';
import { jsonLines, place, small } from '../../support/critic.ts';

const arms = ['toy-8gaussians-gan', 'toy-8gaussians-wgan-gp'] as const;

function runsIn(data: string) {
  const store = openStore(data);
  try {
    return store.runs.list().toReversed();
  } finally {
    store.close();
  }
}

function isPng(file: string): boolean {
  return readFileSync(file).subarray(1, 4).toString() === 'PNG';
}

describe('critic compare', () => {
  it('trains the arms alike, draws them side by side, and says how they differ and did', async () => {
    const { run, folder, data } = place();
    const result = await run('compare', ...arms, '--iterations', '40', ...small);
    expect(result).toMatchObject({ code: 0 });
    expect(result.stderr).toMatch(/What differs:\n.*\n? +objective\.kind +gan +wgan-gp/);
    expect(result.stdout).toMatch(/run +iterations +time .*W1 +best/);
    expect(result.stdout).toContain(`Side by side, 40 iterations each: ${join(folder, 'comparison.png')}`);
    expect(isPng(join(folder, 'comparison.png'))).toBe(true);
    const runs = runsIn(data);
    expect(runs.map(({ name, status, iteration }) => [name, status, iteration])).toEqual([
      ['toy-8gaussians-gan', 'completed', 40],
      ['toy-8gaussians-wgan-gp', 'completed', 40],
    ]);
    expect(runs[0].compareGroup).not.toBeNull();
    expect(runs[1].compareGroup).toBe(runs[0].compareGroup);
    // Asked for again when it is whole, it is a new comparison.
    expect(await run('compare', ...arms, '--iterations', '40', ...small)).toMatchObject({ code: 0 });
    expect(runsIn(data)).toHaveLength(4);
  });

  it('gives each arm the same number of critic updates', async () => {
    const { run, folder, data } = place();
    const words = ['--budget', 'critic-updates=50', '--out', 'updates.png', '--json'];
    const result = await run('compare', ...arms, ...words, ...small);
    expect(result.code).toBe(0);
    const lines = jsonLines(result);
    expect(lines.find(({ path }) => path === 'objective.kind')).toMatchObject({ values: ['gan', 'wgan-gp'] });
    expect(lines.at(-1)).toMatchObject({ kind: 'comparison', file: join(folder, 'updates.png') });
    expect(runsIn(data).map(({ iteration, criticUpdates }) => [iteration, criticUpdates])).toEqual([
      [50, 50],
      [10, 50],
    ]);
    expect(isPng(join(folder, 'updates.png'))).toBe(true);
  });

  it('gives each arm the same time', async () => {
    const { run, data } = place();
    expect(await run('compare', ...arms, '--budget', 'seconds=0.6', ...small)).toMatchObject({ code: 0 });
    for (const { status, activeSeconds, iteration } of runsIn(data)) {
      expect(status).toBe('completed');
      expect(activeSeconds).toBeGreaterThanOrEqual(0.6);
      expect(iteration).toBeGreaterThan(0);
    }
  });

  it('goes on with a comparison that was interrupted, and gives it the rest of its budget', async () => {
    const { start, run, data, folder } = place();
    const words = ['compare', ...arms, '--iterations', '600', ...small];
    const running = start(...words, '--json');
    // In the second arm.
    await running.said(/"status":"completed"[^]*"iteration":50,/);
    process.kill(-running.child.pid!, 'SIGINT');
    const interrupted = await running.result;
    expect(interrupted.code).toBe(130);
    expect(interrupted.stderr).toContain('give the same command again');
    const before = runsIn(data);
    expect(before.map(({ status }) => status)).toEqual(['completed', 'interrupted']);
    const result = await run(...words);
    expect(result).toMatchObject({ code: 0 });
    expect(result.stderr).toContain('Going on with the same comparison');
    const after = runsIn(data);
    expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id));
    expect(after.map(({ status, iteration }) => [status, iteration])).toEqual([
      ['completed', 600],
      ['completed', 600],
    ]);
    expect(isPng(join(folder, 'comparison.png'))).toBe(true);
  });

  it('counts an arm that diverges as a result', async () => {
    const { run, data } = place();
    const result = await run(
      ...['compare', ...arms, '--iterations', '30', ...small],
      ...['--set', 'optimizer.generator.kind=sgd', '--set', 'optimizer.generator.lr=1e30'],
    );
    expect(runsIn(data).map(({ status }) => status)).toEqual(['diverged', 'diverged']);
    expect(result.code).toBe(0);
    expect(result.stdout).toContain('toy-8gaussians-gan (diverged)');
  });
});
