// critic export and critic import as users run them: every format from real runs, and wrong requests that write nothing.

import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { jsonLines, place, small, type Place } from '../../support/critic.ts';

async function trainedPair(where: Place): Promise<readonly string[]> {
  for (const preset of ['toy-8gaussians-wgan-gp', 'toy-8gaussians-gan']) {
    const result = await where.run('train', preset, '--iterations', '12', ...small);
    expect(result.code, result.stderr).toBe(0);
  }
  return jsonLines(await where.run('runs', '--json'))
    .map(({ id }) => String(id))
    .reverse();
}

const starts: readonly (readonly [
  format: string,
  file: string,
  runs: number,
  start: string,
  more?: string[],
])[] = [
  ['grid', 'a.png', 1, '\x89PNG', ['--iteration', '5']],
  ['film', 'a.webm', 2, '\x1a\x45\xdf\xa3', ['--fps', '20', '--hold', '0', '--frames', '4']],
  ['film', 'a.gif', 1, 'GIF89a', ['--once', '--scale', '1']],
  ['csv', 'a.csv', 2, 'run,name,iteration,'],
  ['csv', 'b.csv', 1, 'iteration,'],
  ['json', 'a.json', 1, '{\n  "format": 1'],
  ['onnx', 'a.onnx', 1, '\x08\x08', ['--iteration', '12']],
  ['bundle', 'a.critic', 2, 'PK\x03\x04'],
  ['figure', 'f.png', 2, '\x89PNG'],
  ['figure', 'f.svg', 2, '<?xml', ['--by', 'seconds']],
  ['figure', 'f.pdf', 2, '%PDF-', ['--by', 'critic-updates']],
  ['report', 'r.html', 2, '<!doctype html>'],
];

describe('critic export', () => {
  it('writes every format, and import takes the bundle in elsewhere', async () => {
    const home = place();
    const ids = await trainedPair(home);
    for (const [format, file, count, start, more = []] of starts) {
      const runs = ids.slice(0, count);
      const result = await home.run('export', format, ...runs, '--out', file, ...more, '--json');
      expect(result, `${format}: ${result.stderr}`).toMatchObject({ code: 0, stderr: '' });
      expect(jsonLines(result)).toEqual([{ kind: 'exported', format, runs, file: join(home.folder, file) }]);
      const bytes = readFileSync(join(home.folder, file));
      expect(bytes.toString('latin1', 0, start.length)).toBe(start);
    }
    expect(readdirSync(home.folder).filter((name) => name.includes('.part'))).toEqual([]);

    const away = place();
    const bundle = join(home.folder, 'a.critic');
    expect((await away.run('import', bundle)).stdout).toMatch(
      new RegExp(
        `^Imported toy-8gaussians-wgan-gp as ${ids[0]}\\.\nImported .* as ${ids[1]}\\.\nSee it with`,
      ),
    );
    expect((await away.run('import', bundle)).stdout).toMatch(/is here already; nothing was changed/);
    expect(jsonLines(await away.run('runs', '--json'))).toHaveLength(2);
  });

  it('tells what is wrong in a sentence, and writes nothing', async () => {
    const where = place();
    const [id] = await trainedPair(where);
    const before = where.dataFiles();
    writeFileSync(join(where.folder, 'no.critic'), 'no bundle at all');
    for (const [words, says] of [
      [['export', 'grid', 'nothing', '--out', 'a.png'], /There is no run "nothing"/],
      [
        ['export', 'grid', id, '--out', 'a.png', '--iteration', '7'],
        /no grid of iteration 7; the nearest one is of/,
      ],
      [['export', 'onnx', id, '--out', 'a.onnx', '--iteration', '7'], /no checkpoint of iteration 7/],
      [['export', 'figure', id, '--out', 'a.png'], /takes two to six runs, not 1/],
      [['export', 'film', id, '--out', 'a.mp4'], /must end in \.webm or \.gif/],
      [
        ['export', 'film', id, '--out', 'a.gif', '--fps', '55'],
        /a GIF has 1 to 50|GIF has 1 to 50 frames per second/,
      ],
      [['export', 'film', id, '--out', 'a.webm', '--scale', '60'], /too large; give a smaller scale/],
      [['export', 'bundle', id, '--out', 'none/a.critic'], /there is no folder/],
      [['import', 'none.critic'], /There is no file none\.critic/],
      [['import', '.'], /is not a file|cannot be read/],
      [['import', 'no.critic'], /is not a run bundle/],
      [['import', 'no.critic', '--data', 'new'], /is not a run bundle/],
    ] as const) {
      const result = await where.run(...words);
      expect(result, words.join(' ')).toMatchObject({ code: 2, stdout: '' });
      expect(result.stderr).toMatch(says);
      expect(result.stderr.trimEnd().split('\n')).toHaveLength(1);
    }
    expect(where.dataFiles()).toEqual(before);
    expect(readdirSync(where.folder)).toEqual(['no.critic']);
    expect(existsSync(join(where.folder, 'new'))).toBe(false);
  });
});
