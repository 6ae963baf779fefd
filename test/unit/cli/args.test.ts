import { describe, expect, it } from 'vitest';
import { parseArguments } from '../../../core/cli/args.ts';
import { UsageError } from '../../../core/cli/args/usage-error.ts';
import type { Request } from '../../../core/cli/request.ts';

/** Words split at spaces: none of these requests has a space inside a word. */
function parse(line: string): Request {
  return parseArguments(line === '' ? [] : line.split(' '));
}

function refusal(line: string): UsageError {
  try {
    parse(line);
  } catch (error) {
    if (error instanceof UsageError) return error;
    throw error;
  }
  throw new Error(`not refused: ${line}`);
}

const training = { json: false, engine: 'auto' };

const exportUsage = 'critic export grid|film|csv|json|onnx|bundle|figure|report RUN … --out FILE';

describe('requests', () => {
  it.each<[string, Request]>([
    ['', { kind: 'start' }],
    ['--data d', { kind: 'start', data: 'd' }],
    ['serve', { kind: 'serve', json: false, open: true }],
    [
      'serve --port 8000 --no-open --data d --json',
      { kind: 'serve', json: true, open: false, port: 8000, data: 'd' },
    ],
    ['serve --port=0', { kind: 'serve', json: false, open: true, port: 0 }],
    ['train fashion-gan', { kind: 'train', target: 'fashion-gan', ...training, settings: [] }],
    [
      'train a.json --iterations 500 --seed 0 --set a.b=1 --set c=[1,2] --engine onnx:cpu --data d --json',
      {
        kind: 'train',
        target: 'a.json',
        iterations: 500,
        seed: 0,
        settings: ['a.b=1', 'c=[1,2]'],
        engine: 'onnx:cpu',
        data: 'd',
        json: true,
      },
    ],
    [
      'train --seed=7 a.json --iterations 1e3',
      { kind: 'train', target: 'a.json', seed: 7, iterations: 1000, ...training, settings: [] },
    ],
    [
      'compare a b',
      { kind: 'compare', targets: ['a', 'b'], budget: { unit: 'iterations' }, ...training, settings: [] },
    ],
    [
      'compare a b c d e f --budget seconds=1.5 --out f.png',
      {
        kind: 'compare',
        targets: ['a', 'b', 'c', 'd', 'e', 'f'],
        budget: { unit: 'seconds', amount: 1.5 },
        out: 'f.png',
        ...training,
        settings: [],
      },
    ],
    [
      'compare a b --budget critic-updates=600',
      {
        kind: 'compare',
        targets: ['a', 'b'],
        budget: { unit: 'critic-updates', amount: 600 },
        ...training,
        settings: [],
      },
    ],
    [
      'compare a b --iterations 9 --budget iterations',
      {
        kind: 'compare',
        targets: ['a', 'b'],
        budget: { unit: 'iterations' },
        iterations: 9,
        ...training,
        settings: [],
      },
    ],
    ['resume 12', { kind: 'resume', run: '12', json: false }],
    ['resume 12 --engine reference', { kind: 'resume', run: '12', engine: 'reference', json: false }],
    ['runs', { kind: 'runs-list', json: false }],
    ['runs list --json', { kind: 'runs-list', json: true }],
    ['runs show 3', { kind: 'runs-show', run: '3', json: false }],
    ['runs delete 3 4', { kind: 'runs-delete', runs: ['3', '4'], json: false }],
    [
      'export csv 3 4 --out m.csv',
      { kind: 'export', format: 'csv', runs: ['3', '4'], out: 'm.csv', once: false, json: false },
    ],
    [
      'export grid 3 -o - --iteration 0',
      { kind: 'export', format: 'grid', runs: ['3'], out: '-', iteration: 0, once: false, json: false },
    ],
    [
      'export film 3 4 --out a.GIF --fps 12.5 --scale 2 --hold 0 --frames 200 --once --json',
      {
        ...{ kind: 'export', format: 'film', runs: ['3', '4'], out: 'a.GIF', once: true, json: true },
        ...{ fps: 12.5, scale: 2, hold: 0, frames: 200 },
      },
    ],
    [
      'export film 3 --out a.webm --tiles 3,17,8 --iteration 50',
      {
        ...{ kind: 'export', format: 'film', runs: ['3'], out: 'a.webm', once: false, json: false },
        ...{ tiles: [2, 16, 7], iteration: 50 },
      },
    ],
    [
      'export figure 3 4 --out a.pdf --by critic-updates',
      {
        ...{ kind: 'export', format: 'figure', runs: ['3', '4'], out: 'a.pdf', once: false, json: false },
        by: 'critic-updates',
      },
    ],
    ['import a.critic --data d', { kind: 'import', file: 'a.critic', data: 'd', json: false }],
    ['presets', { kind: 'presets', json: false }],
    ['engines --json', { kind: 'engines', json: true }],
    ['--help', { kind: 'help' }],
    ['-h', { kind: 'help' }],
    ['help', { kind: 'help' }],
    ['help train', { kind: 'help', command: 'train' }],
    ['train --help', { kind: 'help', command: 'train' }],
    ['export --nonsense -h', { kind: 'help', command: 'export' }],
    ['--version', { kind: 'version' }],
    ['-v', { kind: 'version' }],
  ])('%s', (line, request) => {
    expect(parse(line)).toEqual(request);
  });

  it('keep spaces and equals signs inside words', () => {
    const request = parseArguments(['train', 'my runs/a b.json', '--set', 'name=a = b']);
    expect(request).toMatchObject({ target: 'my runs/a b.json', settings: ['name=a = b'] });
  });

  it('take words after -- as they are', () => {
    expect(parse('train -- --odd.json')).toMatchObject({ target: '--odd.json' });
  });
});

describe('refusals', () => {
  it.each([
    ['trian fashion-gan', '"trian" is not a command; the nearest is train.'],
    [
      'zzz',
      '"zzz" is not a command; there are serve, train, compare, reproduce, resume, runs, measure, export, import, presets, engines, data.',
    ],
    ['fashion-gan', 'fashion-gan is a preset, not a command; train it with critic train fashion-gan.'],
    ['data fetch', '"fetch" is nothing to do with data; there are list, download.'],
    [
      'data download',
      'The name of the data set is missing: critic data [list] or critic data download NAME.',
    ],
    ['data download mnits', '"mnits" is not a data set to download; the nearest is mnist.'],
    ['help trian', '"trian" is not a command; the nearest is train.'],
    ['--data d train a', 'The command comes first, before any option: critic train …'],
    ['train', 'The preset or spec file is missing: critic train <preset|spec.json>.'],
    ['train a b', '"b" is one word too many: critic train <preset|spec.json>.'],
    ['train a --iteratoins 5', '--iteratoins is not an option of critic train; the nearest is --iterations.'],
    [
      'train a --out x',
      '--out is not an option of critic train; it belongs to compare, reproduce or export.',
    ],
    [
      'train a --zzzzzz',
      '--zzzzzz is not an option of critic train; there are --iterations, --seed, --set, --engine, --data, --json, --help.',
    ],
    ['--seed 5', '--seed is not an option of critic without a command; it belongs to train or compare.'],
    [
      'train a --version',
      '--version is not an option of critic train; there are --iterations, --seed, --set, --engine, --data, --json, --help.',
    ],
    ['train a --seed', '--seed needs a value, as in --seed 7.'],
    ['train a --seed --json', '--seed needs a value, as in --seed 7.'],
    ['train a --seed=', '--seed needs a value, as in --seed 7.'],
    ['train a --seed -5', '--seed must be a whole number from 0 to 4,294,967,295, not "-5".'],
    ['train a --seed 4294967296', '--seed must be a whole number from 0 to 4,294,967,295, not "4294967296".'],
    ['train a --seed ten', '--seed must be a whole number from 0 to 4,294,967,295, not "ten".'],
    ['train a --seed 0x10', '--seed must be a whole number from 0 to 4,294,967,295, not "0x10".'],
    ['train a --iterations 0', '--iterations must be a whole number from 1 to 1,000,000,000, not "0".'],
    ['train a --iterations 1.5', '--iterations must be a whole number from 1 to 1,000,000,000, not "1.5".'],
    ['train a --seed 1 --seed 2', '--seed is given twice; give it once.'],
    ['train a --set seed', '--set must be path=value, as in --set objective.lambda=5, not "seed".'],
    ['train a --set =5', '--set must be path=value, as in --set objective.lambda=5, not "=5".'],
    ['train a --json=yes', '--json takes no value, not "yes".'],
    [
      'compare a',
      'compare takes two to six presets or spec files, not 1: critic compare fashion-gan fashion-wgan-gp.',
    ],
    [
      'compare a b c d e f g',
      'compare takes two to six presets or spec files, not 7: critic compare fashion-gan fashion-wgan-gp.',
    ],
    [
      'compare a b --budget second=5',
      '--budget must be iterations, critic-updates or seconds, not "second"; the nearest is seconds.',
    ],
    [
      'compare a b --budget xyz',
      '--budget must be iterations, critic-updates or seconds, not "xyz", as in --budget seconds=120.',
    ],
    ['compare a b --budget seconds=0', '--budget seconds must be a number above 0, not "0".'],
    [
      'compare a b --budget iterations=2.5',
      '--budget iterations must be a whole number from 1 to 1,000,000,000, not "2.5".',
    ],
    ['compare a b --budget seconds=', '--budget seconds must be a number above 0, not "".'],
    [
      'compare a b --budget seconds=5 --iterations 5',
      '--iterations and --budget seconds both set how long the arms train; give one of them.',
    ],
    [
      'compare a b --budget iterations=5 --iterations 5',
      '--iterations and --budget iterations both set how long the arms train; give one of them.',
    ],
    ['resume', 'The run is missing: critic resume RUN.'],
    ['runs shwo 3', '"shwo" is not something to do with runs; the nearest is show.'],
    ['runs show', 'The run is missing: critic runs show RUN.'],
    ['runs list 3', '"3" is one word too many: critic runs list.'],
    ['runs delete', 'The run is missing: critic runs delete RUN ….'],
    ['export', `What to export is missing: ${exportUsage}.`],
    ['export csv', `The run is missing: ${exportUsage}.`],
    ['export flim 3 --out a', '"flim" is not something to export; the nearest is film.'],
    ['export csv 3', `--out is missing: ${exportUsage}.`],
    ['export grid 3 4 --out a.png', 'critic export grid takes one run, not 2.'],
    ['export figure 3 --out a.png', 'critic export figure takes two to six runs, not 1.'],
    ['export film 1 2 3 4 5 6 7 --out a.gif', 'critic export film takes one to six runs, not 7.'],
    ['export film 1 --out a.mp4', '--out must end in .webm or .gif for a film, not "a.mp4".'],
    ['export figure 1 2 --out a.jpg', '--out must end in .png, .svg or .pdf for a figure, not "a.jpg".'],
    ['export grid 1 --out a --fps 3', '--fps is not an option of critic export grid; it belongs to film.'],
    ['export csv 1 --out a --once', '--once is not an option of critic export csv; it belongs to film.'],
    [
      'export film 1 --out a.gif --iteration 3',
      '--iteration belongs to a film with --tiles, as its checkpoint.',
    ],
    [
      'export film 1 --out a.gif --tiles 3,0',
      '--tiles must be 2 to 16 numbers of tiles from 1 on, such as 3,17,8, not "3,0".',
    ],
    ['export film 1 2 --out a.gif --tiles 3,4', 'A film with --tiles is of one run, not 2.'],
    ['export film 1 --out a.gif --fps 0', '--fps must be a number from 1 to 60, not "0".'],
    ['export film 1 --out a.gif --fps fast', '--fps must be a number from 1 to 60, not "fast".'],
    ['export film 1 --out a.gif --hold 61', '--hold must be a number from 0 to 60, not "61".'],
    ['export film 1 --out a.gif --scale 1.5', '--scale must be a whole number from 1 to 64, not "1.5".'],
    ['export film 1 --out a.gif --frames 0', '--frames must be a whole number from 1 to 10,000, not "0".'],
    [
      'export figure 1 2 --out a.png --by critic',
      '--by must be iterations, critic-updates, images or seconds, not "critic"; the nearest is critic-updates.',
    ],
    ['import', 'The file is missing: critic import FILE.'],
    ['import a b', '"b" is one word too many: critic import FILE.'],
    [
      'import a --out b',
      '--out is not an option of critic import; it belongs to compare, reproduce or export.',
    ],
    [
      '--out a.png',
      '--out is not an option of critic without a command; it belongs to compare, reproduce or export.',
    ],
    ['serve 8000', '"8000" is one word too many: critic serve.'],
    ['serve --port', '--port needs a value, as in --port 7717.'],
    ['serve --port -1', '--port must be a whole number from 0 to 65,535, not "-1".'],
    ['serve --port 65536', '--port must be a whole number from 0 to 65,535, not "65536".'],
    ['serve --port 80.5', '--port must be a whole number from 0 to 65,535, not "80.5".'],
    ['serve --port http', '--port must be a whole number from 0 to 65,535, not "http".'],
    ['serve --port 1 --port 2', '--port is given twice; give it once.'],
    ['serve --no-open=yes', '--no-open takes no value, not "yes".'],
    [
      'serve --open',
      '--open is not an option of critic serve; there are --port, --data, --no-open, --json, --help.',
    ],
    ['train a --port 5', '--port is not an option of critic train; it belongs to serve.'],
    ['presets all', '"all" is one word too many: critic presets.'],
    [
      'presets --data d',
      '--data is not an option of critic presets; it belongs to serve, train, compare, reproduce, resume, runs, measure, export or import.',
    ],
  ])('%s', (line, sentence) => {
    expect(refusal(line).message).toBe(sentence);
  });

  it('know whose help would help', () => {
    expect(refusal('train').command).toBe('train');
    expect(refusal('runs show').command).toBe('runs');
    expect(refusal('trian').command).toBeUndefined();
  });
});
