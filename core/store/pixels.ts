// How a network's output in [-1, 1] becomes the eight bits that are stored, shown and exported.

/** `round((value + 1) * 127.5)`, clamped to 0..255; NaN is 0. */
export function toByte(value: number): number {
  if (!(value > -1)) return 0;
  return value < 1 ? Math.round((value + 1) * 127.5) : 255;
}

/** The value in the middle of those that become this byte: `toByte(fromByte(b)) === b`, in float32 too. */
export function fromByte(byte: number): number {
  return byte / 127.5 - 1;
}
