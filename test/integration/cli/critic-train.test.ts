// The program from the outside: training, resuming, and looking at what is there.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { jsonLines, place, small } from '../../support/critic.ts';

const preset = 'toy-8gaussians-wgan-gp';
const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47]);

describe('critic train', () => {
  it('trains, keeps the run, and prints what came of it', async () => {
    const { run, data } = place();
    const result = await run('train', preset, '--iterations', '30', ...small);
    expect(result).toMatchObject({ code: 0 });
    expect(result.stdout).toMatch(/toy-8gaussians-wgan-gp is done: iteration 30, .* EM .* W1 /);
    expect(result.stdout).toContain(data);
    expect(result.stderr).toContain('Engine onnx:cpu on ');
  });

  it('prints one JSON object per line and nothing else with --json', async () => {
    const { run } = place();
    const result = await run('train', preset, '--iterations', '30', '--json', ...small);
    expect(result.code).toBe(0);
    const lines = jsonLines(result);
    expect(lines[0]).toMatchObject({ kind: 'run', status: 'running', iterations: 30 });
    expect(lines.at(-1)).toMatchObject({ kind: 'run', status: 'completed', iteration: 30 });
    const metrics = lines.filter(({ kind }) => kind === 'metrics');
    expect(metrics.map(({ iteration }) => iteration)).toEqual(Array.from({ length: 31 }, (_, at) => at));
    expect(metrics[20]).toMatchObject({ scalars: { w1: expect.any(Number) as number } });
    expect(lines.filter(({ kind }) => kind === 'samples').map(({ iteration }) => iteration)).toEqual([
      0, 1, 2, 5, 10, 20, 30,
    ]);
    expect(lines.filter(({ kind }) => kind === 'checkpoint')).toHaveLength(1);
  });

  it('gives the same numbers for the same seed, and others for another', async () => {
    const { run } = place();
    const numbers = async (seed: string): Promise<unknown[]> =>
      jsonLines(await run('train', preset, '--iterations', '20', '--seed', seed, '--json', ...small))
        .filter(({ kind }) => kind === 'metrics')
        .map(({ scalars }) => scalars);
    const first = await numbers('3');
    expect(first).toHaveLength(21);
    expect(await numbers('3')).toEqual(first);
    expect(await numbers('4')).not.toEqual(first);
  });

  it('ends with code 1 and a hint when it diverges, with non-finite numbers as strings', async () => {
    const { run } = place();
    const sgd = ['--set', 'optimizer.critic.kind=sgd', '--set', 'optimizer.critic.lr=1e20'];
    const result = await run('train', preset, '--iterations', '30', '--json', ...small, ...sgd);
    expect(result.code).toBe(1);
    const lines = jsonLines(result);
    expect(lines.at(-1)).toMatchObject({ kind: 'run', status: 'diverged' });
    const last = lines.filter(({ kind }) => kind === 'metrics').at(-1)!;
    expect(Object.values(last['scalars'] as object)).toContainEqual(
      expect.stringMatching(/^(NaN|-?Infinity)$/),
    );
    expect(result.stderr).toMatch(
      /became (NaN|infinite|minus infinity) at iteration \d+.*lower learning rates/s,
    );
  });
});

describe('runs, exports and lists', () => {
  it('show, export and delete what was trained', async () => {
    const { run, folder, dataFiles } = place();
    await run('train', preset, '--iterations', '25', ...small);
    const [listed] = jsonLines(await run('runs', 'list', '--json'));
    expect(listed).toMatchObject({ kind: 'run', name: preset, status: 'completed', iteration: 25 });
    const id = String(listed['id']);
    expect((await run('runs')).stdout).toMatch(new RegExp(`${id} +${preset} +completed +25`));

    const shown = await run('runs', 'show', id.slice(0, 6));
    expect(shown.stdout).toMatch(/engine +onnx:cpu on .*the same bits every time/);
    expect(shown.stdout).toContain('"hidden": [');
    const [object] = jsonLines(await run('runs', 'show', preset, '--json'));
    expect(object).toMatchObject({ kind: 'run', summary: { checkpoints: [25] } });

    expect(await run('export', 'grid', id, '--out', 'samples.png')).toMatchObject({ code: 0 });
    expect(readFileSync(join(folder, 'samples.png')).subarray(0, 4)).toEqual(pngSignature);
    expect(await run('export', 'csv', id, '-o', 'metrics.csv')).toMatchObject({ code: 0 });
    const csv = readFileSync(join(folder, 'metrics.csv'), 'utf8').trimEnd().split('\r\n');
    expect(csv).toHaveLength(27);
    expect(csv[0]).toContain('em_estimate');
    expect(await run('export', 'json', id, '--out', 'run.json')).toMatchObject({ code: 0 });
    expect(JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8'))).toMatchObject({ run: { id } });

    expect(await run('runs', 'delete', id)).toMatchObject({ code: 0 });
    expect(dataFiles().filter((file) => file.includes(id))).toEqual([]);
    expect((await run('runs', 'show', id)).code).toBe(2);
  });

  it('list presets and engines', async () => {
    const { run } = place();
    const presets = jsonLines(await run('presets', '--json'));
    expect(presets.map(({ id }) => id)).toContain('fashion-wgan-gp');
    expect((await run('presets')).stdout).toContain('fashion-wgan-gp');
    const engines = jsonLines(await run('engines', '--json'));
    expect(engines.find(({ id }) => id === 'onnx:cpu')).toMatchObject({ kind: 'engine', available: true });
    expect((await run('engines')).stdout).toMatch(/onnx:cpu +.*available, .* ms a step/);
  });

  it('list no runs, and make no folder, where there are none', async () => {
    const { run, dataFiles } = place();
    const result = await run('runs');
    expect(result).toMatchObject({ code: 0, stdout: '' });
    expect(result.stderr).toContain('There are no runs in');
    expect(dataFiles()).toEqual([]);
  });

  it('end quietly when the reader has seen enough', async () => {
    const { start } = place();
    const running = start('presets', '--json');
    running.child.stdout!.destroy();
    expect((await running.result).stderr).toBe('');
  });
});

describe('help and version', () => {
  it('go to stdout with code 0', async () => {
    const { run } = place();
    expect(await run('--help')).toMatchObject({ code: 0, stderr: '' });
    expect((await run('train', '--help')).stdout).toContain('Usage: critic train');
    expect((await run('--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
