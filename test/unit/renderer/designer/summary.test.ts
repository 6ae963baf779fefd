import { expect, test } from 'vitest';
import type { Trial } from '../../../../core/protocol/contract.ts';
import { describeSpec, parameterCount } from '../../../../core/spec/shapes.ts';
import { costOf, trialKey } from '../../../../renderer/components/designer/cost.ts';
import { createHistory } from '../../../../renderer/components/designer/history.ts';
import { drawn, stagesOf } from '../../../../renderer/components/designer/network-stages.ts';
import { draftFrom, specFrom } from './samples.ts';

const trial: Trial = {
  ...{ engine: { id: 'onnx:cpu', device: 'a processor' }, openSeconds: 2, secondsPerIteration: 0.1 },
  ...{ freeMemoryBytes: 1e9, peakBytes: 4e8, checkpointBytes: 1e6, gridBytes: 1000, problem: null },
};

test('stages hold every layer with weights, its shape and all parameters', () => {
  const { generator, critic } = describeSpec(draftFrom('dcgan64-gan').arms[0].spec);
  const stages = stagesOf(generator);
  expect(stages.map(({ shape }) => shape)).toEqual([
    [4, 4, 512],
    [8, 8, 256],
    [16, 16, 128],
    [32, 32, 64],
    [64, 64, 3],
  ]);
  expect(stages[0]).toMatchObject({ after: 'batch norm, ReLU' });
  expect(stages.at(-1)).toMatchObject({ after: 'tanh' });
  expect(stagesOf(critic).at(-1)).toMatchObject({ label: 'flatten, dense, 1', shape: [1] });
  for (const layers of [generator, critic]) {
    expect(stagesOf(layers).reduce((sum, stage) => sum + stage.parameters, 0)).toBe(parameterCount(layers));
  }
});

test('larger maps are drawn larger, more channels deeper', () => {
  expect(drawn([64, 64, 3]).width).toBeGreaterThan(drawn([32, 32, 3]).width);
  expect(drawn([8, 8, 256]).depth).toBeGreaterThan(drawn([8, 8, 64]).depth);
  expect(drawn([512]).height).toBeGreaterThan(drawn([2]).height);
});

test('what a run takes follows from its trial', () => {
  const spec = { ...draftFrom('toy-8gaussians-wgan').arms[0].spec, iterations: 1000 };
  expect(costOf(spec, trial, null)).toEqual({
    ...{ iterations: 1000, criticUpdates: 5000, seconds: 2 + 100, grids: 11 },
    diskBytes: 11 * 1000 + 2e6,
  });
  // 27 warm-ups of 100 instead of 5 updates; an iteration has six.
  const warm = { ...spec, warmup: { criticSteps: 100, iterations: 25, every: 500 } };
  expect(costOf(warm, trial, null).seconds).toBeCloseTo(2 + 100 + (0.1 * 26 * 95) / 6);
  const timed = costOf(spec, trial, { unit: 'seconds', amount: 60 });
  expect(timed).toMatchObject({ iterations: 600, seconds: 60 });
});

test('a trial holds for designs that compute the same', () => {
  const spec = specFrom({ data: { kind: '8gaussians' }, objective: { kind: 'wgan' } });
  const key = trialKey(spec, 'auto');
  expect(
    trialKey({ ...spec, name: 'other', seed: 9, iterations: 5, evaluate: { every: 1, samples: 9 } }, 'auto'),
  ).toBe(key);
  expect(trialKey({ ...spec, batch: 3 }, 'auto')).not.toBe(key);
  expect(trialKey(spec, 'onnx:cpu')).not.toBe(key);
});

test('quick edits of one thing are one step back', () => {
  let now = 0;
  const history = createHistory('', () => now);
  for (const text of ['a', 'ab', 'abc']) {
    now += 200;
    history.change(text, 'name');
  }
  history.change('other', 'batch');
  now += 5000;
  history.change('others', 'batch');
  history.undo();
  expect(history.present.value).toBe('other');
  history.undo();
  expect(history.present.value).toBe('abc');
  history.undo();
  expect([history.present.value, history.canUndo.value]).toEqual(['', false]);
  history.redo();
  history.redo();
  expect(history.present.value).toBe('other');
  history.change('new');
  expect(history.canRedo.value).toBe(false);
});
