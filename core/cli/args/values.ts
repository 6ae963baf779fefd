// Reads the values of options that several commands have.

import { parseDecimal } from '../../spec/decimal.ts';
import { showCount, showValue } from '../../spec/problem.ts';
import { largestSeed, mostSteps } from '../../spec/run-schema.ts';
import type { Line } from './line.ts';
import { examples } from './options.ts';
import { UsageError } from './usage-error.ts';

export function wholeNumber(
  line: Line,
  option:
    'iterations' | 'seed' | 'seeds' | 'port' | 'iteration' | 'scale' | 'frames' | 'checkpoint' | 'samples',
  min: number,
  max: number,
): number | undefined {
  const text = line.values.get(option)?.[0];
  if (text === undefined) return undefined;
  const value = parseDecimal(text) ?? Number.NaN;
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  const range = `a whole number from ${showCount(min)} to ${showCount(max)}`;
  throw new UsageError(`--${option} must be ${range}, not ${showValue(text)}.`, line.command);
}

export function settingsOf(line: Line): readonly string[] {
  const settings = line.values.get('set') ?? [];
  const wrong = settings.find((setting) => setting.indexOf('=') < 1);
  if (wrong === undefined) return settings;
  const message = `--set must be path=value, as in ${examples.set}, not ${showValue(wrong)}.`;
  throw new UsageError(message, line.command);
}

/** Only the fields that were given: `exactOptionalPropertyTypes` tells an absent field from undefined. */
export function present<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

export function common(line: Line) {
  return { json: line.flags.has('json'), ...present({ data: line.values.get('data')?.[0] }) };
}

export function engineOf(line: Line): string {
  return line.values.get('engine')?.[0] ?? 'auto';
}

export function numbersOf(line: Line) {
  const iterations = wholeNumber(line, 'iterations', 1, mostSteps);
  const seed = wholeNumber(line, 'seed', 0, largestSeed);
  return present({ iterations, seed });
}
