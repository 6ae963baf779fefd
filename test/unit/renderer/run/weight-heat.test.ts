import { expect, test } from 'vitest';
import type { HistogramStep } from '../../../../core/protocol/contract.ts';
import { columnAt, tensorNames, weightHeat } from '../../../../renderer/components/run/weight-heat.ts';

const step = (
  iteration: number,
  name: string,
  low: number,
  high: number,
  counts: readonly number[],
): HistogramStep => ({
  iteration,
  tensors: [{ name, low, high, counts: Uint32Array.from(counts) }],
});

test('columns share the range of all of them, and each is 1 where it is densest', () => {
  const heat = weightHeat(
    [step(0, 'w', 0, 2, [4, 2]), step(5, 'w', -2, 2, [1, 1, 1, 2])],
    { name: 'w', kind: 'weights' },
    4,
  )!;
  expect([heat.low, heat.high]).toEqual([-2, 2]);
  expect([...heat.density]).toEqual([0, 0, 1, 0.5, 0.5, 0.5, 0.5, 1]);
  expect(heat.iterations).toEqual([0, 5]);
});

test('a cell that reaches over several rows is shared out', () => {
  const heat = weightHeat([step(0, 'w', 0, 4, [6, 2])], { name: 'w', kind: 'weights' }, 4)!;
  expect([...heat.density].map((value) => Number(value.toFixed(4)))).toEqual([1, 1, 0.3333, 0.3333]);
});

test('a tensor of one value is a single row', () => {
  const heat = weightHeat([step(0, 'w', 3, 3, [7, 0])], { name: 'w', kind: 'weights' }, 4)!;
  expect([...heat.density]).toEqual([1, 0, 0, 0]);
});

test('the critic comes first, the nearest evaluation is found, and what is not there is null', () => {
  const steps = [
    step(0, 'generator.a', 0, 1, [1]),
    step(10, 'critic.a', 0, 1, [1]),
    step(20, 'critic.a', 0, 1, [1]),
  ];
  expect(tensorNames(steps, 'weights')).toEqual(['critic.a', 'generator.a']);
  expect(columnAt(weightHeat(steps, { name: 'critic.a', kind: 'weights' }, 2)!, 14)).toBe(0);
  expect(columnAt(weightHeat(steps, { name: 'critic.a', kind: 'weights' }, 2)!, 99)).toBe(1);
  expect(weightHeat(steps, { name: 'other', kind: 'weights' }, 2)).toBeNull();
  expect(weightHeat([], { name: 'critic.a', kind: 'weights' }, 2)).toBeNull();
});

test('gradients are a picture of their own, under the name of their weights', () => {
  const steps = [step(0, 'critic.a', 0, 1, [1, 1]), step(10, 'critic.a/gradient', -2, 2, [0, 3])];
  expect(tensorNames(steps, 'weights')).toEqual(['critic.a']);
  expect(tensorNames(steps, 'gradients')).toEqual(['critic.a']);
  const heat = weightHeat(steps, { name: 'critic.a', kind: 'gradients' }, 2)!;
  expect([heat.low, heat.high, ...heat.iterations, ...heat.density]).toEqual([-2, 2, 10, 0, 1]);
});
