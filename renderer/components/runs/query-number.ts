// Numbers as people write them in a search: 10k, 1e-3, 90%, 5m, 100MB, nan.

import type { NumberUnit } from './query-fields.ts';

const factors: Readonly<Record<NumberUnit, Readonly<Record<string, number>>>> = {
  plain: { '': 1, k: 1e3, m: 1e6, '%': 0.01 },
  seconds: { '': 1, s: 1, m: 60, min: 60, h: 3600, d: 86_400, w: 604_800 },
  bytes: { '': 1, b: 1, k: 1e3, kb: 1e3, m: 1e6, mb: 1e6, g: 1e9, gb: 1e9, tb: 1e12 },
};

/** In the unit's own measure; null when it is no number. */
export function readNumber(text: string, unit: NumberUnit): number | null {
  const small = text.toLowerCase().replaceAll('−', '-');
  if (small === 'nan') return Number.NaN;
  const infinite = /^(-?)(?:inf|infinity|∞)$/u.exec(small);
  if (infinite !== null) return infinite[1] === '-' ? -Infinity : Infinity;
  const match = /^([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?)([a-z%]*)$/u.exec(small);
  const factor = match === null ? undefined : factors[unit][match[2]];
  return match === null || factor === undefined ? null : Number(match[1]) * factor;
}
