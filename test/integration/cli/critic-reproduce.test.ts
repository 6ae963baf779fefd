// The program from the outside: experiments of the literature.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseArguments } from '../../../core/cli/args.ts';
import { openStore } from '../../../core/store/store.ts';
import { jsonLines, place } from '../../support/critic.ts';

const tiny = [
  'iterations=2',
  'critic.hidden=[8]',
  'batch=32',
  'evaluate.samples=64',
  'objective.nCritic=1',
].flatMap((setting) => ['--set', setting]);
const words = ['reproduce', 'critic-contours', ...tiny, '--engine', 'onnx:cpu'];

function runsIn(data: string) {
  const store = openStore(data);
  try {
    return store.runs.list().toReversed();
  } finally {
    store.close();
  }
}

describe('the request', () => {
  const parse = (line: string) => parseArguments(line.split(' '));

  it('is for the list without a name, and for one experiment with it', () => {
    const plain = { kind: 'reproduce', json: false, full: false, settings: [], engine: 'auto' };
    expect(parse('reproduce')).toEqual(plain);
    expect(
      parse(
        'reproduce modes --full --seeds 10 --set iterations=2 --data d --engine onnx:cpu -o a.svg --json',
      ),
    ).toEqual({
      ...{ kind: 'reproduce', name: 'modes', full: true, seeds: 10, settings: ['iterations=2'] },
      ...{ data: 'd', engine: 'onnx:cpu', out: 'a.svg', json: true },
    });
  });

  it.each([
    ['reproduce modes lambda', '"lambda" is one word too many: critic reproduce [EXPERIMENT].'],
    ['reproduce modes --seeds 0', '--seeds must be a whole number from 1 to 100, not "0".'],
    ['reproduce modes --out a.gif', '--out must end in .png, .svg or .pdf for a figure, not "a.gif".'],
    ['reproduce modes --full=yes', '--full takes no value, not "yes".'],
    ['train modes --full', '--full is not an option of critic train; it belongs to reproduce.'],
  ])('%s is refused', (line, sentence) => {
    expect(() => parse(line)).toThrow(sentence);
  });
});

describe('critic reproduce', () => {
  it('lists the experiments', async () => {
    const { run, dataFiles } = place();
    const result = await run('reproduce', '--json');
    expect(result.code).toBe(0);
    expect(jsonLines(result).map(({ id }) => id)).toEqual(
      expect.arrayContaining(['em-estimate', 'js-estimate', 'architectures', 'modes']),
    );
    expect((await run('reproduce')).stdout).toMatch(/^em-estimate: .+\n {2}Arjovsky.+Fig\. 3$/m);
    expect(dataFiles()).toEqual([]);
  });

  it('trains what is missing, sets it beside what was published, and draws', async () => {
    const { run, folder, data } = place();
    const result = await run(...words, '--json');
    expect(result).toMatchObject({ code: 0 });
    const runs = runsIn(data);
    expect(runs.map(({ status, iteration }) => [status, iteration])).toEqual(
      Array.from({ length: 6 }, () => ['completed', 2]),
    );
    expect(new Set(runs.map(({ compareGroup }) => compareGroup))).toEqual(
      new Set(['iterations/critic-contours-desk']),
    );
    const last = jsonLines(result).at(-1)!;
    expect(last).toMatchObject({
      kind: 'reproduction',
      experiment: 'critic-contours',
      length: 'desk',
      seeds: 1,
    });
    expect(last['runs']).toEqual(
      runs.map(({ id }) => ({ arm: expect.any(String) as string, seed: 1, run: id })),
    );
    expect(readFileSync(join(folder, 'critic-contours.png')).subarray(1, 4).toString()).toBe('PNG');
    const numbers = JSON.parse(readFileSync(join(folder, 'critic-contours.json'), 'utf8')) as object;
    expect(numbers).toMatchObject({ experiment: 'critic-contours', findings: last['findings'] as object });

    // Asked for again nothing is trained, and the same comes out; another seed is trained beside it.
    const again = await run(...words, '--out', 'again.svg');
    expect(again).toMatchObject({ code: 0 });
    expect(again.stdout).toMatch(/8 Gaussians, clipping .*most/);
    expect(again.stdout).toContain(`Figure: ${join(folder, 'again.svg')}`);
    expect(runsIn(data)).toHaveLength(6);
    expect((await run(...words, '--seeds', '2')).stdout).toMatch(/8 Gaussians, clipping .*±/);
    expect(runsIn(data).map(({ spec }) => spec.seed)).toEqual([
      ...Array<number>(6).fill(1),
      ...Array<number>(6).fill(2),
    ]);
  });

  it('goes on where it was stopped', async () => {
    const { start, data } = place();
    const long = words.map((word) => (word === 'iterations=2' ? 'iterations=1000000' : word));
    const stopOnceRunning = async () => {
      const running = start(...long);
      await running.said(/\(1 of 6\)/);
      await expect
        .poll(() => (existsSync(join(data, 'critic.db')) ? runsIn(data).at(-1)?.status : null), {
          timeout: 30_000,
        })
        .toBe('running');
      running.child.kill('SIGINT');
      return running.result;
    };
    const stopped = await stopOnceRunning();
    expect(stopped.code).toBe(130);
    expect(stopped.stderr).toContain('give the same command again, to go on with all of it');
    const [before] = runsIn(data);
    expect(before.status).toBe('interrupted');
    expect((await stopOnceRunning()).code).toBe(130);
    const after = runsIn(data);
    expect(after.map(({ id }) => id)).toEqual([before.id]);
    expect(after[0].iteration).toBeGreaterThanOrEqual(before.iteration);
  });

  it.each([
    [['reproduce', 'em-estimat'], 'There is no experiment "em-estimat"; the nearest is em-estimate.'],
    [['reproduce', 'zzz'], 'There is no experiment "zzz"; critic reproduce lists them.'],
    [['reproduce', 'modes', '--set', 'objective.lamda=2'], 'the nearest is objective.lambda'],
    [['reproduce', 'modes', '--engine', 'onx:cpu'], 'There is no engine "onx:cpu"; the nearest is onnx:cpu.'],
    [['reproduce', 'modes', '--out', 'no/where.png'], 'there is no folder'],
  ])('%j is refused, and nothing is stored', async (line, sentence) => {
    const { run, dataFiles } = place();
    const result = await run(...line);
    expect(result.code).toBe(2);
    expect(result.stderr).toContain(sentence);
    expect(dataFiles()).toEqual([]);
  });
});
