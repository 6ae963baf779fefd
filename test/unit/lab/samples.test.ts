import { describe, expect, it } from 'vitest';
import { shares } from '../../../core/lab/law.ts';
import { pairKinds, pairOf } from '../../../core/lab/pairs.ts';
import { sampled, sampleJs, sampleStudy, sampleW1 } from '../../../core/lab/samples.ts';
import { assignment } from '../../../core/metrics/assignment.ts';

const settings = { width: 1, p: shares([1, 2, 3]), q: shares([3, 2, 1]) };

describe('finite samples', () => {
  it('never overlap: JS is log 2 even for two samples of the same law', () => {
    for (const kind of pairKinds)
      for (const t of [0, 0.3])
        expect(sampleJs(sampled(pairOf(kind, settings), t, 500, 3))).toBeCloseTo(0.6931471805599453, 10);
  });

  it('share points when they do: JS counts them', () => {
    const axis = (...values: number[]) => ({
      x: Float64Array.from(values),
      y: new Float64Array(values.length),
    });
    expect(sampleJs({ p: axis(1, 2), q: axis(2, 1) })).toBe(0);
    // Half of each is shared: half of log 2.
    expect(sampleJs({ p: axis(1, 2), q: axis(2, 3) })).toBeCloseTo(0.34657359027997264, 12);
  });

  it('have the W1 that the exact assignment finds, in the plane too', () => {
    for (const kind of ['uniforms', 'segments', 'one-mode'] as const) {
      const pair = sampled(pairOf(kind, settings), 0.4, 60, 11);
      const costs = Float64Array.from({ length: 3600 }, (_, at) => {
        const [i, j] = [Math.floor(at / 60), at % 60];
        return Math.hypot(pair.p.x[i] - pair.q.x[j], pair.p.y[i] - pair.q.y[j]);
      });
      expect(sampleW1(pair)).toBeCloseTo(assignment(costs, 60).cost / 60, 10);
    }
  });

  it('have a W1 that falls towards that of the laws', () => {
    const atZero = sampleStudy(pairOf('normals', settings), 0, [16, 256, 4096], 20, 1);
    const means = atZero.map(({ w1 }) => w1.mean);
    expect(means[0]).toBeGreaterThan(2.5 * means[1]);
    expect(means[1]).toBeGreaterThan(2.5 * means[2]);
    expect(means[2]).toBeLessThan(0.05);
    const [apart] = sampleStudy(pairOf('uniforms', settings), 1.2, [4096], 10, 1);
    expect(apart.w1.mean).toBeCloseTo(1.2, 1);
    expect(apart.w1.least).toBeLessThan(apart.w1.mean);
    expect(apart.w1.most).toBeGreaterThan(apart.w1.mean);
  });

  it('are the same for the same seed and others for another', () => {
    const pair = pairOf('normals', settings);
    expect(sampled(pair, 1, 5, 2)).toEqual(sampled(pair, 1, 5, 2));
    expect(sampled(pair, 1, 5, 2)).not.toEqual(sampled(pair, 1, 5, 3));
  });
});
