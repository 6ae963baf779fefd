// Changes a search as text: what the filter buttons do, so that the text always says all of it.

import { parseQuery } from './query.ts';

/** What the text asks of a field, over all its terms that are not turned round. */
export function valuesOf(text: string, key: string): readonly string[] {
  return parseQuery(text)
    .terms.filter((term) => term.key === key && !term.negated)
    .flatMap(({ values }) => values);
}

/** The text with exactly these values for a field; none take the field out. */
export function withValues(text: string, key: string, values: readonly string[]): string {
  const term = values.length === 0 ? '' : `${key}:${values.map(quoted).join(',')}`;
  return replaced(text, key, term);
}

export function hasFlag(text: string, key: string): boolean {
  return parseQuery(text).terms.some((term) => term.key === key && !term.negated);
}

export function withFlag(text: string, key: string, on: boolean): string {
  return replaced(text, key, on ? key : '');
}

function replaced(text: string, key: string, term: string): string {
  const kept: string[] = [];
  let at = 0;
  for (const { from, to, key: of, negated } of parseQuery(text).terms) {
    if (of !== key || negated) continue;
    kept.push(text.slice(at, from));
    at = to;
  }
  return [...kept, text.slice(at), term]
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join(' ');
}

function quoted(value: string): string {
  return /[\s,"]/u.test(value) || value === '' ? `"${value.replaceAll('"', '')}"` : value;
}
