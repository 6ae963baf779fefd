import { expect, test } from 'vitest';
import { criticUpdatesBefore, iterationOfCriticUpdate, isShown } from '../../../../core/gan/schedule.ts';
import { mostSteps } from '../../../../core/spec/run-schema.ts';
import {
  converted,
  criticUpdatesIn,
  gridsIn,
  iterationsForCriticUpdates,
  planned,
} from '../../../../renderer/components/designer/budget.ts';
import { specFrom } from './samples.ts';

const wgan = specFrom({ data: { kind: '8gaussians' }, objective: { kind: 'wgan' } });
const warm = { ...wgan, warmup: { criticSteps: 100, iterations: 25, every: 500 } };
const oddlyWarm = { ...wgan, warmup: { criticSteps: 3, iterations: 7, every: 5 } };
const neverAgain = { ...wgan, warmup: { criticSteps: 100, iterations: 25, every: 0 } };
const onlyAgain = { ...wgan, warmup: { criticSteps: 50, iterations: 0, every: 7 } };

test.each([
  ['no warm-up', wgan],
  ['the released one', warm],
  ['one that is below n_critic', oddlyWarm],
  ['one at the start only', neverAgain],
  ['one that comes back only', onlyAgain],
])('critic updates are the sum of the schedule with %s', (_, spec) => {
  let updates = 0;
  for (let iteration = 1; iteration <= 1100; iteration += 1) {
    updates += criticUpdatesBefore(spec, iteration);
    if (iteration % 13 === 0 || iteration < 40)
      expect(criticUpdatesIn(spec, iteration), `${iteration}`).toBe(updates);
  }
  for (const amount of [1, 99, 100, 101, 2500, 2501, 5000]) {
    expect(iterationsForCriticUpdates(spec, amount), `${amount}`).toBe(iterationOfCriticUpdate(spec, amount));
  }
});

test('grids are counted as the schedule saves them', () => {
  for (const every of [1, 2, 5, 7, 100, 500, 1000]) {
    const spec = { ...wgan, grid: { ...wgan.grid, every } };
    for (const iterations of [0, 1, 3, 499, 500, 501, 1100]) {
      let grids = 0;
      for (let iteration = 0; iteration <= iterations; iteration += 1)
        grids += Number(isShown(spec, iteration));
      expect(gridsIn(spec, iterations), `every ${every}, ${iterations} iterations`).toBe(grids);
    }
  }
});

test('arms get the same amount of what the budget counts', () => {
  const gan = specFrom({ data: { kind: '8gaussians' }, objective: { kind: 'gan' } });
  const iterations = (unit: 'iterations' | 'critic-updates' | 'seconds', amount: number): number[] =>
    planned([gan, wgan], { unit, amount }).map((spec) => spec.iterations);
  expect(iterations('iterations', 700)).toEqual([700, 700]);
  expect(iterations('critic-updates', 1001)).toEqual([1001, 201]);
  expect(iterations('seconds', 60)).toEqual([mostSteps, mostSteps]);
  expect(planned([gan], { unit: 'iterations', amount: 3 })).toEqual([gan]);
});

test('a budget keeps its length in another unit', () => {
  expect(converted({ unit: 'iterations', amount: 800 }, 'critic-updates', wgan, null).amount).toBe(4000);
  expect(converted({ unit: 'critic-updates', amount: 4000 }, 'iterations', wgan, null).amount).toBe(800);
  expect(converted({ unit: 'iterations', amount: 800 }, 'seconds', wgan, 0.05).amount).toBe(40);
  expect(converted({ unit: 'seconds', amount: 40 }, 'iterations', wgan, 0.05).amount).toBe(800);
});
