// A penalty beside an objective: which it may be, what is filled in, and specifications from before there was one.

import { describe, expect, it } from 'vitest';
import { completeSpec } from '../../../core/spec/complete.ts';
import { penaltyOf } from '../../../core/spec/penalty.ts';
import { presets } from '../../../core/spec/presets.ts';
import type { RunSpec } from '../../../core/spec/run-spec.ts';
import { parseSpec } from '../../../core/spec/schema.ts';
import { applySettings } from '../../../core/spec/set-path.ts';
import { validateSpec } from '../../../core/spec/validate.ts';
import { storedSpec } from '../../../core/spec/whole.ts';
import { trainingWords } from '../../../core/spec/words.ts';
import { presetSpec, sentencesOf, specOf } from './sample-specs.ts';

const gan = presetSpec('toy-8gaussians-gan');
const gp = presetSpec('toy-8gaussians-wgan-gp');

function older(spec: RunSpec): unknown {
  return Object.fromEntries(Object.entries(spec).filter(([key]) => key !== 'penalty'));
}

describe('a specification from before there were added penalties', () => {
  it.each(presets.filter(({ spec }) => spec.penalty.kind === 'none'))(
    'of $id is read as the same run',
    ({ spec }) => {
      expect(specOf(parseSpec(older(spec)))).toEqual(spec);
      expect(storedSpec(JSON.stringify(older(spec)))).toEqual(spec);
    },
  );

  it('keeps its own where it has one', () => {
    const spec: RunSpec = { ...gan, penalty: { kind: 'r1', gamma: 3 } };
    expect(storedSpec(JSON.stringify(spec))).toEqual(spec);
    expect(specOf(parseSpec(spec))).toEqual(spec);
  });
});

describe('an added penalty', () => {
  it('is completed by the weights of the papers, weaker on points', () => {
    const of = (data: string, kind: string) =>
      specOf(completeSpec({ data: { kind: data }, objective: { kind: 'gan' }, penalty: { kind } })).penalty;
    expect(of('fashion-mnist', 'gp')).toEqual({ kind: 'gp', lambda: 10 });
    expect(of('8gaussians', 'lp')).toEqual({ kind: 'lp', lambda: 0.1 });
    expect(of('8gaussians', 'dragan')).toEqual({ kind: 'dragan', lambda: 10, k: 1, noise: 0.5 });
    expect(of('fashion-mnist', 'r1')).toEqual({ kind: 'r1', gamma: 10 });
  });

  it('is set as other fields are', () => {
    expect(specOf(applySettings(gan, ['penalty.gamma=3', 'penalty.kind=r1'])).penalty).toEqual({
      kind: 'r1',
      gamma: 3,
    });
    expect(sentencesOf(applySettings(gan, ['penalty.lambda=3']))).toEqual([
      'penalty.lambda is not a field of penalty "none"; it belongs to gp, lp or dragan.',
    ]);
  });

  it('is refused on top of an objective’s own, which takes its place', () => {
    const [problem, ...others] = validateSpec({ ...gp, penalty: { kind: 'r1', gamma: 1 } });
    expect(problem).toMatchObject({ severity: 'error', path: 'penalty.kind' });
    expect(problem.sentence).toMatch(/^penalty\.kind must be none with objective\.kind wgan-gp, not r1: /);
    expect(others).toEqual([]);
    const r1: RunSpec = { ...gan, penalty: { kind: 'r1', gamma: 1 } };
    expect(specOf(applySettings(r1, ['objective.kind=wgan-gp'])).penalty).toEqual({ kind: 'none' });
    expect(specOf(applySettings(r1, ['objective.kind=hinge'])).penalty).toEqual(r1.penalty);
  });

  it('is warned of beside batch norm, clipping, and where it weighs nothing', () => {
    const of = (spec: RunSpec) => validateSpec(spec).map(({ path, sentence }) => `${path}: ${sentence}`);
    const r1 = { kind: 'r1', gamma: 10 } as const;
    expect(
      of({
        ...gan,
        penalty: r1,
        critic: { kind: 'mlp', hidden: [8], activation: 'relu', norm: 'batch', init: 'he' },
      }),
    ).toEqual([
      expect.stringMatching(
        /^critic\.norm: critic\.norm is batch: the penalty r1 is on the gradient of each/,
      ),
    ]);
    expect(of({ ...gan, penalty: { kind: 'r1', gamma: 0 } })).toEqual([
      expect.stringContaining('penalty.gamma is 0'),
    ]);
    const clipped = presetSpec('toy-8gaussians-wgan');
    expect(of({ ...clipped, penalty: { kind: 'gp', lambda: 1 } })).toEqual([
      expect.stringContaining('weight clipping already bounds the slope'),
    ]);
    expect(of({ ...gan, penalty: r1 })).toEqual([]);
  });

  it('is the penalty in force where the objective has none', () => {
    expect(penaltyOf(gp)).toEqual({ kind: 'gp', lambda: 0.1 });
    expect(penaltyOf({ ...gan, penalty: { kind: 'r1', gamma: 2 } })).toEqual({ kind: 'r1', gamma: 2 });
    expect(trainingWords({ ...gan, penalty: { kind: 'r1', gamma: 2 } })).toMatch(/, R1 penalty, γ = 2$/);
  });
});
