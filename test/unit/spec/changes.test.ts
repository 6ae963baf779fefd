// What may be changed while a run trains.

import { describe, expect, it } from 'vitest';
import { changeablePaths, changeProblem, specifiedValue } from '../../../core/spec/changes.ts';
import { valueAt } from '../../../core/spec/paths.ts';
import { tinySpec } from '../../support/tiny.ts';

describe('a change', () => {
  it.each(changeablePaths)('of %s knows what the specification says', (path) => {
    expect(specifiedValue(tinySpec, path)).toBe(valueAt(tinySpec, path));
  });

  it.each(changeablePaths)('of %s takes what a specification takes', (path) => {
    expect(changeProblem(tinySpec, path, 2)).toBeNull();
    expect(changeProblem(tinySpec, path, specifiedValue(tinySpec, path))).toBeNull();
  });

  it.each([
    ['optimizer.critic.lr', 0],
    ['optimizer.critic.lr', Number.NaN],
    ['optimizer.generator.lr', Infinity],
    ['optimizer.generator.lr', '1e-4'],
    ['objective.nCritic', 0],
    ['objective.nCritic', 1.5],
    ['objective.nCritic', 1001],
    ['objective.nCritic', undefined],
  ] as const)('of %s to %s is refused with a sentence about it', (path, value) => {
    expect(changeProblem(tinySpec, path, value)).toMatch(new RegExp(`^${path} (must be|is missing).*\\.$`));
  });
});
