import { describe, expect, it } from 'vitest';
import { newCompareGroup, unitOf } from '../../../core/host/compare-group.ts';

describe('the name of a comparison', () => {
  it('keeps what its runs share and is never the same twice', () => {
    const names = Array.from({ length: 5 }, () => newCompareGroup('seconds'));
    expect(new Set(names).size).toBe(5);
    expect(names.map(unitOf)).toEqual(Array(5).fill('seconds'));
  });

  it('is understood as earlier versions wrote it', () => {
    expect(unitOf('critic-updates=5000/mb3k2x9a')).toBe('critic-updates');
    expect(unitOf('something else')).toBe('');
  });
});
