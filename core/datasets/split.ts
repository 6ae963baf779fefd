// Which samples of a set are held out: a fixed shuffle decides, the same for every run on the same data.

import { RandomStream } from '../nn/random.ts';
import { HeldOutError } from './dataset.ts';

const splitSeed = 20_260_501;

export interface Split {
  /** Indices into the whole set. */
  readonly train: Uint32Array;
  readonly heldOut: Uint32Array;
}

/**
 * Splits `count` samples of `path`, `heldOut` of them for the metrics. The order depends on `count` alone.
 * Throws a HeldOutError when that leaves nothing to train on.
 */
export function splitSamples(path: string, count: number, heldOut: number): Split {
  if (!Number.isInteger(heldOut) || heldOut < 1 || heldOut >= count)
    throw new HeldOutError(
      `"${path}" has ${count} ${count === 1 ? 'sample' : 'samples'}, so data.heldOut cannot be ${heldOut}; ` +
        (count < 2
          ? 'bring at least two samples, one to train on and one to hold out.'
          : `set it to at least 1 and to less than ${count}.`),
      count,
    );
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  const stream = RandomStream.of(splitSeed, 'data-order');
  for (let i = count - 1; i > 0; i -= 1) {
    const j = stream.integer(i + 1);
    const swapped = order[i];
    order[i] = order[j];
    order[j] = swapped;
  }
  return { train: order.subarray(0, count - heldOut), heldOut: order.subarray(count - heldOut) };
}
