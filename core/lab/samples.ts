// Divergences between finite samples: where no two points are the same, JS is log 2 whatever the laws are, while W1 of the
// samples falls towards W1 of the laws. Source: Arjovsky and Bottou 2017, arXiv:1701.04862, section 2.

import type { Pair } from './pairs.ts';
import { randomFrom } from './random.ts';
import { discreteDivergences } from './segments.ts';

/** Places of the points of each law. */
export interface SampledPair {
  readonly p: Coordinates;
  readonly q: Coordinates;
}

export interface Coordinates {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** `n` points of each law; the same ones for the same seed. */
export function sampled(pair: Pair, t: number, n: number, seed: number): SampledPair {
  const random = randomFrom(seed);
  const room = (): Coordinates => ({ x: new Float64Array(n), y: new Float64Array(n) });
  const [p, q] = [room(), room()];
  for (let k = 0; k < n; k += 1) {
    const drawn = pair.draw(t, random);
    [p.x[k], p.y[k], q.x[k], q.y[k]] = [drawn.p.x, drawn.p.y, drawn.q.x, drawn.q.y];
  }
  return { p, q };
}

/**
 * W1 between samples of equal size. All pairs of the lab differ along one axis and are sampled along one: matching both
 * in order is the best plan there, since the cost is a convex function of the difference.
 */
export function sampleW1({ p, q }: SampledPair): number {
  const [px, qx, py, qy] = [p.x, q.x, p.y, q.y].map((axis) => axis.toSorted());
  let sum = 0;
  for (let k = 0; k < px.length; k += 1) sum += Math.hypot(px[k] - qx[k], py[k] - qy[k]);
  return sum / px.length;
}

/** JS between the samples as laws of their own, each point with the weight 1 / n: counts which points both have. */
export function sampleJs({ p, q }: SampledPair): number {
  // By y, then by x, as numbers: texts as keys took most of a frame while a hand moves the laws.
  const rows = new Map<number, Map<number, [number, number]>>();
  const masses: (readonly [number, number])[] = [];
  const count = ({ x, y }: Coordinates, side: 0 | 1): void => {
    for (let k = 0; k < x.length; k += 1) {
      let row = rows.get(y[k]);
      if (row === undefined) rows.set(y[k], (row = new Map<number, [number, number]>()));
      let cell = row.get(x[k]);
      if (cell === undefined) {
        cell = [0, 0];
        row.set(x[k], cell);
        masses.push(cell);
      }
      cell[side] += 1 / x.length;
    }
  };
  count(p, 0);
  count(q, 1);
  return discreteDivergences(
    masses.map(([mass]) => mass),
    masses.map(([, mass]) => mass),
  ).js;
}

export interface SampleStudy {
  readonly n: number;
  readonly w1: { readonly mean: number; readonly least: number; readonly most: number };
  readonly js: number;
}

/** W1 of samples of each size over `repeats` draws, and JS of the first of them. */
export function sampleStudy(
  pair: Pair,
  t: number,
  sizes: readonly number[],
  repeats: number,
  seed: number,
): readonly SampleStudy[] {
  return sizes.map((n, size) => {
    const draws = Array.from({ length: repeats }, (_, repeat) =>
      // Another stream for each; any odd numbers would do.
      sampled(pair, t, n, seed + 1009 * repeat + 100_003 * (size + 1)),
    );
    const distances = draws.map(sampleW1);
    return {
      n,
      w1: {
        mean: distances.reduce((sum, value) => sum + value, 0) / repeats,
        least: Math.min(...distances),
        most: Math.max(...distances),
      },
      js: sampleJs(draws[0]),
    };
  });
}
