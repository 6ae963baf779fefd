// Tables of numbers as the bundle has them: float64 values, little-endian, row by row.

const bytesPerNumber = 8;
/** Rows that are put together into one part. */
const rowsPerPart = 8192;

/** Rows of `width` numbers as bytes. */
export function* packed(rows: Iterable<readonly number[]>, width: number): Generator<Uint8Array> {
  let part = new Float64Array(rowsPerPart * width);
  let length = 0;
  for (const row of rows) {
    part.set(row, length);
    length += width;
    if (length === part.length) {
      yield bytesOf(part);
      part = new Float64Array(rowsPerPart * width);
      length = 0;
    }
  }
  if (length > 0) yield bytesOf(part.subarray(0, length));
}

/** Bytes of a table of so many rows. */
export const packedBytes = (rows: number, width: number): number => rows * width * bytesPerNumber;

/** The numbers of a table; null when its bytes are not whole rows. */
export function unpacked(bytes: Uint8Array, width: number): Float64Array | null {
  if (bytes.length % (width * bytesPerNumber) !== 0) return null;
  // Copied, because numbers must start at a multiple of their size.
  return new Float64Array(new Uint8Array(bytes).buffer);
}

function bytesOf(numbers: Float64Array): Uint8Array {
  return new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}
