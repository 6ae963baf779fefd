import { expect, test } from 'vitest';
import { completeSpec } from '../../../core/spec/complete.ts';
import { fieldFacts, fieldName, inFieldNames } from '../../../core/spec/field-facts.ts';
import { flatten } from '../../../core/spec/paths.ts';
import { presets } from '../../../core/spec/presets.ts';
import { recipes } from '../../../core/spec/recipes.ts';
import { choicesOf, knownPaths, schemaAt } from '../../../core/spec/schema-tree.ts';

const sections = [
  'data',
  'latent',
  'generator',
  'critic',
  'objective',
  'penalty',
  'ema',
  'optimizer',
  'warmup',
  'evaluate',
  'grid',
  'checkpoint',
];
const isSection = (path: string): boolean =>
  sections.includes(path) || path === 'optimizer.generator' || path === 'optimizer.critic';

test('every field of every preset and of every recipe has an entry', () => {
  const fields = new Set([
    ...presets.flatMap(({ spec }) => [...flatten(spec).keys()]),
    ...Object.values(recipes).flatMap((recipe) => recipe.fields.map(({ path }) => path)),
  ]);
  expect([...fields].filter((path) => !Object.hasOwn(fieldFacts, path))).toEqual([]);
});

test('the entries are the fields of the schema, no more and no less', () => {
  const fields = knownPaths.filter((path) => !isSection(path));
  expect(Object.keys(fieldFacts).toSorted()).toEqual(fields.toSorted());
});

/** For fields that no preset has. */
const further = [
  { kind: 'folder', path: 'pictures' },
  { kind: 'cifar', path: 'cifar' },
  { kind: 'download' },
  { kind: 'csv', path: 'points.csv', scale: 'keep' },
].flatMap((data) => {
  const result = completeSpec({ data, objective: { kind: 'gan' } });
  return 'spec' in result ? [result.spec] : [];
});

test('words that are not plain have a text for each, and none that the field cannot be', () => {
  for (const [path, { choices }] of Object.entries(fieldFacts)) {
    if (choices === undefined) continue;
    const spec = [...presets.map((preset) => preset.spec), ...further].find((one) => flatten(one).has(path));
    if (spec === undefined) throw new Error(`no preset has ${path}`);
    const node = schemaAt(spec, path.split('.'));
    if (node === undefined) throw new Error(`the schema has no ${path}`);
    expect(Object.keys(choices).toSorted(), path).toEqual(choicesOf(node).map(String).toSorted());
  }
});

test('meanings are sentences', () => {
  for (const [path, { meaning }] of Object.entries(fieldFacts)) expect(meaning, path).toMatch(/^[A-Z].*\.$/s);
});

test('a field is named so that its section is clear', () => {
  expect(fieldName('optimizer.critic.lr')).toBe('learning rate of the critic');
  expect(fieldName('latent.size')).toBe('size of z');
  expect(fieldName('no.such')).toBe('no.such');
});

test('sentences name fields as people see them', () => {
  expect(inFieldNames('objective.clip must be a number above 0, not "abc".')).toBe(
    'Clip c must be a number above 0, not "abc".',
  );
  // The word batch is a norm here, not the field.
  expect(inFieldNames('batch must be at least 2 with generator.norm batch, not 1.')).toBe(
    'Batch size must be at least 2 with normalisation of the generator batch, not 1.',
  );
  expect(inFieldNames('objective.lambda is 10: (gan_toy.py); WGAN-GP, arXiv:1704.00028.')).toBe(
    'Penalty λ is 10: (gan_toy.py); WGAN-GP, arXiv:1704.00028.',
  );
});
