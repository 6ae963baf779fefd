// The scale of points in the plane: brought to that of the unit normal or box where somebody wants that, and a note where
// it is far from what networks begin with.

import type { PointScale } from '../spec/run-spec.ts';
import type { DataNote } from './dataset.ts';

/** Beyond these a note says what to do: deviations of a coordinate, and how far its mean may be from 0. */
const usual = { least: 0.1, most: 5, mean: 5 } as const;

interface Coordinate {
  readonly mean: number;
  readonly deviation: number;
  readonly low: number;
  readonly high: number;
}

export interface ScaledPoints {
  /** `[n, 2]`, in the order that they came in. */
  readonly points: Float32Array<ArrayBuffer>;
  readonly notes: readonly DataNote[];
}

/**
 * Scales points `[n, 2]` by what those at `train` are like; the others are held out and must not decide. Kept as they
 * are, they are only judged.
 */
export function scaledPoints(
  values: ArrayLike<number>,
  train: ArrayLike<number>,
  scale: PointScale = 'keep',
): ScaledPoints {
  const [x, y] = [coordinate(values, train, 0), coordinate(values, train, 1)];
  const { offset, divisor, sentence } = scalingOf(x, y, scale);
  const points = Float32Array.from(values, (value, at) => (value - offset[at % 2]) / divisor[at % 2]);
  if (scale === 'keep') {
    const warning = farFromUnit(x, y);
    return { points, notes: warning === null ? [] : [{ kind: 'warning', sentence: warning }] };
  }
  return { points, notes: [{ kind: 'prepared', sentence }] };
}

function coordinate(values: ArrayLike<number>, train: ArrayLike<number>, at: 0 | 1): Coordinate {
  let [sum, low, high] = [0, Infinity, -Infinity];
  for (let i = 0; i < train.length; i += 1) {
    const value = values[2 * train[i] + at];
    sum += value;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const mean = sum / train.length;
  let squares = 0;
  for (let i = 0; i < train.length; i += 1) squares += (values[2 * train[i] + at] - mean) ** 2;
  return { mean, deviation: Math.sqrt(squares / train.length), low, high };
}

interface Scaling {
  readonly offset: readonly [number, number];
  readonly divisor: readonly [number, number];
  readonly sentence: string;
}

function scalingOf(x: Coordinate, y: Coordinate, scale: PointScale): Scaling {
  switch (scale) {
    case 'keep':
      return { offset: [0, 0], divisor: [1, 1], sentence: '' };
    case 'standardise': {
      // A coordinate that is the same everywhere has no deviation to divide by.
      const divisor = [x.deviation || 1, y.deviation || 1] as const;
      const words = `x less ${figure(x.mean)}, divided by ${figure(divisor[0])}; y less ${figure(y.mean)}, divided by ${figure(divisor[1])}`;
      return { offset: [x.mean, y.mean], divisor, sentence: `Standardised: ${words}.` };
    }
    case 'unit-box': {
      const offset = [(x.low + x.high) / 2, (y.low + y.high) / 2] as const;
      const half = Math.max(x.high - x.low, y.high - y.low) / 2 || 1;
      const words = `x less ${figure(offset[0])}, y less ${figure(offset[1])}, both divided by ${figure(half)}`;
      return { offset, divisor: [half, half], sentence: `Fitted into the box from −1 to 1: ${words}.` };
    }
  }
}

/** A sentence where networks would have to learn the scale first; null where they need not. */
function farFromUnit(x: Coordinate, y: Coordinate): string | null {
  const isFar = ({ mean, deviation }: Coordinate, other: Coordinate): boolean =>
    Math.abs(mean) > usual.mean ||
    deviation > usual.most ||
    // Points on a line along an axis are not small for that.
    (deviation < usual.least && (deviation > 0 || other.deviation < usual.least));
  if (!isFar(x, y) && !isFar(y, x)) return null;
  const words = ({ mean, deviation }: Coordinate): string =>
    `mean ${figure(mean)} and standard deviation ${figure(deviation)}`;
  return (
    `The points are far from unit scale: x has ${words(x)}, y has ${words(y)}. Networks begin near 0 with a spread ` +
    'of about 1 and learn such data slowly or not at all; set data.scale to standardise, or to unit-box to keep their shape.'
  );
}

/** Three digits are enough to know them again. */
function figure(value: number): string {
  return String(Number(value.toPrecision(3))).replace('-', '−');
}
