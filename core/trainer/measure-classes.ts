// What a classifier trained here says of generated images:
//   class_tv = 1/2 sum_k |p_k - q_k|,  class_kl = sum_k p_k log(p_k / q_k) in nats,
// p the shares of the classes that it sees in generated images and q those in held-out ones (half an image is added to
// each class of q, so that none is 0); and the Fréchet distance of its features.

import type { Dataset } from '../datasets/dataset.ts';
import type { Executor } from '../executors/executor.ts';
import { heldOutRows } from '../metrics/catalog.ts';
import { firstRows, type Measuring } from './measure-bench.ts';
import {
  featureCount,
  hasClasses,
  leastAccuracy,
  openClassifier,
  type Classified,
  type Classifier,
} from './measure-classifier.ts';
import { frechetDistance } from './measure-frechet.ts';
import type { MeasuredValue } from './measure-messages.ts';

/** None for data without classes, nor for stacks of digits, which are counted digit by digit in measure-stacked.ts. The classifier is opened when something is measured. */
export function classMeasurings(
  dataset: Dataset,
  count: number,
  executor: Executor,
  cacheDir: string,
): readonly Measuring[] {
  if (!hasClasses(dataset) || dataset.digits !== undefined) return [];
  const classes = dataset.classes.length;
  let opening: Promise<{ classifier: Classifier; real: Classified }> | null = null;
  const open = async () => {
    const classifier = await openClassifier(dataset, executor, cacheDir);
    return { classifier, real: await classifier.classify(heldOutRows(dataset, count)) };
  };
  return [
    {
      step: 'Comparing classes',
      work: 10,
      async measure(generated) {
        const { classifier, real } = await (opening ??= open());
        if (classifier.accuracy < leastAccuracy) return [];
        const found = await classifier.classify(firstRows(generated, count));
        const values: MeasuredValue[] = [
          { key: 'class_tv', value: totalVariation(found.classes, real.classes, classes), samples: count },
          { key: 'class_kl', value: classDivergence(found.classes, real.classes, classes), samples: count },
        ];
        // With fewer samples than features the covariances say little.
        if (count >= 2 * featureCount) {
          const value = frechetDistance(found.features, real.features);
          values.push({ key: 'classifier_frechet', value, samples: count });
        }
        return values;
      },
    },
  ];
}

/** Between shares of classes. */
export function totalVariation(a: Uint16Array, b: Uint16Array, classes: number): number {
  const [p, q] = [shares(a, classes, 0), shares(b, classes, 0)];
  return p.reduce((sum, share, k) => sum + Math.abs(share - q[k]), 0) / 2;
}

/** KL from the shares of `a` to those of `b`, in nats. */
export function classDivergence(a: Uint16Array, b: Uint16Array, classes: number): number {
  const [p, q] = [shares(a, classes, 0), shares(b, classes, 0.5)];
  return p.reduce((sum, share, k) => (share === 0 ? sum : sum + share * Math.log(share / q[k])), 0);
}

function shares(found: Uint16Array, classes: number, added: number): Float64Array {
  const counts = new Float64Array(classes).fill(added);
  for (const one of found) counts[one] += 1;
  return counts.map((count) => count / (found.length + added * classes));
}
