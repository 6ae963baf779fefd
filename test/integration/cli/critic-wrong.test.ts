// Requests that are wrong: one sentence on stderr, nothing on stdout, exit code 2, and nothing stored.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { place, small } from '../../support/critic.ts';

const preset = 'toy-8gaussians-wgan-gp';

/** An IDX file of `count` black 28 x 28 images; `announced` of them in its header. */
function idxFile(count: number, announced = count, magic = 0x0803): Buffer {
  const header = Buffer.alloc(16);
  [magic, announced, 28, 28].forEach((value, at) => header.writeUInt32BE(value, 4 * at));
  return Buffer.concat([header, Buffer.alloc(count * 784)]);
}

const idxSpec = (heldOut = 10, batch = 8): string =>
  JSON.stringify({
    data: { kind: 'idx', images: 'images.idx', heldOut },
    objective: { kind: 'wgan-gp' },
    evaluate: { samples: 5 },
    batch,
  });

const cases: readonly {
  readonly title: string;
  readonly words: readonly string[];
  readonly files?: Readonly<Record<string, string | Buffer>>;
  readonly says: RegExp;
}[] = [
  { title: 'an unknown command', words: ['trian'], says: /nearest is train/ },
  { title: 'an unknown preset', words: ['train', 'fashion-wgan-pg'], says: /no preset.*fashion-wgan-gp/ },
  { title: 'a missing spec file', words: ['train', './none.json'], says: /no file .*none\.json/ },
  { title: 'a folder for a spec file', words: ['train', '.'], says: /cannot be read/ },
  {
    title: 'a spec that is not JSON',
    words: ['train', 'a.json'],
    files: { 'a.json': '{' },
    says: /a\.json is not JSON/,
  },
  {
    title: 'a spec with a wrong type',
    words: ['train', 'a.json'],
    files: { 'a.json': '{"data":{"kind":"8gaussians"},"objective":{"kind":"gan"},"batch":"ten"}' },
    says: /a\.json: batch must be .*"ten"/,
  },
  {
    title: 'a latent of 0',
    words: ['train', preset, '--set', 'latent.size=0'],
    says: /latent\.size must be/,
  },
  {
    title: 'an unknown field',
    words: ['train', preset, '--set', 'objective.lamda=1'],
    says: /objective\.lambda/,
  },
  {
    title: 'a batch larger than the data',
    words: ['train', 'fashion-gan', '--set', 'batch=65000'],
    says: /batch must be at most 60,000/,
  },
  {
    title: 'a size that does not exist',
    words: ['train', 'fashion-gan', '--set', 'data.size=30'],
    says: /data\.size must be/,
  },
  {
    title: 'an unknown engine',
    words: ['train', preset, '--engine', 'onnx:cup'],
    says: /no engine "onnx:cup".*onnx:cpu/,
  },
  {
    title: 'an engine that is not there',
    words: ['train', preset, '--engine', 'tensorflow'],
    says: /tensorflow is not available here\. .*npm install/,
  },
  {
    title: 'a missing data file',
    words: ['train', 'a.json', ...small.slice(0, 2)],
    files: { 'a.json': idxSpec() },
    says: /images\.idx/,
  },
  {
    title: 'a truncated data file',
    words: ['train', 'a.json', ...small.slice(0, 2)],
    files: { 'a.json': idxSpec(), 'images.idx': idxFile(20, 40) },
    says: /images\.idx/,
  },
  {
    title: 'labels for images',
    words: ['train', 'a.json', ...small.slice(0, 2)],
    files: { 'a.json': idxSpec(), 'images.idx': idxFile(20, 20, 0x0801) },
    says: /images\.idx/,
  },
  {
    title: 'a batch larger than the data file',
    words: ['train', 'a.json', ...small.slice(0, 2)],
    files: { 'a.json': idxSpec(10, 16), 'images.idx': idxFile(20) },
    says: /batch must be at most 10/,
  },
  {
    title: 'a data directory below a file',
    words: ['train', preset, '--data', 'file/data'],
    files: { file: '' },
    says: /data directory .*not a directory/,
  },
  { title: 'a run that does not exist', words: ['resume', 'nothing'], says: /no runs in/ },
  { title: 'one arm', words: ['compare', preset], says: /two to six/ },
  { title: 'arms of different data', words: ['compare', preset, 'fashion-gan'], says: /same data/ },
  {
    title: 'seconds without a number',
    words: ['compare', preset, preset, '--budget', 'seconds'],
    says: /seconds=120/,
  },
  {
    title: 'a picture in a folder that is not there',
    words: ['compare', preset, preset, '--out', 'none/a.png'],
    says: /no folder/,
  },
  { title: 'an export without a file', words: ['export', 'csv', '1'], says: /--out is missing/ },
];

describe('a wrong request', () => {
  it.each(cases)('is told in a sentence: $title', async ({ words, files = {}, says }) => {
    const { run, folder, dataFiles } = place();
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    const result = await run(...words);
    expect(result).toMatchObject({ code: 2, stdout: '' });
    expect(result.stderr).toMatch(says);
    const told = result.stderr.split('\n').filter((line) => line !== '' && !line.startsWith('Note: '));
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(/[.]$/);
    expect(dataFiles()).toEqual([]);
  });

  it('shows where it came from only on request', async () => {
    const { run } = place();
    const before = process.env['CRITIC_DEBUG'];
    process.env['CRITIC_DEBUG'] = '1';
    try {
      expect((await run('train', 'nope')).stderr).toMatch(/\n +at /);
    } finally {
      if (before === undefined) delete process.env['CRITIC_DEBUG'];
      else process.env['CRITIC_DEBUG'] = before;
    }
  });

  it('is told of a data directory that may not be written', async ({ skip }) => {
    if (process.getuid?.() === 0) skip('the superuser may write everywhere');
    const { run, folder } = place();
    const locked = join(folder, 'locked');
    mkdirSync(locked, { mode: 0o555 });
    const result = await run('train', preset, '--data', join(locked, 'data'), ...small);
    expect(result).toMatchObject({ code: 2, stdout: '' });
    expect(result.stderr).toMatch(/may not be written/);
  });
});
