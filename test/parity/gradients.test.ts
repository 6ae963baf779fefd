// Gradients, first and second order, of every operation in use: against central differences, and every executor
// against the reference value by value. Without the repairs in core/autograd the second orders of tanh, sigmoid and
// exp come out wrong and that of leakyRelu throws.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Executor } from '../../core/executors/executor.ts';
import { createReferenceExecutor } from '../../core/executors/reference.ts';
import { executors } from './executors.ts';
import { differentiate, gradientCases, numbersOf, outputShape } from './gradient-cases.ts';
import type { Derivatives, GradientCase, Numbers } from './gradient-cases.ts';
import type { Job } from './gradient-child.ts';
import { webgpuDerivatives } from './gradient-webgpu.ts';
import type { WebgpuRun } from './gradient-webgpu.ts';

type Lists = Readonly<Record<string, readonly number[]>>;

/** Half the distance of the outer differences; the inner ones are taken over half of it (Richardson). */
const h = 0.05;
const offsets = [h, -h, h / 2, -h / 2];

/** Directional derivatives by differences. */
interface Differences {
  readonly first: number;
  readonly second: number;
}

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, number, at) => sum + number * b[at], 0);
const dotAll = (a: Lists, b: Lists, names: readonly string[]): number =>
  names.reduce((sum, name) => sum + dot(a[name], b[name]), 0);

/** s of gradient-cases.ts, in double precision. */
const scalarOf = (y: readonly number[], weights: readonly number[]): number =>
  y.reduce((sum, number, at) => sum + weights[at] * (number + number ** 2 / 2), 0);

/** (4 d(h/2) - d(h)) / 3 from values at h, -h, h/2, -h/2: exact to the fourth order. */
const richardson = ([far, farBack, near, nearBack]: readonly number[]): number =>
  (4 * ((near - nearBack) / h) - (far - farBack) / (2 * h)) / 3;

function moved(numbers: Numbers, offset: number): Lists {
  return Object.fromEntries(
    Object.entries(numbers.inputs).map(([name, list]) => [
      name,
      list.map((number, at) => number + offset * numbers.directions[name][at]),
    ]),
  );
}

/** A typical size of the sum a . b, had its terms random signs. */
const typicalSize = (a: Lists, b: Lists): number =>
  Math.sqrt(
    Object.keys(b).reduce(
      (sum, name) => sum + a[name].reduce((s, x, at) => s + (x * b[name][at]) ** 2, 0),
      0,
    ),
  );

function expectDerivative(found: Lists, directions: Lists, wanted: number): void {
  const along = dotAll(found, directions, Object.keys(directions));
  const scale = typicalSize(found, directions) + Math.abs(wanted);
  expect(Math.abs(along - wanted), `${along} along the direction, ${wanted} by differences`).toBeLessThan(
    1e-3 * scale + 1e-4,
  );
}

const largest = (list: readonly number[], least = 0): number =>
  list.reduce((most, number) => Math.max(most, Math.abs(number)), least);

function expectSame(found: Derivatives, wanted: Derivatives): void {
  for (const order of ['first', 'second'] as const) {
    for (const [name, list] of Object.entries(wanted[order])) {
      const scale = largest(list, 1e-3);
      const worst = largest(list.map((number, at) => number - found[order][name][at]));
      expect(found[order][name]).toHaveLength(list.length);
      expect(worst / scale, `${order} order by ${name}`).toBeLessThan(2e-4);
    }
  }
}

/** What a case's gradients are held against. */
interface Known {
  readonly outputs: readonly number[];
  readonly numbers: Numbers;
  readonly reference: Derivatives;
  readonly differences: Differences;
}

/** The reference's results around a case's point. Its second order is never used to judge itself. */
async function know(executor: Executor, one: GradientCase): Promise<Known> {
  const outputs = outputShape(one);
  const numbers = numbersOf(one, outputs);
  const points = [numbers.inputs, ...offsets.map((offset) => moved(numbers, offset))];
  const [reference, ...around] = await differentiate(executor, one, outputs, numbers, points);
  return {
    outputs,
    numbers,
    reference,
    differences: {
      first: richardson(around.map(({ y }) => scalarOf(y, numbers.weights))),
      second: richardson(around.map(({ first }) => dotAll(first, numbers.inner, one.inner))),
    },
  };
}

const known = new Map<string, Promise<Known>>();
let reference: Promise<Executor> | null = null;

/** Computed once per case, when the first test asks for it. */
function knownOf(one: GradientCase): Promise<Known> {
  reference ??= createReferenceExecutor();
  let found = known.get(one.name);
  if (found === undefined) {
    found = reference.then((executor) => know(executor, one));
    known.set(one.name, found);
  }
  return found;
}

function expectGradients(found: Derivatives, { numbers, differences, reference }: Known): void {
  expectDerivative(found.first, numbers.directions, differences.first);
  expectDerivative(found.second, numbers.directions, differences.second);
  expectSame(found, reference);
}

it('has a name of its own for every case', () => {
  expect(new Set(gradientCases.map(({ name }) => name)).size).toBe(gradientCases.length);
});

describe.each(executors)('gradients on $id', ({ open }) => {
  let executor: Executor;
  beforeAll(async () => {
    executor = await open();
  });
  afterAll(() => executor.dispose());

  it.each(gradientCases)('$name', async (one) => {
    const wanted = await knownOf(one);
    const { outputs, numbers } = wanted;
    const [found] = await differentiate(executor, one, outputs, numbers, [numbers.inputs]);
    expectGradients(found, wanted);
  });
});

describe('gradients on onnx:webgpu', () => {
  let run: WebgpuRun;
  beforeAll(async () => {
    const jobs: Job[] = [];
    for (const one of gradientCases) {
      // What the reference cannot differentiate fails in its own test.
      const found = await knownOf(one).catch(() => null);
      if (found !== null) jobs.push({ name: one.name, outputs: found.outputs });
    }
    run = await webgpuDerivatives(jobs);
  }, 600_000);

  it.for(gradientCases)('$name', async (one, { skip }) => {
    if (run.kind === 'skipped') skip(run.reason);
    else expectGradients(run.result(one.name), await knownOf(one));
  });
});
