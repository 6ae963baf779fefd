// The prior: noise z that the generator turns into samples.

import type { RandomStream } from '../nn/random.ts';
import type { LatentSpec } from '../spec/run-spec.ts';

/** Fills `[n, z]` with N(0, 1) or U(-1, 1) numbers. */
export function fillLatents(
  { distribution }: LatentSpec,
  stream: RandomStream,
  into: Float32Array,
): Float32Array {
  switch (distribution) {
    case 'normal':
      return stream.fillNormal(into);
    case 'uniform':
      return stream.fillUniform(into, -1, 1);
  }
}
