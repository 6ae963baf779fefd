import { expect, test } from 'vitest';
import type { RunMark, RunSummary } from '../../../../core/protocol/contract.ts';
import { presets } from '../../../../core/spec/presets.ts';
import { partnersLink } from '../../../../renderer/components/run/use-partners.ts';
import { changedValues, changeOf } from '../../../../renderer/components/run/values-in-force.ts';
import { specSections } from '../../../../renderer/components/run/spec-rows.ts';

const { spec } = presets.find(({ id }) => id === 'fashion-wgan-gp')!;
const { lr } = spec.optimizer.critic;
let seq = 0;
const mark = (kind: RunMark['kind'], iteration: number, text: string | null = null): RunMark => ({
  ...{ seq: (seq += 1), kind, iteration, at: 0, text },
});
const change = (iteration: number, from: number, to: number): RunMark =>
  mark('changed', iteration, `optimizer.critic.lr changed from ${from} to ${to}.`);

test('a mark of a change is read back, whatever way its numbers are written', () => {
  expect(changeOf(change(4, 1e-4, 5e-7))).toEqual({ path: 'optimizer.critic.lr', from: 1e-4, to: 5e-7 });
  expect(changeOf(mark('note', 4, 'optimizer.critic.lr changed from 1 to 2.'))).toBeUndefined();
  expect(changeOf(mark('changed', 4, 'batch changed from 1 to 2.'))).toBeUndefined();
  expect(changeOf(mark('changed', 4, null))).toBeUndefined();
});

test('the weight of the penalty is read back as well', () => {
  const weights = [mark('changed', 3, 'objective.lambda changed from 10 to 2.5.')];
  expect(changeOf(weights[0])).toEqual({ path: 'objective.lambda', from: 10, to: 2.5 });
  expect([...changedValues(spec, weights)]).toEqual([['objective.lambda', 2.5]]);
  const back = [...weights, mark('changed', 9, 'objective.lambda changed from 2.5 to 10.')];
  expect(changedValues(spec, back).size).toBe(0);
});

test('the last change is in force, and one back to the specification is none', () => {
  expect([...changedValues(spec, [change(1, lr, 1), change(2, 1, 2)])]).toEqual([['optimizer.critic.lr', 2]]);
  expect(changedValues(spec, [change(1, lr, 1), change(2, 1, lr)]).size).toBe(0);
});

test('going back to a checkpoint puts in force what it was written with', () => {
  const marks = [
    change(10, lr, 1),
    mark('checkpoint', 20),
    change(20, 1, 2),
    mark('rewound', 20),
    mark('checkpoint', 5),
  ];
  expect(changedValues(spec, marks).get('optimizer.critic.lr')).toBe(1);
  expect(changedValues(spec, [...marks, mark('rewound', 3)]).size).toBe(0);
});

test('settings show what is in force beside what they say', () => {
  const rows = specSections(spec, changedValues(spec, [change(1, lr, 2e-5)])).flatMap((one) => one.rows);
  expect(rows.find(({ path }) => path === 'optimizer.critic.lr')?.inForce).toBe('2e-5');
  expect(rows.filter(({ inForce }) => inForce !== null)).toHaveLength(1);
});

test('a run leads to its comparison or to its sweep, and alone nowhere', () => {
  const runs = ['c', 'b', 'a'].map((id) => ({ id, compareGroup: id === 'c' ? 'x/2' : 'x/1' }) as RunSummary);
  expect(partnersLink('x/1', runs)?.to).toEqual({ name: 'compare', params: { ids: 'a,b' } });
  expect(partnersLink('x/2', runs)).toBeNull();
  expect(partnersLink('sweep/q', runs)?.to).toEqual({ name: 'sweep', params: { group: 'sweep/q' } });
});
