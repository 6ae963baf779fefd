import { describe, expect, it } from 'vitest';
import { divergenceKinds } from '../../../core/lab/divergences.ts';
import { curvesOf, slopesAt } from '../../../core/lab/curves.ts';
import { bars, mixture, normal, shares, uniform } from '../../../core/lab/law.ts';
import { integrate } from '../../../core/lab/integrate.ts';
import { normalCdf } from '../../../core/lab/normal.ts';
import { discriminatorValue, optimalDiscriminator } from '../../../core/lab/optimal-discriminator.ts';
import { randomFrom } from '../../../core/lab/random.ts';
import { pairKinds, pairOf, type PairSettings } from '../../../core/lab/pairs.ts';

const settings: PairSettings = {
  width: 1,
  p: [1, 5, 8, 4, 2, 0, 0, 0],
  q: [0, 0, 1, 2, 6, 7, 3, 1],
};
const log2 = 0.6931471805599453;

describe('the facts of the texts', () => {
  it('has JS of U[0, 1] and U[t, t + 1] rise as |t| log 2 up to log 2, and W1 as |t|', () => {
    const pair = pairOf('uniforms', settings);
    for (const [t, js, w1] of [
      [0, 0, 0],
      [0.25, 0.17328679513998632, 0.25],
      [-0.5, 0.34657359027997264, 0.5],
      [1, log2, 1],
      [1.75, log2, 1.75],
    ]) {
      expect(pair.numerical(t).js).toBeCloseTo(js, 12);
      expect(pair.closed(t).js).toBeCloseTo(js, 12);
      expect(pair.numerical(t).w1).toBeCloseTo(w1, 12);
    }
  });

  it('has JS of parallel segments jump to log 2, where W1 is |t|', () => {
    const pair = pairOf('segments', settings);
    expect(pair.numerical(0)).toEqual(Object.fromEntries(divergenceKinds.map((kind) => [kind, 0])));
    for (const t of [-1.5, 0.001, 0.7]) {
      const found = pair.numerical(t);
      expect(found.js).toBeCloseTo(log2, 12);
      expect(found.tv).toBeCloseTo(1, 12);
      expect(found.kl).toBe(Infinity);
      expect(found.w1).toBeCloseTo(Math.abs(t), 12);
    }
  });

  it('has JS of two normals 0.693, 0.693, 0.336 as they come closer, and no slope while they are far', () => {
    const pair = pairOf('normals', settings);
    const found = [20, 8, 2].map((t) => pair.numerical(t).js);
    expect(found.map((js) => Math.floor(js * 1000) / 1000)).toEqual([0.693, 0.693, 0.336]);
    expect(Math.abs(slopesAt(pair, 20).js)).toBeLessThan(1e-10);
    expect(Math.abs(slopesAt(pair, 8).js)).toBeLessThan(1e-3);
    expect(slopesAt(pair, 2).js).toBeGreaterThan(0.2);
    for (const t of [20, 8, 2]) expect(slopesAt(pair, t).w1).toBeCloseTo(1, 6);
  });
});

describe('numerical values', () => {
  it.each(pairKinds.filter((kind) => kind !== 'segments'))('agree with every closed form: %s', (kind) => {
    for (const width of kind === 'normals' ? [0.5, 1, 2] : [1]) {
      const pair = pairOf(kind, { ...settings, width });
      for (const t of [-3.7, -1, -0.4, 0, 0.3, 1, 2.25]) {
        const [closed, numerical] = [pair.closed(t), pair.numerical(t)];
        for (const divergence of divergenceKinds) {
          const value = closed[divergence];
          if (value === undefined) continue;
          const where = `${divergence} at ${t}, width ${width}`;
          if (value === Infinity) expect(numerical[divergence], where).toBe(Infinity);
          else expect(Math.abs(numerical[divergence] - value) / (1 + value), where).toBeLessThan(1e-10);
        }
      }
    }
  });

  it('knows numbers from tables', () => {
    // KL(N(0,1) || N(1,1)) = 1/2, Pearson e - 1, Hellinger 2 - 2 e^(-1/8), TV erf(1 / (2 sqrt 2)).
    const found = pairOf('normals', settings).numerical(1);
    expect(found.kl).toBeCloseTo(0.5, 12);
    expect(found.pearson).toBeCloseTo(1.718281828459045, 11);
    expect(found.hellinger).toBeCloseTo(0.2350061948308091, 12);
    expect(found.tv).toBeCloseTo(0.3829249225480262, 12);
    // JS of a fair and a sure coin: 3/4 log(4/3).
    expect(pairOf('bars', { ...settings, p: [1, 1], q: [1, 0] }).numerical(0).js).toBeCloseTo(
      0.21576155433883565,
      12,
    );
    expect(normalCdf(-10)).toBeCloseTo(7.619853024160527e-24, 35);
    expect(normalCdf(1.96)).toBeCloseTo(0.9750021048517795, 14);
  });

  it('keep the bounds between divergences', () => {
    for (const kind of pairKinds)
      for (const t of [-2, 0.2, 1.7]) {
        const { js, tv, kl, hellinger, 'reverse-kl': reverse } = pairOf(kind, settings).numerical(t);
        expect(js).toBeLessThanOrEqual(log2 * tv + 1e-9);
        expect(hellinger / 2).toBeLessThanOrEqual(tv + 1e-9);
        // Pinsker.
        expect(2 * tv * tv).toBeLessThanOrEqual(kl + 1e-9);
        expect(2 * tv * tv).toBeLessThanOrEqual(reverse + 1e-9);
      }
  });

  it('say that KL cares for modes that Q lacks, and reverse KL for modes that P lacks', () => {
    const onOneMode = pairOf('one-mode', settings).numerical(1.5);
    expect(onOneMode.kl).toBeGreaterThan(10);
    expect(onOneMode['reverse-kl']).toBeCloseTo(log2, 3);
    // Half of the earth has 3 to go.
    expect(onOneMode.w1).toBeCloseTo(1.5, 3);
  });
});

it('draws laws whose samples have their distribution function', () => {
  const laws = [
    uniform(-1, 2),
    normal(1, 2),
    bars(settings.p),
    mixture([
      { weight: 0.3, law: normal(-2, 0.5) },
      { weight: 0.7, law: normal(1, 0.5) },
    ]),
  ];
  for (const law of laws) {
    expect(
      integrate((x) => Math.exp(law.logDensity(x)), law.from, law.to, law.jumps, law.detail / 4),
    ).toBeCloseTo(1, 10);
    const random = randomFrom(5);
    const drawn = Array.from({ length: 40_000 }, () => law.draw(random));
    for (const x of [-1.5, 0.2, 1.1, 2.5]) {
      const share = drawn.filter((value) => value <= x).length / drawn.length;
      expect(Math.abs(share - law.cdf(x))).toBeLessThan(0.01);
    }
  }
});

it('refuses bars without mass', () => {
  expect(() => shares([0, 0])).toThrow('These bars hold no mass');
});

describe('the best discriminator', () => {
  it('is worth -2 log 2 + 2 JS, integrated as it stands', () => {
    for (const kind of pairKinds) {
      const pair = pairOf(kind, settings);
      for (const t of [0, 0.6, 1.5]) {
        const laws = pair.laws?.(t);
        if (laws === undefined) continue;
        const value = discriminatorValue(laws.p, laws.q);
        expect(value).toBeCloseTo(-1.3862943611198906 + 2 * pair.numerical(t).js, 9);
      }
    }
  });

  it('is p / (p + q): a half where they cross, 1 and 0 where only one has mass, nothing where none has', () => {
    const [p, q] = [uniform(0, 1), uniform(0.5, 1.5)];
    expect([0.2, 0.7, 1.2].map((x) => optimalDiscriminator(p, q, x))).toEqual([1, 0.5, 0]);
    expect(optimalDiscriminator(p, q, 3)).toBeNaN();
    // N(0,1) and N(2,1): 1 / (1 + e^(2x - 2)).
    expect(optimalDiscriminator(normal(0, 1), normal(2, 1), 0)).toBeCloseTo(0.8807970779778823, 12);
  });
});

describe('curves', () => {
  it('hold values at each shift and slopes by differences', () => {
    const { shifts, of } = curvesOf(pairOf('normals', settings), 40);
    expect(shifts[40]).toBe(0);
    const at = shifts.indexOf(2);
    expect(of.js.values[at]).toBeCloseTo(0.3368308203, 9);
    expect(of.kl.values[at]).toBeCloseTo(2, 12);
    expect(of.kl.slopes[at]).toBeCloseTo(2, 10);
    expect(of.w1.slopes[40]).toBe(0);
  });

  it('jump at 0 where no shift is so small that it makes no difference', () => {
    const { of } = curvesOf(pairOf('segments', settings), 20);
    expect(divergenceKinds.filter((kind) => of[kind].jumps)).toEqual(
      divergenceKinds.filter((kind) => kind !== 'w1'),
    );
    expect([19, 20, 21].map((k) => of.js.slopes[k])).toEqual([0, NaN, 0]);
    expect(slopesAt(pairOf('segments', settings), 0)).toMatchObject({ js: NaN, tv: NaN, w1: 0 });
    const uniforms = curvesOf(pairOf('uniforms', settings), 20).of;
    expect(divergenceKinds.filter((kind) => uniforms[kind].jumps)).toEqual(['kl', 'reverse-kl', 'pearson']);
  });

  it('have no slope where a value is infinite', () => {
    const { of, shifts } = curvesOf(pairOf('uniforms', settings), 20);
    expect(of.kl.values[shifts.length - 1]).toBe(Infinity);
    expect(of.kl.slopes[shifts.length - 1]).toBeNaN();
    expect(of.js.slopes[25]).toBeCloseTo(log2, 12);
    expect(of.js.slopes[35]).toBe(0);
  });
});
