import { expect, test } from 'vitest';
import { designText, readDesign, readDraft } from '../../../../renderer/components/designer/designs.ts';
import { setText } from '../../../../renderer/components/designer/draft.ts';
import { fileName } from '../../../../renderer/components/designer/files.ts';
import { lineOfPath } from '../../../../renderer/components/designer/json-lines.ts';
import { asPair } from '../../../../renderer/components/designer/pair.ts';
import { draftFrom } from './samples.ts';

const problemsOf = (text: string) => {
  const read = readDesign(text, 'a file', 'auto');
  return 'problems' in read ? read.problems : [];
};

test('what was exported is what is imported', () => {
  for (const draft of [draftFrom('fashion-gan'), asPair(draftFrom('toy-8gaussians-wgan'))]) {
    const read = readDesign(designText(draft), 'a file', 'onnx:cpu');
    if ('problems' in read) throw new Error(read.problems[0].sentence);
    expect(read.draft.arms.map(({ spec }) => spec)).toEqual(draft.arms.map(({ spec }) => spec));
    expect(read.draft).toMatchObject({ budget: draft.budget, engine: 'onnx:cpu', origin: { completed: 0 } });
  }
});

test('a short specification is completed, and it is said how much', () => {
  const read = readDesign('{"data":{"kind":"8gaussians"},"objective":{"kind":"wgan"}}', 'a file', 'auto');
  expect(read).toMatchObject({ draft: { origin: { kind: 'import', from: 'a file' } } });
  if ('draft' in read && read.draft.origin.kind === 'import')
    expect(read.draft.origin.completed).toBeGreaterThan(20);
});

test('problems come with the line they are on', () => {
  const text = `{
  "data": { "kind": "8gaussians" },
  "objective": {
    "kind": "wgan",
    "clip": -1
  },
  "optimizer": { "critic": { "kind": "rmsprop",
    "lr": "fast" } },
  "bacth": 3
}`;
  expect(problemsOf(text)).toEqual([
    { line: 5, sentence: 'Clip c must be a number above 0, not -1.' },
    { line: 8, sentence: 'Learning rate of the critic must be a number above 0, not "fast".' },
    { line: 9, sentence: 'Bacth is not a field of a run; the nearest is batch.' },
  ]);
});

test('lines are found in lists and past brackets in texts', () => {
  const text = `{
  "specs": [
    { "name": "a } ] , \\" :", "batch": 1 },
    { "name": "b",
      "batch": 0 }
  ]
}`;
  expect(lineOfPath(text, 'specs.1.batch')).toBe(5);
  expect(lineOfPath(text, 'specs.0.batch')).toBe(3);
  expect(lineOfPath(text, 'specs.1.latent.size')).toBe(2);
  expect(lineOfPath(text, 'nothing')).toBe(1);
});

test('what is no JSON is said to be none, with its line', () => {
  expect(problemsOf('{\n "data": [}\n}')[0].sentence).toBe(
    "This is not JSON: unexpected token '}' on line 2.",
  );
  expect(problemsOf('{"a": 1,\n\n}')[0].sentence).toMatch(/ on line 3\.$/);
  expect(problemsOf('{"a": 01}\n')[0].sentence).toMatch(/ on line 1\.$/);
  expect(problemsOf('{"a": "x\ny"}')[0].sentence).toMatch(/ on line 1\.$/);
  expect(problemsOf('{} \n{}')[0].sentence).toMatch(/ on line 2\.$/);
  expect(problemsOf('{\n"a": [1, 2')[0].sentence).toBe('This is not JSON: it ends too early on line 2.');
  expect(problemsOf('   ')[0].sentence).toContain('nothing in it');
  expect(problemsOf('[]')[0].sentence).toContain('must be an object');
  expect(problemsOf('3')[0].sentence).toContain('must be an object');
  expect(problemsOf('{"specs": []}')[0].sentence).toContain('a list of 1 to 6');
  expect(problemsOf(`"${'x'.repeat(1_000_001)}"`)[0].sentence).toContain('longer');
});

test('arms that cannot be compared are refused', () => {
  const one = { data: { kind: '8gaussians' }, objective: { kind: 'wgan' } };
  const text = JSON.stringify({ specs: [one, { ...one, batch: 7 }] }, null, 2);
  expect(problemsOf(text)[0].sentence).toContain('same batch');
});

test('a remembered draft comes back as it was, wrong boxes and all', () => {
  const draft = setText(asPair(draftFrom('fashion-wgan')), 'objective.clip', 1, '1e-');
  expect(readDraft(JSON.parse(JSON.stringify(draft)))).toEqual(draft);
});

test.each([null, 3, {}, { arms: [] }, { arms: [{}], budget: {} }, { arms: 'x' }])(
  '%j is no draft',
  (value) => {
    expect(readDraft(value)).toBeUndefined();
  },
);

test('a remembered draft that was tampered with is not believed', () => {
  const draft = JSON.parse(JSON.stringify(draftFrom('fashion-wgan'))) as {
    arms: { spec: { batch: unknown } }[];
  };
  draft.arms[0].spec.batch = 'many';
  expect(readDraft(draft)).toBeUndefined();
});

test('file names are names on every system', () => {
  expect(fileName('wgan on fashion-mnist', 'json')).toBe('wgan-on-fashion-mnist.json');
  expect(fileName('../..\\é: *', 'json')).toBe('e.json');
  expect(fileName('…', 'json')).toBe('design.json');
});
