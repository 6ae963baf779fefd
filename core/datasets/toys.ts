// The toy sets of the WGAN-GP paper, at the scales of its released gan_toy.py (igul222/improved_wgan_training), and the
// ring and grid of PacGAN's protocol: 100,000 points in the plane to train on and 2,000 held out, made from a seed of
// their own, so that every run with the same toy sees the same points.

import { RandomStream } from '../nn/random.ts';
import type { ToySpec } from '../spec/run-spec.ts';
import type { DataDescription, Dataset, Modes } from './dataset.ts';
import { fingerprint } from './fingerprint.ts';
import { pointSamples } from './samples.ts';

type ToyKind = ToySpec['kind'];

const dataSeed = 20_170_331;
const trainingPoints = 100_000;
const heldOutPoints = 2_000;

/** Draws point number `index` of a set. */
type Draw = (index: number, stream: RandomStream) => readonly [x: number, y: number];

interface Toy {
  readonly title: string;
  readonly modes?: Modes;
  readonly train: Draw;
  /**
   * For mixtures the held-out points take the components in turn, so that any first n of them are balanced:
   * this halves the noise floor of the distance to generated samples (0.049 for 0.085, 8 Gaussians, n = 1024).
   */
  readonly heldOut: Draw;
}

const ring: Modes = {
  centres: Float32Array.from(
    Array.from({ length: 8 }, (_, i) => {
      const angle = (i * Math.PI) / 4;
      return [(2 * Math.cos(angle)) / 1.414, (2 * Math.sin(angle)) / 1.414];
    }).flat(),
  ),
  deviation: 0.02 / 1.414,
};

const grid: Modes = {
  centres: Float32Array.from(
    Array.from({ length: 25 }, (_, i) => [
      (Math.floor(i / 5) * 2 - 4) / 2.828,
      ((i % 5) * 2 - 4) / 2.828,
    ]).flat(),
  ),
  deviation: 0.05 / 2.828,
};

/** PacGAN (arXiv:1712.04086), section 4.1: means on the unit circle. */
const unitRing: Modes = {
  centres: Float32Array.from(
    Array.from({ length: 8 }, (_, i) => [Math.cos((i * Math.PI) / 4), Math.sin((i * Math.PI) / 4)]).flat(),
  ),
  deviation: 0.01,
};

/** PacGAN, section 4.1: means at all pairs from -4, -2, 0, 2, 4. */
const wideGrid: Modes = {
  centres: Float32Array.from(
    Array.from({ length: 25 }, (_, i) => [Math.floor(i / 5) * 2 - 4, (i % 5) * 2 - 4]).flat(),
  ),
  deviation: 0.05,
};

const toys: Readonly<Record<ToyKind, Toy>> = {
  '8gaussians': {
    title: '8 Gaussians',
    modes: ring,
    train: mixture(ring, (_, stream) => stream.integer(8)),
    heldOut: mixture(ring, (index) => index % 8),
  },
  // gan_toy.py makes its fixed set of this one balanced; of the others it draws points without end.
  '25gaussians': {
    title: '25 Gaussians',
    modes: grid,
    train: mixture(grid, (index) => index % 25),
    heldOut: mixture(grid, (index) => index % 25),
  },
  swissroll: { title: 'Swiss roll', train: swissRoll, heldOut: swissRoll },
  ring: {
    title: 'Ring of 8 Gaussians (PacGAN)',
    modes: unitRing,
    train: mixture(unitRing, (_, stream) => stream.integer(8)),
    heldOut: mixture(unitRing, (index) => index % 8),
  },
  grid: {
    title: 'Grid of 25 Gaussians (PacGAN)',
    modes: wideGrid,
    train: mixture(wideGrid, (_, stream) => stream.integer(25)),
    heldOut: mixture(wideGrid, (index) => index % 25),
  },
};

function mixture(modes: Modes, component: (index: number, stream: RandomStream) => number): Draw {
  const { centres, deviation } = modes;
  return (index, stream) => {
    const k = component(index, stream);
    return [centres[2 * k] + deviation * stream.normal(), centres[2 * k + 1] + deviation * stream.normal()];
  };
}

/** Axes 0 and 2 of scikit-learn's make_swiss_roll with noise 0.25, divided by 7.5. */
function swissRoll(_: number, stream: RandomStream): readonly [number, number] {
  const t = 1.5 * Math.PI * (1 + 2 * stream.uniform());
  return [(t * Math.cos(t) + 0.25 * stream.normal()) / 7.5, (t * Math.sin(t) + 0.25 * stream.normal()) / 7.5];
}

function describeToy({ kind }: ToySpec): DataDescription {
  return { title: toys[kind].title, shape: [2] };
}

/** Makes the points; takes some tens of milliseconds. */
export function openToy(spec: ToySpec): Dataset {
  const toy = toys[spec.kind];
  // The streams of a run serve here under a seed of their own: one for each set.
  const train = draw(trainingPoints, toy.train, RandomStream.of(dataSeed, 'data-order'));
  const heldOut = draw(heldOutPoints, toy.heldOut, RandomStream.of(dataSeed, 'evaluation'));
  return {
    ...describeToy(spec),
    train: pointSamples(train),
    heldOut: pointSamples(heldOut),
    fingerprint: fingerprint([bytesOf(train), bytesOf(heldOut)], {}),
    ...(toy.modes && { modes: toy.modes }),
  };
}

function draw(count: number, point: Draw, stream: RandomStream): Float32Array {
  const points = new Float32Array(2 * count);
  for (let i = 0; i < count; i += 1) points.set(point(i, stream), 2 * i);
  return points;
}

const bytesOf = (points: Float32Array): Uint8Array =>
  new Uint8Array(points.buffer, points.byteOffset, points.byteLength);
