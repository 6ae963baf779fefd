// How values become heights: linear, logarithmic, or symlog, which is linear around 0 and logarithmic beyond, for
// losses that change sign. Pure functions; chart.js then only knows a linear axis.

export type YScaleKind = 'linear' | 'log' | 'symlog';

export interface YScale {
  readonly kind: YScaleKind;
  /** NaN for values that the scale cannot show. */
  forward(value: number): number;
  inverse(height: number): number;
  /** Round values between two, about as many as asked for. */
  ticks(low: number, high: number, count: number): number[];
}

const linear: YScale = {
  kind: 'linear',
  forward: (value) => value,
  inverse: (height) => height,
  ticks: linearTicks,
};

const log: YScale = {
  kind: 'log',
  forward: (value) => (value > 0 ? Math.log10(value) : NaN),
  inverse: (height) => 10 ** height,
  ticks: logTicks,
};

/** @param threshold up to this distance from 0 the scale is about linear */
function symlog(threshold: number): YScale {
  return {
    kind: 'symlog',
    forward: (value) => Math.sign(value) * Math.log10(1 + Math.abs(value) / threshold),
    inverse: (height) => Math.sign(height) * threshold * (10 ** Math.abs(height) - 1),
    ticks(low, high, count) {
      const size = Math.max(Math.abs(low), Math.abs(high));
      if (size <= 2 * threshold) return linearTicks(low, high, count);
      const powers = thin(powersBetween(threshold, size), Math.max(1, Math.floor(count / 2)));
      const ticks = [...powers.map((value) => -value).reverse(), 0, ...powers];
      const inside = ticks.filter((value) => value >= low && value <= high);
      return inside.length >= 2 ? inside : linearTicks(low, high, count);
    },
  };
}

/** @param values what is shown, for the linear part of symlog: about the median size, in a power of ten */
export function yScale(kind: YScaleKind, values: Float64Array): YScale {
  if (kind === 'linear') return linear;
  if (kind === 'log') return log;
  const sizes = values
    .map(Math.abs)
    .filter((size) => size > 0 && Number.isFinite(size))
    .sort();
  if (sizes.length === 0) return symlog(1);
  const median = sizes[Math.floor(sizes.length / 2)];
  // Never 0, which a power of ten too small to be a number would be.
  const least = Math.max(sizes[sizes.length - 1] / 1e4, 1e-300);
  return symlog(10 ** Math.floor(Math.log10(Math.max(median, least))));
}

/** Multiples of 1, 2 or 5 times a power of ten. */
export function linearTicks(low: number, high: number, count: number): number[] {
  const span = high - low;
  if (!(span > 0) || !Number.isFinite(span)) return Number.isFinite(low) ? [low] : [];
  const step = roundStep(span / Math.max(1, count));
  const ticks: number[] = [];
  // Counted in steps: adding up steps would drift.
  for (let at = Math.ceil(low / step - 1e-9); at * step <= high + 1e-9 * span; at += 1) {
    ticks.push(Number((at * step).toPrecision(12)));
  }
  return ticks;
}

/** The nearest of 1, 2, 5, 10, … times a power of ten, by ratio. */
export function roundStep(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const digit = value / power;
  return power * (digit < Math.SQRT2 ? 1 : digit < Math.sqrt(10) ? 2 : digit < Math.sqrt(50) ? 5 : 10);
}

function logTicks(low: number, high: number, count: number): number[] {
  const powers = powersBetween(low, high);
  if (powers.length >= 3) return thin(powers, count);
  const decades = Array.from(
    { length: Math.ceil(Math.log10(high)) - Math.floor(Math.log10(low)) + 1 },
    (_, i) => 10 ** (Math.floor(Math.log10(low)) + i),
  );
  const parts = decades
    .flatMap((power) => [power, 2 * power, 5 * power])
    .filter((value) => value >= low && value <= high)
    .map((value) => Number(value.toPrecision(6)));
  return parts.length >= 2 ? parts : linearTicks(low, high, count);
}

function powersBetween(low: number, high: number): number[] {
  const [from, to] = [Math.ceil(Math.log10(low) - 1e-9), Math.floor(Math.log10(high) + 1e-9)];
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) =>
    Number((10 ** (from + i)).toPrecision(6)),
  );
}

/** Every second, third, … so that at most `count` are left; the last one stays. */
function thin(values: number[], count: number): number[] {
  const every = Math.ceil(values.length / Math.max(1, count));
  return values.filter((_, i) => (values.length - 1 - i) % every === 0);
}
