// What may be changed while a run trains.

import { describe, expect, it } from 'vitest';
import {
  changeablePaths,
  changeablePathsOf,
  changeProblem,
  penaltyWeightPath,
  specifiedValue,
} from '../../../core/spec/changes.ts';
import { valueAt } from '../../../core/spec/paths.ts';
import type { RunSpec } from '../../../core/spec/run-spec.ts';
import { tinySpec } from '../../support/tiny.ts';

const plain: RunSpec = { ...tinySpec, objective: { kind: 'gan', nCritic: 1 } };
const withGp: RunSpec = { ...plain, penalty: { kind: 'gp', lambda: 0.5 } };
const withR1: RunSpec = { ...plain, penalty: { kind: 'r1', gamma: 3 } };

/** One that has a field there. */
function specOf(path: (typeof changeablePaths)[number]): RunSpec {
  return { 'penalty.lambda': withGp, 'penalty.gamma': withR1 }[path as string] ?? tinySpec;
}

describe('a change', () => {
  it.each(changeablePaths)('of %s knows what the specification says', (path) => {
    const spec = specOf(path);
    expect(typeof valueAt(spec, path)).toBe('number');
    expect(specifiedValue(spec, path)).toBe(valueAt(spec, path));
  });

  it.each(changeablePaths)('of %s takes what a specification takes', (path) => {
    expect(changeProblem(specOf(path), path, 2)).toBeNull();
    expect(changeProblem(specOf(path), path, specifiedValue(specOf(path), path))).toBeNull();
  });

  it.each([
    [tinySpec, 'objective.lambda'],
    [withGp, 'penalty.lambda'],
    [withR1, 'penalty.gamma'],
    [plain, undefined],
  ] as const)('finds the weight of the penalty, number %#', (spec, path) => {
    expect(penaltyWeightPath(spec)).toBe(path);
    const usual = ['optimizer.critic.lr', 'optimizer.generator.lr', 'objective.nCritic'];
    expect(changeablePathsOf(spec)).toEqual(path === undefined ? usual : [...usual, path]);
  });

  it('of a weight that the run does not have is refused, with the one that it has', () => {
    expect(changeProblem(plain, 'objective.lambda', 1)).toMatch(
      /^objective\.lambda cannot be changed: this run has no penalty\..*wgan-gp/,
    );
    expect(changeProblem(withR1, 'penalty.lambda', 1)).toMatch(
      /^penalty\.lambda cannot be changed: .* is penalty\.gamma\.$/,
    );
    expect(changeProblem(tinySpec, 'penalty.lambda', 1)).toMatch(/is objective\.lambda\.$/);
  });

  it('of the weight to 0 switches the penalty off', () => {
    expect(changeProblem(tinySpec, 'objective.lambda', 0)).toBeNull();
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
    ['objective.lambda', -0.1],
    ['objective.lambda', Number.NaN],
    ['objective.lambda', Infinity],
    ['objective.lambda', 1e39],
    ['optimizer.critic.lr', 1e300],
  ] as const)('of %s to %s is refused with a sentence about it', (path, value) => {
    expect(changeProblem(tinySpec, path, value)).toMatch(new RegExp(`^${path} (must be|is missing).*\\.$`));
  });
});
