import { expect, test } from 'vitest';
import { differencesFromRecipe } from '../../../../core/spec/recipes.ts';
import {
  changeArm,
  revertAll,
  revertField,
  setText,
  setValue,
  type Draft,
} from '../../../../renderer/components/designer/draft.ts';
import {
  asPair,
  asSingle,
  comparisonOf,
  withBudgetText,
} from '../../../../renderer/components/designer/pair.ts';
import { problemsOf } from '../../../../renderer/components/designer/problems.ts';
import { changeData, changeObjective } from '../../../../renderer/components/designer/rebase.ts';
import { flatten } from '../../../../core/spec/paths.ts';
import { presets } from '../../../../core/spec/presets.ts';
import { isShown, sections } from '../../../../renderer/components/designer/fields.ts';
import { draftFrom, specFrom } from './samples.ts';

const spec = (draft: Draft, arm = 0) => draft.arms[arm].spec;

test('every field of every preset has a place', () => {
  const placed = sections.flatMap(({ paths }) => paths);
  for (const preset of presets) {
    const fields = [...flatten(preset.spec).keys()].filter(
      (path) => !['format', 'objective.kind'].includes(path),
    );
    expect(fields.filter((path) => !placed.includes(path))).toEqual([]);
  }
});

test('fields appear only where they mean something', () => {
  const gan = spec(draftFrom('toy-8gaussians-gan'));
  expect(
    ['objective.clip', 'objective.lambda', 'data.size', 'generator.width'].filter((p) => isShown(gan, p)),
  ).toEqual([]);
  expect(isShown(gan, 'warmup.criticSteps')).toBe(false);
  const wgan = spec(draftFrom('toy-8gaussians-wgan'));
  expect(isShown(wgan, 'warmup.criticSteps')).toBe(true);
  expect(isShown(wgan, 'warmup.every')).toBe(false);
  expect(isShown({ ...wgan, warmup: { ...wgan.warmup, criticSteps: 100 } }, 'warmup.every')).toBe(true);
});

test('a text that is no number stays with its sentence, and the last good value with it', () => {
  const draft = setText(draftFrom('fashion-wgan'), 'objective.clip', 0, '1e-');
  expect(draft.arms[0].texts).toEqual({ 'objective.clip': '1e-' });
  expect(spec(draft).objective).toMatchObject({ clip: 0.01 });
  expect(problemsOf(draft).filter(({ severity }) => severity === 'error')).toEqual([
    {
      path: 'objective.clip',
      arm: 0,
      severity: 'error',
      sentence: 'Clip c must be a number above 0, not "1e-".',
    },
  ]);
  const mended = setText(draft, 'objective.clip', 0, '1e-3');
  expect(mended.arms[0].texts).toEqual({});
  expect(spec(mended).objective).toMatchObject({ clip: 1e-3 });
});

test('numbers out of range, empty boxes and wrong lists have sentences', () => {
  const sentence = (path: string, text: string): string | undefined =>
    problemsOf(setText(draftFrom('toy-8gaussians-wgan'), path, 0, text)).at(0)?.sentence;
  expect(sentence('batch', '0')).toBe('Batch size must be a whole number from 1 to 65,536, not 0.');
  expect(sentence('batch', '')).toBe('Batch size is missing; it must be a whole number from 1 to 65,536.');
  expect(sentence('generator.hidden', '512, x')).toContain('a whole number from 1 to 65,536, not "x"');
  expect(sentence('name', '  ')).toContain('must be a text of 1 to 120 characters');
});

test('problems stand at the field that mends them', () => {
  const draft = setText(draftFrom('toy-8gaussians-gan'), 'optimizer.critic.beta1', 0, '0.9');
  expect(problemsOf(draft)).toMatchObject([{ path: 'optimizer.critic.beta1', severity: 'warning' }]);
  const adam = setValue(draftFrom('toy-8gaussians-wgan'), 'optimizer.critic.kind', 0, 'adam');
  expect(problemsOf(adam)).toMatchObject([{ path: 'optimizer.critic.kind', severity: 'warning' }]);
  const many = setText(draftFrom('toy-8gaussians-gan'), 'evaluate.samples', 0, '5000');
  expect(problemsOf(many)).toMatchObject([{ path: 'evaluate.samples', severity: 'error' }]);
  // The host has read the data and knows better.
  expect(problemsOf(many, { counts: { train: 100_000, heldOut: 5000 } })).toEqual([]);
});

test('another objective brings its recipe and keeps what was chosen', () => {
  let draft = draftFrom('fashion-gan');
  draft = setText(draft, 'batch', 0, '32');
  draft = setText(draft, 'objective.nCritic', 0, '3');
  draft = setText(draft, 'optimizer.critic.lr', 0, '1e-3');
  const wgan = changeObjective(draft.arms[0], 'wgan').spec;
  expect(wgan).toMatchObject({
    ...{ batch: 32, iterations: 800, latent: { size: 64 }, name: 'wgan on fashion-mnist' },
    objective: { kind: 'wgan', nCritic: 3, clip: 0.01 },
    // A learning rate for Adam says nothing of RMSProp.
    optimizer: { critic: { kind: 'rmsprop', lr: 5e-5 } },
  });
  expect(changeObjective(draft.arms[0], 'dragan').spec.optimizer.critic).toMatchObject({
    kind: 'adam',
    lr: 1e-3,
  });
  expect(changeObjective(draft.arms[0], 'wgan-gp').spec.critic).toMatchObject({ norm: 'none' });
});

test('there and back again is where it was', () => {
  const { arms } = draftFrom('toy-8gaussians-gan');
  const back = changeObjective(changeObjective(arms[0], 'wgan-gp'), 'gan').spec;
  expect({ ...back, name: '' }).toEqual({ ...arms[0].spec, name: '' });
});

test('points take other networks than images', () => {
  const draft = setText(setText(draftFrom('fashion-gan'), 'seed', 0, '7'), 'generator.width', 0, '16');
  const toy = changeData(draft.arms[0], '8gaussians').spec;
  expect(toy).toEqual(specFrom({ data: { kind: '8gaussians' }, objective: { kind: 'gan' }, seed: 7 }));
  expect(changeData(changeData(draft.arms[0], '8gaussians'), 'fashion-mnist').spec.generator.kind).toBe(
    'dcgan',
  );
});

test('an IDX file asks for its path and keeps the size', () => {
  const sized = setValue(draftFrom('fashion-gan'), 'data.size', 0, 32);
  const draft = changeArm(sized, 0, (arm) => changeData(arm, 'idx'));
  expect(spec(draft).data).toMatchObject({ kind: 'idx', size: 32 });
  expect(problemsOf(draft).at(0)).toMatchObject({ path: 'data.images', severity: 'error' });
  const named = setText(draft, 'data.images', 0, '/data/images.gz');
  expect(problemsOf(named)).toEqual([]);
  const labelled = setText(named, 'data.labels', 0, '/data/labels.gz');
  expect(spec(labelled).data).toMatchObject({ labels: '/data/labels.gz' });
  expect('labels' in spec(setText(labelled, 'data.labels', 0, '')).data).toBe(false);
});

test('a field and all fields go back to the recipe', () => {
  let draft = setValue(draftFrom('toy-8gaussians-wgan'), 'optimizer.critic.kind', 0, 'adam');
  draft = setText(draft, 'objective.clip', 0, '0.5');
  expect(spec(revertField(draft, 'objective.clip', 0)).objective).toMatchObject({ clip: 0.01 });
  expect(spec(revertField(draft, 'optimizer.critic.kind', 0)).optimizer.critic.kind).toBe('rmsprop');
  expect(differencesFromRecipe(spec(revertAll(setText(draft, 'batch', 0, '32'), 0)))).toEqual([]);
});

test('a pair shares everything but the objective, and says so', () => {
  const pair = asPair(setText(draftFrom('fashion-gan'), 'optimizer.critic.lr', 0, '1e-3'));
  expect(pair.arms.map((arm) => arm.spec.objective.kind)).toEqual(['gan', 'wgan-gp']);
  expect(spec(pair, 1).optimizer.critic.lr).toBe(1e-4);
  const { same, differences } = comparisonOf(pair);
  expect(same).toContain('Critic, except normalisation of the critic');
  const own = /^(objective|optimizer|warmup)\.|^critic\.norm$/;
  expect(differences.flat().filter(({ path }) => !own.test(path))).toEqual([]);

  const resized = setText(pair, 'latent.size', 0, '32');
  expect(resized.arms.map((arm) => arm.spec.latent.size)).toEqual([32, 32]);
  const clipped = setText(pair, 'objective.nCritic', 1, '7');
  expect(clipped.arms.map((arm) => arm.spec.objective.nCritic)).toEqual([1, 7]);
  // Shared boxes are the first arm's, also when they are wrong.
  const wrong = problemsOf(setText(pair, 'batch', 1, 'x'));
  expect(wrong.filter(({ severity }) => severity === 'error')).toMatchObject([{ path: 'batch', arm: 0 }]);
});

test('a Wasserstein design is paired with a GAN, which comes first', () => {
  const pair = asPair(draftFrom('toy-8gaussians-wgan'));
  expect(pair.arms.map((arm) => arm.spec.objective.kind)).toEqual(['gan', 'wgan']);
  expect(spec(asSingle(pair, 1))).toEqual(spec(draftFrom('toy-8gaussians-wgan')));
});

test('the amount of the budget is a number of its unit', () => {
  const pair = asPair(draftFrom('toy-8gaussians-wgan'));
  expect(withBudgetText(pair, '1,200').budget.amount).toBe(1200);
  const half = withBudgetText(pair, '1.5');
  expect(half.budgetText).toBe('1.5');
  expect(problemsOf(half).at(0)).toMatchObject({
    path: 'budget.amount',
    sentence: 'The budget must be a whole number above 0, up to 1,000,000,000, not "1.5".',
  });
  const seconds = withBudgetText({ ...pair, budget: { unit: 'seconds', amount: 60 } }, '1.5');
  expect(seconds.budget.amount).toBe(1.5);
  expect(asSingle(withBudgetText(pair, '77'), 0).arms[0].spec.iterations).toBe(77);
});
