// Arms that were never trained: shapes that come out of noise, and curves that look like curves.

import { join } from 'node:path';
import type { ArmCurve, ComparisonArm, ComparisonOptions } from '../../../core/export/figure-layout.ts';
import { RandomStream } from '../../../core/nn/random.ts';

export const fontFolder = join(import.meta.dirname, '../../../resources/fonts');

export const options: ComparisonOptions = {
  title: 'GAN and WGAN-GP',
  subtitle: 'Samples from the same fixed noise at equal steps',
  axis: 'iterations',
  measure: 'Sliced Wasserstein distance to held-out images',
  caption:
    'Fashion-MNIST, 28 × 28 · seed 7 · batch 64 · 1,000 generator iterations · 2 min 10 s and 3 min 5 s of training · onnx:cpu, AMD EPYC 7R13 · n = 1 seed',
  fontFolder,
};

/** Soft discs, squares and stripes in noise that fades with `progress` from 0 to 1. */
export function images(
  count: number,
  size: number,
  channels: number,
  progress: number,
  seed: number,
): Float32Array {
  const noise = RandomStream.of(seed, 'evaluation');
  const data = new Float32Array(count * size * size * channels);
  for (let i = 0; i < count; i += 1) {
    const shapes = RandomStream.of(i + 1, 'grid-latent');
    const [kind, radius, angle] = [shapes.integer(3), 0.45 + 0.4 * shapes.uniform(), shapes.uniform() * 3];
    for (let p = 0; p < size * size; p += 1) {
      const [u, v] = [((p % size) / (size - 1)) * 2 - 1, (Math.floor(p / size) / (size - 1)) * 2 - 1];
      const distance = [
        Math.hypot(u, v),
        Math.max(Math.abs(u), Math.abs(v)),
        Math.abs(u * Math.cos(angle) + v * Math.sin(angle)) * 2,
      ][kind];
      const shape = Math.tanh((radius - distance) * 9) * (0.75 + 0.25 * v);
      for (let c = 0; c < channels; c += 1) {
        data[(i * size * size + p) * channels + c] =
          progress * shape * (c === 1 ? 0.7 : 1) + (1 - progress) * noise.normal() * 0.6;
      }
    }
  }
  return data;
}

export interface ArmChoice {
  readonly name?: string;
  readonly objective?: string;
  readonly training?: string;
  readonly nCritic?: number;
  /** How fast it learns. */
  readonly speed?: number;
  readonly seed?: number;
  readonly size?: number;
  readonly channels?: number;
  readonly toy?: boolean;
  readonly own?: 'em' | 'd';
}

const gridSteps = [0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];

export function arm(choice: ArmChoice = {}): ComparisonArm {
  const { nCritic = 5, speed = 1, seed = 1, size = 28, channels = 1, toy = false, own = 'em' } = choice;
  const random = RandomStream.of(seed, 'evaluation');
  const progress = (iteration: number): number => 1 - Math.exp((-iteration * speed) / 180);
  const series = (name: string, every: number, value: (iteration: number) => number): ArmCurve => {
    const iterations = Array.from({ length: 1000 / every + 1 }, (_, i) => i * every);
    return {
      name,
      iterations,
      criticUpdates: iterations.map((i) => i * nCritic),
      activeSeconds: iterations.map((i) => i * 0.04 * nCritic),
      values: iterations.map(value),
    };
  };
  const fall = (iteration: number): number => 1 - progress(iteration);
  return {
    name: choice.name ?? 'WGAN-GP',
    objective: choice.objective ?? 'Wasserstein GAN, gradient penalty, λ = 10',
    training:
      choice.training ?? `${nCritic} critic update${nCritic === 1 ? '' : 's'} per iteration, Adam 1e-4`,
    batch: 64,
    grids: gridSteps.map((iteration) => ({
      iteration,
      criticUpdates: iteration * nCritic,
      activeSeconds: iteration * 0.04 * nCritic,
    })),
    readGrid(iteration) {
      if (toy)
        return { shape: [256, 2], data: ring(256, 1.414, 0.4 * fall(iteration) + 0.03, seed + iteration) };
      const data = images(64, size, channels, progress(iteration), seed + iteration);
      return { shape: [64, size, size, channels], data };
    },
    comparable: series('distance', 100, (i) => 0.03 + 0.31 * fall(i) + 0.005 * random.normal()),
    own:
      own === 'em'
        ? {
            title: 'EM estimate of its own critic',
            curves: [
              series(
                'E f(x) − E f(G(z))',
                1,
                (i) => 3 + 14 * fall(i) * (1 - Math.exp(-i / 12)) + 0.8 * random.normal(),
              ),
            ],
          }
        : {
            title: 'Output of its own discriminator',
            curves: [
              series('D(x)', 1, (i) => 0.85 - 0.3 * fall(i) + 0.05 * random.normal()),
              series('D(G(z))', 1, (i) => 0.14 + 0.3 * fall(i) + 0.05 * random.normal()),
            ],
          },
  };
}

/** Points around eight places on a circle. */
export function ring(count: number, radius: number, deviation: number, seed: number): Float32Array {
  const random = RandomStream.of(seed, 'evaluation');
  const points = new Float32Array(count * 2);
  for (let i = 0; i < count; i += 1) {
    const angle = (random.integer(8) * Math.PI) / 4;
    points[i * 2] = radius * Math.cos(angle) + deviation * random.normal();
    points[i * 2 + 1] = radius * Math.sin(angle) + deviation * random.normal();
  }
  return points;
}

export const pair: readonly ComparisonArm[] = [
  arm({
    name: 'GAN',
    objective: 'GAN, non-saturating loss −log D(G(z))',
    training: '1 discriminator update per iteration, Adam 2e-4',
    nCritic: 1,
    speed: 0.5,
    seed: 2,
    own: 'd',
  }),
  arm({ seed: 3 }),
];
