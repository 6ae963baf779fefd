// The critic over the plane: a critic that is a known plane, and the field of a run.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Executor } from '../../../core/executors/executor.ts';
import { createOnnxExecutor } from '../../../core/executors/onnx/executor.ts';
import { createReferenceExecutor } from '../../../core/executors/reference.ts';
import { createFieldReader, fieldExtent } from '../../../core/gan/critic-field.ts';
import type { CriticField } from '../../../core/gan/events.ts';
import { buildModel, initialState } from '../../../core/gan/model.ts';
import type { NormKind, ObjectiveSpec, RunSpec } from '../../../core/spec/run-spec.ts';
import { only, tinySpec, trainTiny } from '../../support/tiny.ts';

const extent = { xMin: -2, xMax: 6, yMin: 1, yMax: 9 };

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

describe('the extent', () => {
  it('is a square around the points with a quarter of its side to spare', () => {
    expect(fieldExtent(Float32Array.of(0, 0, 4, 1, 2, -1))).toEqual({ xMin: -1, xMax: 5, yMin: -3, yMax: 3 });
  });

  it('of a single point has a size', () => {
    expect(fieldExtent(Float32Array.of(3, 3, 3, 3))).toEqual({
      xMin: 2.25,
      xMax: 3.75,
      yMin: 2.25,
      yMax: 3.75,
    });
  });

  it('needs a point', () => {
    expect(() => fieldExtent(new Float32Array(0))).toThrow(RangeError);
  });
});

const executors = [
  { id: 'reference', open: createReferenceExecutor },
  { id: 'onnx:cpu', open: () => createOnnxExecutor({ provider: 'cpu', device: 'test', threads: 1 }) },
] as const;

describe.each(executors)('the field on $id', ({ open }) => {
  let executor: Executor;
  beforeAll(async () => {
    executor = await open();
  });
  afterAll(() => executor.dispose());

  /** Of the critic 3 x - 2 y + 1. */
  async function plane(objective: ObjectiveSpec): Promise<CriticField> {
    const critic = { ...tinySpec.critic, hidden: [] } as RunSpec['critic'];
    const model = buildModel({ ...tinySpec, objective, critic }, [2]);
    const state = await executor.load({
      ...initialState(model),
      'critic.out.kernel': { shape: [2, 1], data: Float32Array.of(3, -2) },
      'critic.out.bias': { shape: [1], data: Float32Array.of(1) },
    });
    const reader = await createFieldReader(model, executor, extent);
    const field = await reader!.read(state);
    await reader!.dispose();
    state.dispose();
    return field;
  }

  it('of a linear critic is its plane, row by row from the lowest y', async () => {
    const { values, columns, rows, ...where } = await plane({ kind: 'wgan-gp', lambda: 10, nCritic: 1 });
    expect([columns, rows, where]).toEqual([64, 64, extent]);
    expect(values).toHaveLength(64 * 64);
    for (const [row, column] of [
      [0, 0],
      [0, 63],
      [63, 0],
      [17, 40],
    ]) {
      const [x, y] = [-2 + (8 * (column + 0.5)) / 64, 1 + (8 * (row + 0.5)) / 64];
      expect(values[64 * row + column], `at ${x}, ${y}`).toBeCloseTo(3 * x - 2 * y + 1, 4);
    }
  });

  it('of a discriminator is a probability', async () => {
    const { values } = await plane({ kind: 'gan', nCritic: 1 });
    const [x, y] = [-2 + (8 * 16.5) / 64, 1 + (8 * 3.5) / 64];
    expect(values[64 * 3 + 16]).toBeCloseTo(sigmoid(3 * x - 2 * y + 1), 5);
    expect(values[63]).toBeCloseTo(1, 6);
    expect(values[64 * 63]).toBeCloseTo(0, 6);
  });

  it('comes with every grid of points, moves, and changes nothing that is trained', async () => {
    const without = await trainTiny(executor, tinySpec);
    const shown = await trainTiny(executor, tinySpec, { field: extent });
    const fields = only(shown, 'samples').map(({ field }) => field!);
    expect(fields.every(({ values }) => values.every(Number.isFinite))).toBe(true);
    expect(fields.at(-1)!.values).not.toEqual(fields[0].values);
    expect(only(without, 'samples').every((event) => !('field' in event))).toBe(true);
    const tensors = (events: typeof shown) => only(events, 'checkpoint').at(-1)!.checkpoint.tensors;
    expect(tensors(shown)).toEqual(tensors(without));
  });

  it('has the same bits after a run was resumed', async () => {
    const whole = only(await trainTiny(executor, tinySpec, { field: extent }), 'samples').at(-1)!;
    const first = await trainTiny(executor, { ...tinySpec, iterations: 5 }, { field: extent });
    const { checkpoint } = only(first, 'checkpoint').at(-1)!;
    const second = await trainTiny(executor, tinySpec, { field: extent, from: structuredClone(checkpoint) });
    expect(only(second, 'samples').at(-1)!.field).toEqual(whole.field);
  });

  it.each<[NormKind, boolean]>([
    ['layer', true],
    ['batch', false],
  ])('of a critic with %s norm is there: %s', async (norm, there) => {
    const critic = { ...tinySpec.critic, norm } as RunSpec['critic'];
    const spec: RunSpec = { ...tinySpec, critic, objective: { kind: 'gan', nCritic: 1 }, iterations: 1 };
    const [grid] = only(await trainTiny(executor, spec, { field: extent }), 'samples');
    expect('field' in grid).toBe(there);
  });
});
