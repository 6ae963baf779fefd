// Ten classes of images that any classifier tells apart, with a little noise, and stacks of three of them.

import type { Dataset, Samples } from '../../core/datasets/dataset.ts';
import { stackClasses, stackedParts } from '../../core/datasets/stacked.ts';
import { RandomStream } from '../../core/nn/random.ts';

/** Class k has the pixels bright whose number is k modulo 10; the classes take turns. */
function bars(count: number, size: number, seed: number): Samples {
  const area = size * size;
  const noise = RandomStream.of(seed, 'evaluation').fillUniform(new Float32Array(count * area), -0.2, 0.2);
  const pixels = noise.map(
    (value, i) => value + ((i % area) % 10 === Math.floor(i / area) % 10 ? 0.8 : -0.8),
  );
  return {
    count,
    labels: Uint16Array.from({ length: count }, (_, i) => i % 10),
    read(indices, into) {
      for (let i = 0; i < indices.length; i += 1) {
        into.set(pixels.subarray(indices[i] * area, (indices[i] + 1) * area), i * area);
      }
    },
  };
}

export function stackedBars(size = 8): Dataset {
  const parts = { train: bars(2000, size, 1), heldOut: bars(200, size, 2) };
  const classes = Array.from({ length: 10 }, (_, k) => `bar ${k}`);
  const digits = { ...parts, title: 'Bars', shape: [size, size, 1], classes, fingerprint: `bars${size}` };
  return {
    ...stackedParts(parts, size),
    ...{ title: 'Stacked bars', shape: [size, size, 3], classes: stackClasses, digits },
    fingerprint: `stacked-bars${size}`,
  };
}
