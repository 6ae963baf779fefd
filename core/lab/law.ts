// Laws on the line: what the divergence lab compares. Densities as logarithms, so that tails do not underflow.

import { logRootTwoPi, normalCdf } from './normal.ts';

/** Draws from the uniform law on [0, 1). */
export type Random = () => number;

export interface Law {
  /** log of the density; -Infinity where it is 0. */
  readonly logDensity: (x: number) => number;
  readonly cdf: (x: number) => number;
  readonly draw: (random: Random) => number;
  /** Nearly all of the mass lies in [from, to]; all of it where `bounded`. */
  readonly from: number;
  readonly to: number;
  readonly bounded: boolean;
  /** Where the density jumps, ascending. */
  readonly jumps: readonly number[];
  /** Width of the finest detail: integration takes steps below it. */
  readonly detail: number;
}

/** Uniform on [from, to]. */
export function uniform(from: number, to: number): Law {
  const width = to - from;
  return {
    logDensity: (x) => (x >= from && x <= to ? -Math.log(width) : -Infinity),
    cdf: (x) => Math.min(1, Math.max(0, (x - from) / width)),
    draw: (random) => from + width * random(),
    ...{ from, to, bounded: true, jumps: [from, to], detail: width },
  };
}

/** How many standard deviations around its mean a normal law is looked at: the rest weighs 1e-23. */
const reach = 10;

export function normal(mean: number, deviation: number): Law {
  return {
    logDensity: (x) => -0.5 * ((x - mean) / deviation) ** 2 - Math.log(deviation) - logRootTwoPi,
    cdf: (x) => normalCdf((x - mean) / deviation),
    draw: (random) =>
      // Box and Muller; 1 - u is never 0.
      mean + deviation * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()),
    ...{ from: mean - reach * deviation, to: mean + reach * deviation, bounded: false, jumps: [] },
    detail: deviation,
  };
}

export interface Part {
  /** Weights of a mixture sum to 1. */
  readonly weight: number;
  readonly law: Law;
}

export function mixture(parts: readonly Part[]): Law {
  const weighed = parts.map(({ law, weight }) => ({ law, logWeight: Math.log(weight) }));
  return {
    logDensity: (x) => {
      let [most, sum] = [-Infinity, 0];
      for (const { law, logWeight } of weighed) {
        const log = logWeight + law.logDensity(x);
        if (log === -Infinity) continue;
        if (log > most) [most, sum] = [log, sum * Math.exp(most - log) + 1];
        else sum += Math.exp(log - most);
      }
      return most === -Infinity ? most : most + Math.log(sum);
    },
    cdf: (x) => parts.reduce((sum, { weight, law }) => sum + weight * law.cdf(x), 0),
    draw: (random) => {
      let left = random();
      for (const { weight, law } of parts) {
        if (left < weight) return law.draw(random);
        left -= weight;
      }
      return parts[parts.length - 1].law.draw(random);
    },
    from: Math.min(...parts.map(({ law }) => law.from)),
    to: Math.max(...parts.map(({ law }) => law.to)),
    bounded: parts.every(({ law }) => law.bounded),
    jumps: [...new Set(parts.flatMap(({ law }) => law.jumps))].sort((a, b) => a - b),
    detail: Math.min(...parts.map(({ law }) => law.detail)),
  };
}

/**
 * Bars of width 1 from 0 on, as a density.
 * Throws a RangeError when there is no mass: no law has that.
 */
export function bars(heights: readonly number[]): Law {
  const masses = shares(heights);
  const upTo = [0];
  for (const mass of masses) upTo.push(upTo[upTo.length - 1] + mass);
  const at = (x: number): number => Math.min(masses.length - 1, Math.floor(x));
  return {
    logDensity: (x) => (x < 0 || x > masses.length ? -Infinity : Math.log(masses[at(x)])),
    cdf: (x) => {
      if (x <= 0) return 0;
      if (x >= masses.length) return 1;
      return upTo[at(x)] + masses[at(x)] * (x - at(x));
    },
    draw: (random) => {
      const u = random();
      const last = masses.findLastIndex((mass) => mass > 0);
      const found = upTo.findIndex((sum, k) => k > 0 && sum > u) - 1;
      const bar = found < 0 ? last : found;
      return bar + random();
    },
    ...{ from: 0, to: masses.length, bounded: true, jumps: upTo.map((_, k) => k), detail: 1 },
  };
}

/** Heights as shares of their sum. Throws a RangeError where they have none. */
export function shares(heights: readonly number[]): readonly number[] {
  const sum = heights.reduce((total, height) => total + height, 0);
  if (!(sum > 0) || !Number.isFinite(sum))
    throw new RangeError('These bars hold no mass. Give at least one of them a height above 0.');
  return heights.map((height) => height / sum);
}

/** The law of X + t. */
export function shifted(law: Law, t: number): Law {
  return {
    logDensity: (x) => law.logDensity(x - t),
    cdf: (x) => law.cdf(x - t),
    draw: (random) => law.draw(random) + t,
    ...{ from: law.from + t, to: law.to + t, bounded: law.bounded, detail: law.detail },
    jumps: law.jumps.map((jump) => jump + t),
  };
}
