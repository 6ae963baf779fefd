// Run ids: ten letters that sort by creation and are short enough to type the first few of.

import { randomInt } from 'node:crypto';

/**
 * Eight letters of time (milliseconds since 2025, good until 2059) and two of chance. Later runs sort after
 * earlier ones, even those of the same millisecond or made after the clock was set back.
 * @param newest the greatest id so far; null for none
 */
export function nextId(newest: string | null): string {
  const now = Date.now() - Date.UTC(2025, 0, 1);
  const time = newest === null ? now : Math.max(now, base32Value(newest.slice(0, 8)) + 1);
  return base32(time, 8) + base32(randomInt(1024), 2);
}

// Crockford's alphabet: no letters that look like digits, and its order is that of the characters.
const letters = '0123456789abcdefghjkmnpqrstvwxyz';

function base32(value: number, length: number): string {
  let text = '';
  for (let rest = value; text.length < length; rest = Math.floor(rest / 32)) text = letters[rest % 32] + text;
  return text;
}

function base32Value(text: string): number {
  let value = 0;
  for (const letter of text) value = value * 32 + letters.indexOf(letter);
  return value;
}
