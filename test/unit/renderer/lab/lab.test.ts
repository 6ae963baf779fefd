import { describe, expect, it } from 'vitest';
import { readLab, startState, writeLab } from '../../../../renderer/components/lab/lab-state.ts';
import { whyInfinite } from '../../../../renderer/components/lab/pair-views.ts';
import { pathOf, scaleOf, ticksOf } from '../../../../renderer/components/lab/plot.ts';

describe('the address of the lab', () => {
  it('holds what differs from the start, and gives it back', () => {
    expect(writeLab(startState)).toEqual({});
    const state = {
      ...startState,
      ...({ tab: 'earth', pair: 'bars', plan: 'own', t: -0.25, width: 2 } as const),
      p: [0, 0, 0, 0, 0, 0, 0, 12],
      shown: ['kl', 'w1'] as const,
      n: 2048,
      seed: 7,
    };
    const words = writeLab(state);
    expect(words).toMatchObject({ tab: 'earth', t: '-0.25', p: '0.0.0.0.0.0.0.12', show: 'kl,w1' });
    expect(readLab(words)).toEqual(state);
    expect(readLab(writeLab({ ...startState, shown: [] })).shown).toEqual([]);
  });

  it('is as at the start where it makes no sense', () => {
    const strange = {
      tab: 'x',
      t: 'NaN',
      p: '0.0.0.0.0.0.0.0',
      q: '1.2',
      width: '3',
      n: '33',
      seed: '-1',
      pair: ['a'],
    };
    expect(readLab(strange)).toEqual(startState);
    expect(readLab({ p: '1.1.1.1.1.1.1.13', t: '99' })).toEqual(startState);
  });
});

describe('figures', () => {
  it('map values to pixels and back', () => {
    const scale = scaleOf(
      { left: 10, top: 5, width: 200, height: 100 },
      { from: -1, to: 1 },
      { from: 0, to: 2 },
    );
    expect([scale.x(0), scale.y(0), scale.y(2)]).toEqual([110, 105, 5]);
    expect(scale.xAt(scale.x(0.3))).toBeCloseTo(0.3, 12);
  });

  it('have round ticks inside of their range', () => {
    expect(ticksOf({ from: -2.25, to: 3.25 }, 6)).toEqual([-2, -1, 0, 1, 2, 3]);
    expect(ticksOf({ from: 0, to: 0.45 }, 4)).toEqual([0, 0.2, 0.4]);
  });

  it('interrupt a path where a value is not finite', () => {
    const values = [1, 2, Infinity, 3, NaN, 4];
    expect(pathOf(6, (k) => [k, values[k]])).toBe('M0.00 1.00L1.00 2.00M3.00 3.00M5.00 4.00');
    expect(pathOf(1, () => [0, -1e9])).toBe('M0.00 -10000.00');
  });
});

it('says why a divergence is infinite, and nothing where it is not', () => {
  expect(whyInfinite('kl', 3, 'bars')).toBeNull();
  expect(whyInfinite('kl', Infinity, 'uniforms')).toContain('P has mass where Q has none');
  expect(whyInfinite('reverse-kl', Infinity, 'uniforms')).toContain('Q has mass where P has none');
  expect(whyInfinite('pearson', Infinity, 'normals')).toContain('tails');
});
