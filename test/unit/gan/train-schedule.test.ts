import { describe, expect, it } from 'vitest';
import {
  criticUpdatesBefore,
  isEvaluated,
  isSaved,
  isShown,
  iterationOfCriticUpdate,
} from '../../../core/gan/schedule.ts';
import { tinySpec } from '../../support/tiny.ts';

const upTo = (last: number): number[] => Array.from({ length: last + 1 }, (_, at) => at);

describe('critic updates before a generator update', () => {
  it('are nCritic without a warm-up', () => {
    const counts = { ...tinySpec, warmup: { criticSteps: 0, iterations: 25, every: 500 } };
    expect([1, 2, 25, 500, 501].map((iteration) => criticUpdatesBefore(counts, iteration))).toEqual([
      3, 3, 3, 3, 3,
    ]);
  });

  it('are those of the released WGAN code: 100 while fewer than 25, or a multiple of 500, are done', () => {
    const counts = { ...tinySpec, warmup: { criticSteps: 100, iterations: 25, every: 500 } };
    const warm = upTo(1100).filter(
      (iteration) => iteration > 0 && criticUpdatesBefore(counts, iteration) === 100,
    );
    expect(warm).toEqual([...upTo(25).slice(1), 501, 1001]);
    expect(criticUpdatesBefore(counts, 26)).toBe(3);
  });

  it('never warm up again with `every` 0, and never number fewer than nCritic', () => {
    const counts = { ...tinySpec, warmup: { criticSteps: 2, iterations: 4, every: 0 } };
    expect(
      upTo(9)
        .slice(1)
        .map((iteration) => criticUpdatesBefore(counts, iteration)),
    ).toEqual(Array(9).fill(3));
  });

  it('add up to the iteration that reaches a number of them', () => {
    const counts = { ...tinySpec, warmup: { criticSteps: 10, iterations: 2, every: 0 } };
    // 10, 20, 23, 26, …
    expect([1, 10, 11, 20, 21, 23, 24].map((updates) => iterationOfCriticUpdate(counts, updates))).toEqual([
      1, 1, 2, 2, 3, 3, 4,
    ]);
  });
});

describe('looking and saving', () => {
  it('shows samples at 0, 1, 2, 5, 10, … below the interval, then at its multiples', () => {
    const spec = { ...tinySpec, grid: { ...tinySpec.grid, every: 300 } };
    expect(upTo(1000).filter((iteration) => isShown(spec, iteration))).toEqual([
      0, 1, 2, 5, 10, 20, 50, 100, 200, 300, 600, 900,
    ]);
  });

  it('evaluates at 0 and at multiples, saves at multiples only', () => {
    expect(upTo(12).filter((iteration) => isEvaluated(tinySpec, iteration))).toEqual([0, 4, 8, 12]);
    expect(upTo(12).filter((iteration) => isSaved(tinySpec, iteration))).toEqual([5, 10]);
  });
});
