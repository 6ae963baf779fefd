// Every optimizer against torch.optim: five updates of a small vector, with the optimizer's state.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Executor, Step } from '../../core/executors/executor.ts';
import { createOptimizer } from '../../core/gan/optimizers/catalog.ts';
import type { Optimizer } from '../../core/gan/optimizers/optimizer.ts';
import type { OptimizerSpec } from '../../core/spec/run-spec.ts';
import { expectClose, fixture } from './compare.ts';
import { executors } from './executors.ts';

interface Case {
  readonly spec: OptimizerSpec;
  readonly updates: readonly {
    readonly parameter: readonly number[];
    readonly slots: Readonly<Record<string, readonly number[]>>;
  }[];
}

const { initial, gradients, cases } = fixture('optimizers') as {
  readonly initial: readonly number[];
  readonly gradients: readonly (readonly number[])[];
  readonly cases: readonly Case[];
};
const shape = [initial.length];

function stepOf(optimizer: Optimizer): Step {
  return {
    name: optimizer.kind,
    state: Object.fromEntries(['parameter', ...optimizer.slots].map((name) => [name, shape])),
    feeds: {
      gradient: shape,
      ...Object.fromEntries(optimizer.coefficients.map((name) => [`by:${name}`, []])),
    },
    compute: (inputs) => {
      const pick = (names: readonly string[], prefix: string) =>
        Object.fromEntries(names.map((name) => [name, inputs[prefix + name]]));
      const { parameter, slots } = optimizer.apply(
        inputs['parameter'],
        inputs['gradient'],
        pick(optimizer.slots, ''),
        pick(optimizer.coefficients, 'by:'),
      );
      return { state: { parameter, ...slots }, outputs: {} };
    },
  };
}

it('holds every optimizer', () => {
  const kinds: Record<OptimizerSpec['kind'], true> = { sgd: true, momentum: true, rmsprop: true, adam: true };
  expect([...new Set(cases.map(({ spec }) => spec.kind))].sort()).toEqual(Object.keys(kinds).sort());
});

describe.each(executors)('optimizers on $id', ({ open }) => {
  let executor: Executor;
  beforeAll(async () => {
    executor = await open();
  });
  afterAll(() => executor.dispose());

  it.each(cases.map((example) => ({ title: JSON.stringify(example.spec), example })))(
    '$title',
    async ({ example: { spec, updates } }) => {
      const optimizer = createOptimizer(spec);
      const step = await executor.compile(stepOf(optimizer));
      const zeros = Object.fromEntries(
        optimizer.slots.map((name) => [name, { shape, data: new Float32Array(initial.length) }]),
      );
      const state = await executor.load({ parameter: { shape, data: Float32Array.from(initial) }, ...zeros });
      for (const [done, expected] of updates.entries()) {
        const coefficients = Object.entries(optimizer.coefficientsAt(done + 1, spec.lr));
        expect(coefficients.map(([name]) => name).sort()).toEqual([...optimizer.coefficients].sort());
        await step.run(state, {
          gradient: Float32Array.from(gradients[done]),
          ...Object.fromEntries(coefficients.map(([name, value]) => [`by:${name}`, Float32Array.of(value)])),
        });
        const { parameter, ...slots } = await state.read();
        expectClose(`parameter after ${done + 1}`, parameter.data, expected.parameter, {
          relative: 0,
          absolute: 5e-7,
        });
        for (const name of optimizer.slots) {
          // Value by value: the gradients span six orders of magnitude.
          slots[name].data.forEach((value, i) => {
            expectClose(`${name}[${i}] after ${done + 1}`, [value], expected.slots[name][i], {
              relative: 1e-5,
              absolute: 0,
            });
          });
        }
      }
      state.dispose();
      await step.dispose();
    },
  );
});
