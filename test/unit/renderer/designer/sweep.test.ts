import { expect, test } from 'vitest';
import type { Trial } from '../../../../core/protocol/contract.ts';
import { planSweep } from '../../../../core/spec/sweep.ts';
import { costOf } from '../../../../renderer/components/designer/cost.ts';
import { readDraft } from '../../../../renderer/components/designer/designs.ts';
import {
  setText,
  setValue,
  unswept,
  withPrunedSweep,
  type Draft,
} from '../../../../renderer/components/designer/draft.ts';
import { asPair } from '../../../../renderer/components/designer/pair.ts';
import { problemsOf } from '../../../../renderer/components/designer/problems.ts';
import { sweepCost } from '../../../../renderer/components/designer/sweep-cost.ts';
import { newSweepGroup } from '../../../../renderer/components/designer/sweep-group.ts';
import { sweptFields } from '../../../../renderer/components/designer/swept-text.ts';
import { draftFrom } from './samples.ts';

const typed = (texts: Readonly<Record<string, string>>, from = draftFrom('fashion-wgan-gp')): Draft =>
  Object.entries(texts).reduce((draft, [path, text]) => setText(draft, path, 0, text), from);
const fieldsOf = ({ arms, sweep }: Draft) => sweptFields(arms[0].spec, sweep);
const sentences = (draft: Draft) => problemsOf(draft).map(({ sentence }) => sentence);

test('a list or a range makes a field a swept one, and one value makes it plain again', () => {
  const draft = typed({ seed: '3..5' });
  expect(fieldsOf(draft)).toEqual([{ paths: ['seed'], values: [3, 4, 5] }]);
  expect(draft.arms[0].spec.seed).toBe(3);
  expect(draft.arms[0].texts).toEqual({});
  expect(fieldsOf(typed({ seed: '7' }, draft))).toEqual([]);
  expect(unswept(draft, 'seed').arms[0].spec.seed).toBe(3);
  expect(fieldsOf(setValue(draft, 'seed', 0, 4))).toEqual([]);
});

test('the value that a field has stays where it is one of those that are swept', () => {
  const { spec } = draftFrom('fashion-wgan-gp').arms[0];
  const draft = typed({ 'critic.norm': 'none, batch, layer' });
  expect(draft.arms[0].spec.critic).toEqual(spec.critic);
  expect(fieldsOf(draft)[0].values).toEqual(['none', 'batch', 'layer']);
  expect(fieldsOf(typed({ 'critic.norm': 'layer' }, draft))).toEqual([]);
});

test('what is typed on the way to a list loses nothing', () => {
  let draft = draftFrom('fashion-wgan-gp');
  for (const text of ['1', '1.', '1..', '1..4']) draft = setText(draft, 'seed', 0, text);
  expect(fieldsOf(draft)[0].values).toEqual([1, 2, 3, 4]);
  draft = setText(draft, 'seed', 0, '1..');
  expect(fieldsOf(draft)).toEqual([]);
  expect(draft.arms[0].texts).toEqual({ seed: '1..' });
  expect(sentences(draft)[0]).toMatch(/is not a range.*1\.\.5/);
});

test('every value must be one of the field', () => {
  expect(sentences(typed({ 'optimizer.critic.lr': '1e-4, -1' }))[0]).toBe(
    'Learning rate of the critic must be a number above 0, not -1.',
  );
  expect(sentences(typed({ batch: '32, 32.5' }))[0]).toMatch(/^Batch size must be a whole number/);
  expect(fieldsOf(typed({ batch: '16..64 log 4' }))[0].values).toEqual([16, 25, 40, 64]);
});

test('widths of layers and names are no sweeps', () => {
  const draft = typed({ name: '1..5', 'critic.hidden': '64, 64' }, draftFrom('toy-8gaussians-wgan'));
  expect(draft.arms[0].spec).toMatchObject({ name: '1..5', critic: { hidden: [64, 64] } });
  expect(fieldsOf(draft)).toEqual([]);
});

test('equal lists of both networks vary together, unless they are not to', () => {
  const draft = typed({
    seed: '1, 2',
    'optimizer.critic.lr': '1e-4, 2e-4',
    'optimizer.generator.lr': '1e-4,2e-4',
  });
  expect(fieldsOf(draft)).toEqual([
    { paths: ['optimizer.generator.lr', 'optimizer.critic.lr'], values: [1e-4, 2e-4] },
    { paths: ['seed'], values: [1, 2] },
  ]);
  expect(fieldsOf({ ...draft, sweep: { ...draft.sweep, together: false } })).toHaveLength(3);
  expect(fieldsOf(typed({ 'optimizer.critic.lr': '1e-4, 3e-4' }, draft))).toHaveLength(3);
});

test('a comparison takes one value, and says so', () => {
  const pair = asPair(draftFrom('fashion-gan'));
  const draft = setText(pair, 'seed', 0, '1, 2');
  expect(draft.sweep.texts).toEqual({});
  expect(sentences(draft)).toContain(
    'An arm of a comparison takes one value here. Go back to a single run to sweep several.',
  );
});

test('fields that another recipe does not have are swept no longer', () => {
  const draft = typed({ 'objective.lambda': '1, 10', seed: '1, 2' });
  const [arm] = draftFrom('fashion-gan').arms;
  expect(Object.keys(withPrunedSweep({ ...draft, arms: [arm] }).sweep.texts)).toEqual(['seed']);
});

test('a remembered sweep is there again, and what is none is not', () => {
  const typedDraft = typed({ seed: '1..3', 'objective.lambda': '1, 10' });
  const draft: Draft = {
    ...typedDraft,
    sweep: { ...typedDraft.sweep, draw: { kind: 'random', runs: 4, seed: 9 } },
  };
  expect(readDraft(JSON.parse(JSON.stringify(draft)))).toEqual(draft);
  const broken = {
    ...draft,
    sweep: { texts: { seed: '1..', __proto__: '1, 2', batch: 3 }, draw: { runs: -1 } },
  };
  expect(readDraft(JSON.parse(JSON.stringify(broken)))?.sweep).toMatchObject({
    texts: {},
    draw: { kind: 'grid' },
  });
  expect(readDraft({ ...JSON.parse(JSON.stringify(draft)), sweep: undefined })?.sweep.texts).toEqual({});
});

const trial: Trial = {
  engine: { id: 'onnx:cpu', device: '' },
  ...{ openSeconds: 2, secondsPerIteration: 0.1, peakBytes: 1, freeMemoryBytes: 1 },
  ...{ checkpointBytes: 1000, gridBytes: 10, problem: null },
};

test('the cost of a sweep is that of its runs, one after the other or in the places there are', () => {
  const draft = typed({ seed: '1..5' });
  const { spec } = draft.arms[0];
  const planned = planSweep(spec, { fields: fieldsOf(draft), draw: { kind: 'grid' } });
  if ('problems' in planned) throw new Error('no sweep');
  const one = costOf(spec, trial, null);
  const cost = sweepCost(planned.specs, spec, trial, 2);
  expect(cost.seconds).toBeCloseTo(5 * one.seconds);
  expect(cost.secondsAtOnce).toBeCloseTo(3 * one.seconds);
  expect(cost).toMatchObject({ diskBytes: 5 * one.diskBytes, scaled: 0 });
});

test('runs with more work than the tried one are said to be scaled', () => {
  const draft = typed({ batch: '64, 128' });
  const { spec } = draft.arms[0];
  const planned = planSweep(spec, { fields: fieldsOf(draft), draw: { kind: 'grid' } });
  if ('problems' in planned) throw new Error('no sweep');
  const cost = sweepCost(planned.specs, spec, trial, 1);
  expect(cost.scaled).toBe(1);
  expect(cost.seconds).toBeCloseTo(3 * costOf(spec, trial, null).seconds - trial.openSeconds);
});

test('groups of sweeps that begin at once have names of their own', () => {
  const names = new Set(Array.from({ length: 20 }, newSweepGroup));
  expect(names.size).toBeGreaterThan(18);
  for (const name of names) expect(name).toMatch(/^sweep\/[0-9a-z]{8,16}$/);
});
