// Several values for one field, as people write them. Items are separated by commas or semicolons:
//
//   1e-4, 5e-5              a list
//   1..5                    a range of whole numbers, both ends included
//   0..1 step 0.25          a range in steps; it stops before the end where the steps do not meet it
//   1e-5..1e-2 log 4        so many values at equal ratios, both ends included, of four significant digits
//
// A number may have thousands as this program prints them (60,000), so a comma before three digits separates only
// with a space after it.

import { parseDecimal } from './decimal.ts';
import { showCount, showValue } from './problem.ts';

/** As many as are started together. */
export const mostRuns = 200;

export type SweepValues =
  | {
      /** Each once, in the order in which they were written. */
      readonly values: readonly number[];
    }
  | {
      /** What is wrong with the text, and how it is written. */
      readonly sentence: string;
    };

export interface SweepOptions {
  /** Whether the field takes whole numbers only: values at equal ratios are then rounded. */
  readonly whole: boolean;
}

/** Whether a text is meant as several values, right or wrong. A number with thousands is one value. */
export function isSweepText(text: string): boolean {
  return readNumber(text) === undefined && /\d\s*[,;]|[,;]\s*\d|\.\.|…/.test(text);
}

/** Reads a list or a range. A comma at the end, where the next value is about to be typed, is no mistake. */
export function readSweepValues(text: string, { whole }: SweepOptions): SweepValues {
  const items = itemsOf(text);
  if (items.length === 0) return wrong('There is no value in it.');
  const values = new Set<number>();
  for (const item of items) {
    const read = readItem(item, whole);
    if ('sentence' in read) return read;
    for (const value of read.values) values.add(value);
  }
  return values.size > mostRuns ? tooMany('This', values.size) : { values: [...values] };
}

const wrong = (sentence: string): SweepValues => ({
  sentence: `${sentence} Write a list as 1e-4, 5e-5 and a range as 1..5, 0..1 step 0.25 or 1e-5..1e-2 log 4.`,
});
const tooMany = (what: string, count: number): SweepValues => ({
  sentence: `${what} would be ${showCount(count)} values; a sweep has at most ${mostRuns} runs.`,
});

function itemsOf(text: string): readonly string[] {
  const spaced = text.split(/;|,(?=\s|$)/);
  const items = spaced.flatMap((item) => (readNumber(item) === undefined ? item.split(',') : [item]));
  return items.map((item) => item.trim()).filter((item) => item !== '');
}

function readNumber(text: string): number | undefined {
  const trimmed = text.trim();
  const isGrouped = /^\d{1,3}(,\d{3})+$/.test(trimmed);
  const value = parseDecimal(isGrouped ? trimmed.replaceAll(',', '') : trimmed.replace('\u2212', '-'));
  return Number.isFinite(value) ? value : undefined;
}

function readItem(item: string, whole: boolean): SweepValues {
  const single = readNumber(item);
  if (single !== undefined) return { values: [single] };
  const range = /^(.*?)\s*(?:\.\.\.?|…)\s*(.*?)(?:\s+(step|log)(?:\s+(.*))?)?$/.exec(item);
  if (range === null) return wrong(`${showValue(item)} is not a number.`);
  const [, from, to, kind, amount] = range as unknown as readonly (string | undefined)[];
  const [first, last] = [readNumber(from ?? ''), readNumber(to ?? '')];
  if (first === undefined || last === undefined) {
    return wrong(`${showValue(item)} is not a range: it needs a number at either end.`);
  }
  const by = amount === undefined ? undefined : readNumber(amount);
  if (kind === 'log') return ratios(item, first, last, by, whole);
  if (kind === 'step') return steps(item, first, last, by);
  if (!Number.isInteger(first) || !Number.isInteger(last)) {
    return wrong(`${showValue(item)} needs to know its step, for its ends are not whole numbers.`);
  }
  return steps(item, first, last, 1);
}

/** Without the digits that floating point adds: 0.30000000000000004 is 0.3. */
const tidy = (value: number): number => Number(value.toPrecision(12));

function steps(item: string, first: number, last: number, by: number | undefined): SweepValues {
  if (by === undefined || !(by > 0)) return wrong(`The step of ${showValue(item)} must be a number above 0.`);
  // A little more than the quotient, so that 0..1 step 0.1 has its 1.
  const count = Math.floor(Math.abs(last - first) / by + 1e-9) + 1;
  if (count > mostRuns) return tooMany(item, count);
  const signed = last < first ? -by : by;
  return { values: Array.from({ length: count }, (_, at) => tidy(first + at * signed)) };
}

function ratios(
  item: string,
  first: number,
  last: number,
  count: number | undefined,
  whole: boolean,
): SweepValues {
  if (count === undefined || !Number.isInteger(count) || count < 2) {
    return wrong(`${showValue(item)} needs a whole number of values, 2 or more, after log.`);
  }
  if (!(first > 0 && last > 0)) return wrong(`Both ends of ${showValue(item)} must be above 0.`);
  if (count > mostRuns) return tooMany(item, count);
  const values = Array.from({ length: count }, (_, at) => {
    if (at === 0) return first;
    if (at === count - 1) return last;
    // By logarithms, for the ratio of the ends may be more than a number can hold.
    const share = at / (count - 1);
    const value = Math.exp(Math.log(first) * (1 - share) + Math.log(last) * share);
    return whole ? Math.round(value) : Number(value.toPrecision(4));
  });
  return { values: [...new Set(values)] };
}
