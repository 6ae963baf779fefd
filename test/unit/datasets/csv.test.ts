// Points from text: every way of writing them that is read, and the line that each refusal names.

import { describe, expect, it } from 'vitest';
import { openDataset } from '../../../core/datasets/catalog.ts';
import { temporaryFolder, write } from './idx-file.ts';

const folder = temporaryFolder();
let files = 0;
const open = (text: string, heldOut = 1) =>
  openDataset({ kind: 'csv', path: write(folder, `点 ${(files += 1)}.csv`, Buffer.from(text)), heldOut }, '');

/** All points, in the order of their x. */
function points(text: string): readonly (readonly [number, number])[] {
  const { train, heldOut } = open(text);
  const into = new Float32Array(2 * (train.count + heldOut.count));
  train.read(
    Array.from({ length: train.count }, (_, i) => i),
    into.subarray(0, 2 * train.count),
  );
  heldOut.read(
    Array.from({ length: heldOut.count }, (_, i) => i),
    into.subarray(2 * train.count),
  );
  return Array.from({ length: into.length / 2 }, (_, i) => [into[2 * i], into[2 * i + 1]] as const).toSorted(
    ([a], [b]) => a - b,
  );
}

describe('a text file of points', () => {
  const expected = [
    [-1.5, 2],
    [0, 0.25],
    [100, -3],
  ];
  it.each([
    ['commas', '-1.5,2\n0,.25\n1e2,-3\n'],
    ['a header and Windows line ends', 'x,y\r\n-1.5,2\r\n0,.25\r\n1e2,-3'],
    [
      'quotes, a mark at its start, comments',
      '\uFEFF"x","y"\n# made by hand\n"-1.5","2"\n\n0, 0.25\n+100,-3.0\n',
    ],
    ['semicolons and decimal commas', 'x;y\n-1,5;2\n0;0,25\n100;-3\n'],
    ['tabs', '-1.5\t2\n0\t0.25\n100\t-3'],
    ['spaces', '-1.5   2\n0 0.25\n 100 -3'],
  ])('with %s', (_, text) => {
    expect(points(text)).toEqual(expected);
  });

  it.each([
    ['1,2\n3,4,5\n', 'line 2: it has 3 columns'],
    ['x,y\n1,2\n3\n', 'line 3: it has 1 column;'],
    ['1,2\n3,abc\n', 'line 2: "abc" is not a number'],
    ['x,y\n\n1,2\nz,w\n', 'line 4: "z" is not a number'],
    ['1,2\n3,nan\n', 'line 2: "3,nan" is not finite'],
    ['1,2\n3,1e60\n', 'line 2: "3,1e60" is not finite'],
    ['x,y\n', 'holds no points'],
    ['1,2\n', 'has 1 sample, so data.heldOut cannot be 1'],
    ['PK\u0003\u0004\u0000\u0000', 'is not a text file'],
  ])('%j is refused', (text, sentence) => {
    expect(() => open(text)).toThrow(sentence);
  });

  it('has a fingerprint of its points and its split', () => {
    const text = '1,2\n3,4\n5,6\n';
    expect(open(text).fingerprint).toBe(open(`x;y\n${text.replaceAll(',', ';')}`).fingerprint);
    expect(open(text, 2).fingerprint).not.toBe(open(text).fingerprint);
    expect(open(text.replace('6', '7')).fingerprint).not.toBe(open(text).fingerprint);
  });
});

describe('drawn points', () => {
  it('are the centres of small Gaussians, in equal shares', () => {
    const data = { kind: 'drawn', points: [0, 0, 3, -1], spread: 0.1 } as const;
    const { train, heldOut, fingerprint } = openDataset(data, '');
    expect([train.count, heldOut.count]).toEqual([100_000, 2000]);
    const into = new Float32Array(200_000);
    train.read(
      Array.from({ length: 100_000 }, (_, i) => i),
      into,
    );
    let right = 0;
    let squares = 0;
    for (let i = 0; i < 100_000; i += 1) {
      const [x, y] = [into[2 * i], into[2 * i + 1]];
      const isRight = x > 1.5;
      right += Number(isRight);
      squares += (isRight ? (x - 3) ** 2 + (y + 1) ** 2 : x ** 2 + y ** 2) / 2;
    }
    expect(right / 100_000).toBeCloseTo(0.5, 1);
    expect(Math.sqrt(squares / 100_000)).toBeCloseTo(0.1, 2);
    expect(openDataset({ ...data, spread: 0.2 }, '').fingerprint).not.toBe(fingerprint);
  });
});
