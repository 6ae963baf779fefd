import { describe, expect, it } from 'vitest';
import { equalSteps, type Position } from '../../../core/export/steps.ts';

const positions = (iterations: readonly number[], nCritic: number, secondsEach: number): Position[] =>
  iterations.map((iteration) => ({
    iteration,
    criticUpdates: iteration * nCritic,
    activeSeconds: iteration * secondsEach,
  }));

const steps = [0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];

describe('equalSteps', () => {
  it('takes iterations that all have, by equal factors', () => {
    const arms = [
      { positions: positions(steps, 1, 1), batch: 64 },
      { positions: positions([...steps, 1500], 5, 3), batch: 64 },
    ];
    const rows = equalSteps(arms, 'iterations', 4);
    expect(rows.map(({ value }) => value)).toEqual([10, 50, 200, 1000]);
    expect(rows.every(({ exact }) => exact)).toBe(true);
    expect(rows[3]?.positions.map(({ criticUpdates }) => criticUpdates)).toEqual([1000, 5000]);
    expect(equalSteps(arms, 'iterations', 1).map(({ value }) => value)).toEqual([1000]);
  });

  it('shows nothing later than asked for, and the first place where there is nothing earlier', () => {
    const arms = [{ positions: positions(steps, 1, 2), batch: 64 }];
    const values = (axis: 'iterations' | 'seconds', until: number): number[] =>
      equalSteps(arms, axis, 3, until).map(({ value }) => value);
    expect(values('iterations', 199)).toEqual([1, 10, 100]);
    expect(values('seconds', 200)).toEqual([2, 20, 200]);
    expect(values('iterations', -1)).toEqual([0]);
  });

  it('leaves out the untrained networks unless there is nothing else', () => {
    const arm = (iterations: number[]): { positions: Position[]; batch: number } => ({
      positions: positions(iterations, 1, 1),
      batch: 1,
    });
    expect(equalSteps([arm([0, 1]), arm([0, 1])], 'iterations', 4).map(({ value }) => value)).toEqual([1]);
    expect(equalSteps([arm([0]), arm([0, 1])], 'iterations', 4).map(({ value }) => value)).toEqual([0]);
  });

  it('matches critic updates, however many an iteration takes', () => {
    const arms = [
      { positions: positions(steps, 1, 1), batch: 64 },
      { positions: positions(steps, 5, 3), batch: 64 },
    ];
    const rows = equalSteps(arms, 'critic-updates', 4);
    expect(rows.at(-1)).toMatchObject({
      value: 1000,
      exact: true,
      positions: [{ iteration: 1000 }, { iteration: 200 }],
    });
    for (const { positions: near, value } of rows) {
      for (const { criticUpdates } of near) expect(criticUpdates / value).toBeGreaterThan(0.5);
    }
    const images = equalSteps(arms, 'images', 1);
    expect(images[0]).toMatchObject({ value: 64_000, positions: [{ iteration: 1000 }, { iteration: 200 }] });
  });

  it('says when a place is only near', () => {
    const rows = equalSteps(
      [
        { positions: positions([0, 10, 100], 1, 1), batch: 1 },
        { positions: positions([0, 11, 99], 1, 1), batch: 1 },
      ],
      'seconds',
      2,
    );
    expect(rows.at(-1)).toMatchObject({
      value: 99,
      exact: false,
      positions: [{ iteration: 100 }, { iteration: 99 }],
    });
  });

  it('refuses runs without a step in common', () => {
    const apart = [
      { positions: positions([1], 1, 1), batch: 1 },
      { positions: positions([2], 1, 1), batch: 1 },
    ];
    expect(() => equalSteps(apart, 'iterations', 4)).toThrow(/no samples at the same step/);
    expect(() => equalSteps([{ positions: [], batch: 1 }], 'seconds', 4)).toThrow(
      /no samples at the same step/,
    );
  });
});
