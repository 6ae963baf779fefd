// The classifier that is trained here: it finds the classes of Fashion-MNIST, is the same the next time, and tells balance.

import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDataset } from '../../../core/datasets/catalog.ts';
import { createExecutor } from '../../../core/executors/catalog.ts';
import { readRows } from '../../../core/trainer/measure-bench.ts';
import { classDivergence, classMeasurings, totalVariation } from '../../../core/trainer/measure-classes.ts';
import { hasClasses, openClassifier } from '../../../core/trainer/measure-classifier.ts';
import { temporaryFolder } from './support.ts';

const resourcesDir = join(import.meta.dirname, '../../../resources');

describe('class balance', () => {
  const even = Uint16Array.from({ length: 400 }, (_, at) => at % 4);
  const one = new Uint16Array(400);

  it('is 0 for equal shares', () => {
    expect(totalVariation(even, even, 4)).toBe(0);
    expect(classDivergence(even, even, 4)).toBeCloseTo(0, 10);
  });

  it('is 3/4 and log 4 where all are of one class of four', () => {
    expect(totalVariation(one, even, 4)).toBeCloseTo(0.75, 10);
    expect(classDivergence(one, even, 4)).toBeCloseTo(Math.log(4), 10);
  });
});

describe('on Fashion-MNIST', () => {
  const dataset = openDataset({ kind: 'fashion-mnist', size: 28, channels: 1 }, resourcesDir);

  it(
    'finds most classes, sees what is missing, and is kept for the next time',
    { timeout: 120_000 },
    async () => {
      if (!hasClasses(dataset)) throw new Error('Fashion-MNIST has labels.');
      const executor = await createExecutor('onnx:cpu', { device: 'test', threads: 1 });
      const cacheDir = join(temporaryFolder(), 'classifiers');
      const classifier = await openClassifier(dataset, executor, cacheDir);
      expect(classifier.accuracy).toBeGreaterThan(0.8);
      expect(readdirSync(cacheDir)).toEqual([`${dataset.fingerprint}.classifier`]);
      const again = await openClassifier(dataset, executor, cacheDir);
      expect(again.accuracy).toBe(classifier.accuracy);

      const count = 500;
      const [measuring] = classMeasurings(dataset, count, executor, cacheDir);
      const measured = async (indices: readonly number[]): Promise<Record<string, number>> => {
        const values = await measuring.measure(readRows(dataset.train, 784, indices));
        return Object.fromEntries(values.map(({ key, value }) => [key, value]));
      };
      const all = Array.from({ length: 20_000 }, (_, at) => at);
      const real = await measured(all.slice(0, count));
      const bags = await measured(all.filter((at) => dataset.train.labels[at] === 8).slice(0, count));
      expect(real['class_tv']).toBeLessThan(0.12);
      expect(bags['class_tv']).toBeGreaterThan(0.8);
      expect(bags['class_kl']).toBeGreaterThan(1.8);
      expect(bags['classifier_frechet']).toBeGreaterThan(10 * real['classifier_frechet']);

      // A damaged file counts as none.
      writeFileSync(join(cacheDir, `${dataset.fingerprint}.classifier`), 'nothing');
      expect((await openClassifier(dataset, executor, cacheDir)).accuracy).toBe(classifier.accuracy);
      await executor.dispose();
    },
  );
});

it('is not for points', async () => {
  const toy = openDataset({ kind: 'swissroll' }, '');
  expect(hasClasses(toy)).toBe(false);
  const executor = await createExecutor('reference', { device: 'test' });
  expect(classMeasurings(toy, 100, executor, 'nowhere')).toEqual([]);
});
