// Sorting many float32 values, some times as fast as a typed array's own sort: a radix sort of 3 x 11 bits.

const bits = 11;
const buckets = 2 ** bits;
const mask = buckets - 1;

/** Sorts arrays of a fixed length in place. None of their values may be NaN. */
export function floatSorter(length: number): (values: Float32Array) => void {
  const scratch = [new Uint32Array(length), new Uint32Array(length)] as const;
  const counts = new Uint32Array(3 * buckets);
  return (values) => {
    const stored = new Uint32Array(values.buffer, values.byteOffset, length);
    counts.fill(0);
    // As unsigned numbers the bits of floats are in order once those below 0 are turned round and the others lie above.
    for (let i = 0; i < length; i += 1) {
      const raw = stored[i];
      const key = (raw >>> 31 === 1 ? ~raw : raw | 0x8000_0000) >>> 0;
      stored[i] = key;
      counts[key & mask] += 1;
      counts[buckets + ((key >>> bits) & mask)] += 1;
      counts[2 * buckets + (key >>> (2 * bits))] += 1;
    }
    for (let digit = 0; digit < 3; digit += 1) {
      let sum = 0;
      for (let at = digit * buckets; at < (digit + 1) * buckets; at += 1) {
        const count = counts[at];
        counts[at] = sum;
        sum += count;
      }
    }
    scatter(stored, scratch[0], 0, counts);
    scatter(scratch[0], scratch[1], 1, counts);
    scatter(scratch[1], stored, 2, counts);
    for (let i = 0; i < length; i += 1) {
      const key = stored[i];
      stored[i] = key >>> 31 === 1 ? key & 0x7fff_ffff : ~key;
    }
  };
}

/** One pass: by digit number `digit`, those of equal digits in the order they are in. */
function scatter(from: Uint32Array, to: Uint32Array, digit: number, counts: Uint32Array): void {
  const shift = digit * bits;
  const base = digit * buckets;
  for (let i = 0; i < from.length; i += 1) {
    const key = from[i];
    const at = base + ((key >>> shift) & mask);
    to[counts[at]] = key;
    counts[at] += 1;
  }
}
