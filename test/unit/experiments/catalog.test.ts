// Experiments as they are defined: whole, valid, and with something to say.

import { describe, expect, it } from 'vitest';
import { experiments, findExperiment } from '../../../core/experiments/catalog.ts';
import { sameValue } from '../../../core/spec/paths.ts';
import { hasErrors } from '../../../core/spec/problem.ts';
import { validateSpec } from '../../../core/spec/validate.ts';

const all = experiments.flatMap((experiment) =>
  (['desk', 'full'] as const).map((length) => [experiment.id, length, experiment] as const),
);

describe('experiments', () => {
  it('are found by their ids, which are words for a command line', () => {
    expect(new Set(experiments.map(({ id }) => id)).size).toBe(experiments.length);
    for (const experiment of experiments) {
      expect(experiment.id).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(findExperiment(experiment.id)).toBe(experiment);
    }
    expect(findExperiment('em')).toBeUndefined();
  });

  it.each(experiments.map((experiment) => [experiment.id, experiment] as const))(
    '%s says what was asked, where, and what came out',
    (_id, { title, paper, figure, question, expect: expected }) => {
      expect(paper).toMatch(/ 20\d\d, .+arXiv:\d{4}\.\d{5}$/);
      expect(title).not.toMatch(/\.$/);
      expect(figure).not.toBe('');
      expect(question).toMatch(/\?$/);
      expect(expected.length).toBeGreaterThan(150);
    },
  );

  it.each(all)('%s at length %s has arms that can be trained and told apart', (_id, length, experiment) => {
    const arms = experiment.arms(length);
    expect(experiment.seeds[length]).toBeGreaterThanOrEqual(1);
    expect(new Set(arms.map(({ id }) => id)).size).toBe(arms.length);
    expect(new Set(arms.map(({ title }) => title)).size).toBe(arms.length);
    expect(new Set(arms.map(({ spec }) => spec.name)).size).toBe(arms.length);
    for (const { spec } of arms) {
      expect(hasErrors(validateSpec(spec))).toBe(false);
      expect(spec.seed).toBe(1);
    }
  });

  it('are longer in full than at a desk', () => {
    for (const { arms } of experiments) {
      const longest = (length: 'desk' | 'full') =>
        Math.max(...arms(length).map(({ spec }) => spec.iterations));
      expect(longest('full')).toBeGreaterThan(10 * longest('desk'));
    }
  });

  it('share the runs that they have in common', () => {
    const specs = (id: string) =>
      findExperiment(id)!
        .arms('desk')
        .map(({ spec }) => spec);
    const common = (a: string, b: string) =>
      specs(a).filter((spec) => specs(b).some((other) => sameValue(spec, other))).length;
    expect(common('em-estimate', 'architectures')).toBe(2);
    expect(common('js-estimate', 'architectures')).toBe(1);
    expect(common('vanishing-gradient', 'unstable-gradient')).toBe(3);
  });
});
