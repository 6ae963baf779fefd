import { expect, it } from 'vitest';
import { experiments } from '../../../../core/experiments/catalog.ts';
import { armsLeft, runsOf } from '../../../../renderer/components/guide/experiment-runs.ts';

const spec = experiments[0].arms('desk')[0].spec;
const card = { group: 'g', arms: ['a', 'b', 'c'].map((name) => ({ title: name, spec: { ...spec, name } })) };
const run = (id: string, name: string, state: 'completed' | 'running' | 'failed', compareGroup = 'g') => ({
  ...{ id, name, state, compareGroup },
});

it('takes the newest run of each arm that came or comes to an end, and leaves the others to be trained', () => {
  const runs = [
    run('5', 'b', 'failed'),
    run('4', 'b', 'completed'),
    run('3', 'a', 'running'),
    run('2', 'a', 'completed'),
  ];
  expect(runsOf(card, runs).map(({ id }) => id)).toEqual(['3', '4']);
  expect(armsLeft(card, runsOf(card, runs)).map(({ title }) => title)).toEqual(['c']);
});

it('does not count a run of the same name in another group, nor one that failed', () => {
  const runs = [run('2', 'a', 'completed', 'other'), run('1', 'b', 'failed')];
  expect(runsOf(card, runs)).toEqual([]);
  expect(armsLeft(card, [])).toHaveLength(3);
});

it('no two arms of an experiment have the same name: by it their runs are known', () => {
  for (const { id, arms } of experiments) {
    const names = arms('desk').map((arm) => arm.spec.name);
    expect(new Set(names).size, id).toBe(names.length);
  }
});
