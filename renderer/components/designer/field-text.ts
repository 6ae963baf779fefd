// Fields as text: how their values are shown in a box, what is read from it, and what an arrow key makes of a number.

import { parseDecimal } from '../../../core/spec/decimal.ts';
import { fieldFacts } from '../../../core/spec/field-facts.ts';
import type { Step } from '../../../core/spec/fields/facts.ts';

/** As people write it: 5e-5 rather than 0.00005, lists with commas. */
export function fieldText(value: unknown): string {
  if (Array.isArray(value)) return value.map(fieldText).join(', ');
  if (typeof value === 'boolean') return String(value);
  if (typeof value !== 'number') return typeof value === 'string' ? value : '';
  const short = value.toExponential();
  return value !== 0 && Math.abs(value) < 1e-3 ? short : String(value);
}

/** A value as a sentence or a table shows it: choices in their words, "–" for a field that is not there. */
export function valueWords(path: string, value: unknown): string {
  if (value === undefined) return '–';
  if (path.endsWith('.layers') && Array.isArray(value)) return `${String(value.length)} layers`;
  const text = fieldText(value);
  return fieldFacts[path].choices?.[text] ?? (text === '' ? 'none' : text);
}

/** A number where it is one, else the text itself: schema and sentence then say what is wrong with it. */
function numberOrText(text: string): number | string {
  // Thousands as this program prints them, and the minus that its numbers have.
  const plain = /^\d{1,3}(,\d{3})+$/.test(text) ? text.replaceAll(',', '') : text.replace('\u2212', '-');
  return parseDecimal(plain) ?? text;
}

/** What a text stands for in a field that holds `present` now. */
export function readText(text: string, present: unknown): unknown {
  if (Array.isArray(present)) {
    const items = text
      .trim()
      .replace(/^\[|\]$/g, '')
      .split(/[\s,;]+/);
    return items.filter((item) => item !== '').map((item) => parseDecimal(item) ?? item);
  }
  return typeof present === 'number' ? numberOrText(text.trim()) : text;
}

/** Without the digits that floating point adds: 0.30000000000000004 is 0.3. */
const tidy = (value: number): number => Number(value.toPrecision(12));

/** The number after or before this one. Never below 0, which no field goes. */
export function nudged(value: number, step: Step, up: boolean): number {
  switch (step.kind) {
    case 'add':
      return Math.max(0, tidy(up ? value + step.by : value - step.by));
    case 'times':
      return value === 0 ? (up ? 1 : 0) : timesOf(value, step.by, up);
    case 'digit': {
      if (value <= 0) return up ? 1 : 0;
      const power = 10 ** Math.floor(Math.log10(value) + 1e-12);
      const digits = tidy(value / power);
      if (up) return tidy((Math.floor(digits) + 1) * power);
      return Math.ceil(digits) > 1
        ? tidy((Math.ceil(digits) - 1) * power)
        : tidy(0.9 * power) < 1
          ? 0
          : tidy(0.9 * power);
    }
  }
}

/** Whole numbers stay whole. */
function timesOf(value: number, by: number, up: boolean): number {
  const next = tidy(up ? value * by : value / by);
  return Number.isInteger(value) && value >= 1 && next < 1
    ? 1
    : Number.isInteger(value)
      ? Math.floor(next)
      : next;
}
