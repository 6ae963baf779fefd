// An axis of the parallel coordinates: where a value stands on it, from 0 at the bottom to 1 at the top, and its ticks.

import { shortValue, type SweptValue } from '../../../core/spec/sweep.ts';

export type AxisScale = 'linear' | 'log' | 'choice';

export interface Axis {
  readonly scale: AxisScale;
  /** Null for a value that has no place: none, NaN, infinity. */
  readonly place: (value: SweptValue | null) => number | null;
  readonly ticks: readonly Tick[];
}

export interface Tick {
  readonly at: number;
  readonly text: string;
}

export interface AxisOptions {
  /** Whether the smallest is at the top. */
  readonly flipped?: boolean;
  readonly format?: (value: number) => string;
  /** For values that were measured: their gaps say nothing of a scale, so only a wide range makes it logarithmic. */
  readonly measured?: boolean;
  /** The order of words, from the top; others follow as they come. */
  readonly words?: readonly string[];
}

/** More ticks than this cannot be told apart. */
const mostTicks = 9;

/** @param all the values of all runs, repeats included */
export function axisOf(all: readonly (SweptValue | null)[], options: AxisOptions = {}): Axis {
  const words = all.filter((value) => typeof value === 'string');
  return words.length > 0 ? choiceAxis(all, options) : numberAxis(all, options);
}

function choiceAxis(all: readonly (SweptValue | null)[], { words = [] }: AxisOptions): Axis {
  const present = new Set(all.filter((value) => value !== null));
  const ordered = words.filter((word) => present.has(word));
  const values = [...new Set<SweptValue>([...ordered, ...present])];
  const at = (index: number): number => (values.length < 2 ? 0.5 : 1 - index / (values.length - 1));
  return {
    scale: 'choice',
    place: (value) => (value === null || !values.includes(value) ? null : at(values.indexOf(value))),
    ticks: values.map((value, index) => ({ at: at(index), text: shortValue(value) })),
  };
}

function numberAxis(
  all: readonly (SweptValue | null)[],
  { flipped = false, format = shortValue, measured = false }: AxisOptions,
): Axis {
  const values = [...new Set(all.filter((value) => typeof value === 'number' && Number.isFinite(value)))]
    .map(Number)
    .sort((a, b) => a - b);
  const isWide = values.length > 1 && values[0] > 0 && (values.at(-1) ?? 0) / values[0] >= 100;
  const scale = measured ? (isWide ? 'log' : 'linear') : scaleFor(values);
  const forward = scale === 'log' ? Math.log : (value: number): number => value;
  const [low, high] = [forward(values[0] ?? 0), forward(values.at(-1) ?? 0)];
  const place = (value: SweptValue | null): number | null => {
    if (typeof value !== 'number' || !Number.isFinite(value)) return null;
    const share = high > low ? (forward(value) - low) / (high - low) : 0.5;
    return flipped ? 1 - share : share;
  };
  const shown = tickValues(values, scale, measured ? 2 : mostTicks);
  const ticks = shown.map((value) => ({ at: place(value) ?? 0, text: format(value) }));
  return { scale, place, ticks };
}

/**
 * Logarithmic where that spaces the values more evenly: 1e-5, 1e-4, 1e-3 and 16, 32, 64 do, 1, 2, 3 do not.
 * @param values different ones, in order
 */
export function scaleFor(values: readonly number[]): 'linear' | 'log' {
  if (values.length < 2 || values[0] <= 0) return 'linear';
  if (values.length === 2) return values[1] / values[0] >= 10 ? 'log' : 'linear';
  return unevenness(values.map(Math.log)) < unevenness(values) ? 'log' : 'linear';
}

/** How many of the smallest gaps the whole range is, for so many gaps: 1 when all are the same. */
function unevenness(values: readonly number[]): number {
  const gaps = values.slice(1).map((value, at) => value - values[at]);
  return (values[values.length - 1] - values[0]) / (Math.min(...gaps) * gaps.length);
}

/** Every value where they are few, else both ends and round numbers between them. */
function tickValues(values: readonly number[], scale: 'linear' | 'log', most: number): readonly number[] {
  if (values.length <= most) return values;
  const [low, high] = [values[0], values[values.length - 1]];
  const between = scale === 'log' ? decades(low, high) : rounds(low, high);
  const forward = scale === 'log' ? Math.log : (value: number): number => value;
  const room = 0.08 * (forward(high) - forward(low));
  const free = between.filter(
    (value) => forward(value) - forward(low) > room && forward(high) - forward(value) > room,
  );
  return [low, ...free, high];
}

function decades(low: number, high: number): readonly number[] {
  const powers: number[] = [];
  for (let power = Math.ceil(Math.log10(low)); 10 ** power <= high; power += 1)
    powers.push(Number(`1e${power}`));
  return powers.length >= 2 ? powers : rounds(low, high);
}

function rounds(low: number, high: number): readonly number[] {
  const rough = (high - low) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((one) => one * power >= rough) ?? 10) * power;
  const first = Math.ceil(low / step);
  const count = Math.floor(high / step) - first + 1;
  return Array.from({ length: Math.max(0, count) }, (_, at) => Number(((first + at) * step).toPrecision(12)));
}
