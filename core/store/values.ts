// Numbers as SQLite can hold them. It turns NaN into NULL and loses the sign of zero; a flag beside the value keeps
// them, so that what was measured comes back to the bit.

/** A value and its flag: 0 a number, 1 NaN, 2 Infinity, 3 -Infinity, 4 negative zero. */
export type Stored = readonly [value: number, flag: number];

export function toStored(value: number): Stored {
  if (Number.isNaN(value)) return [0, 1];
  if (value === Infinity) return [0, 2];
  if (value === -Infinity) return [0, 3];
  if (Object.is(value, -0)) return [0, 4];
  return [value, 0];
}

const special = [0, NaN, Infinity, -Infinity, -0];

export function fromStored(value: number, flag: number): number {
  return flag === 0 ? value : (special[flag] ?? NaN);
}
