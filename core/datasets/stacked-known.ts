// Stacks of three digits of a known set, in place of MNIST's (Metz and others 2017, arXiv:1611.02163): Fashion-MNIST, which
// comes with the program, or MNIST and KMNIST where they have been downloaded. Stacks of its test images are held out.

import type { StackedKnownSpec } from '../spec/run-spec.ts';
import type { DataDescription, Dataset } from './dataset.ts';
import { openDownloaded } from './downloaded.ts';
import { downloads } from './downloads.ts';
import { openFashionMnist } from './fashion-mnist.ts';
import { fingerprint } from './fingerprint.ts';
import { stackClasses, stackedParts } from './stacked.ts';

function describeStackedKnown({ set, size }: StackedKnownSpec): DataDescription {
  const title = set === 'fashion-mnist' ? 'Fashion-MNIST' : downloads[set].title;
  return { title: `${title}, stacked, ${size} x ${size} x 3`, shape: [size, size, 3] };
}

/** Throws a DataError where files are missing or damaged. */
export function openStackedKnown(spec: StackedKnownSpec, resourcesDir: string): Dataset {
  const { set, size } = spec;
  const digits =
    set === 'fashion-mnist'
      ? openFashionMnist({ kind: set, size, channels: 1 }, resourcesDir)
      : openDownloaded({ kind: 'download', name: set, size, channels: 1 });
  return {
    ...describeStackedKnown(spec),
    ...stackedParts(digits, size),
    classes: stackClasses,
    digits,
    fingerprint: fingerprint([Buffer.from(digits.fingerprint, 'hex')], { stacked: 3 }),
  };
}
