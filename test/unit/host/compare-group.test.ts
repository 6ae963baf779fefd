import { describe, expect, it } from 'vitest';
import { budgetOf, newCompareGroup, secondsOf } from '../../../core/host/compare-group.ts';

describe('the name of a comparison', () => {
  it('keeps its budget and is never the same twice', () => {
    const names = Array.from({ length: 5 }, () => newCompareGroup('seconds=1.5'));
    expect(new Set(names).size).toBe(5);
    expect(names.map(budgetOf)).toEqual(Array(5).fill('seconds=1.5'));
  });

  it('tells how many seconds each run gets, where it is seconds', () => {
    expect(secondsOf(newCompareGroup('seconds=120'))).toBe(120);
    expect(secondsOf(newCompareGroup('iterations=120'))).toBeNull();
    expect(secondsOf(null)).toBeNull();
    expect(secondsOf('something else')).toBeNull();
  });
});
