// Comparing arrays of float32 with numbers computed in double precision.

import { readFileSync } from 'node:fs';

import { expect } from 'vitest';

/** A fixture written by fixtures/make_fixtures.py. */
export function fixture(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`./fixtures/${name}.json`, import.meta.url), 'utf8'));
}

export interface Tolerance {
  /** Allowed share of the largest magnitude among the expected values. */
  readonly relative: number;
  /** Allowed difference on top of that. */
  readonly absolute: number;
}

/** Fails, naming the worst value, unless every value is as expected within the tolerance. */
export function expectClose(
  what: string,
  actual: ArrayLike<number>,
  expected: ArrayLike<number> | number,
  { relative, absolute }: Tolerance,
): void {
  const wanted = typeof expected === 'number' ? [expected] : Array.from(expected);
  const got = Array.from(actual);
  expect(got.length, `${what}: number of values`).toBe(wanted.length);
  const allowed = absolute + relative * Math.max(...wanted.map(Math.abs));
  // NaN compares false, so ask for what is right instead of what is wrong.
  const at = got.findIndex((value, i) => !(Math.abs(value - wanted[i]) <= allowed));
  if (at >= 0) {
    expect.fail(`${what}[${at}] is ${got[at]}, expected ${wanted[at]} within ${allowed}`);
  }
}
