// Whether a picture file has its end. Decoders take one that was cut off for a picture that is grey from there on.

/** Trailing bytes, as some cameras write them, are no fault. */
export function isWhole(file: Buffer, type: 'png' | 'jpg' | 'webp'): boolean {
  switch (type) {
    case 'png':
      return hasLastChunk(file);
    case 'jpg':
      // The end marker comes after the last scan has begun; neither occurs within a scan. A thumbnail has its own before.
      return file.lastIndexOf(endOfImage) > file.lastIndexOf(startOfScan);
    case 'webp':
      return file.readUInt32LE(4) + 8 <= file.length;
  }
}

const endOfImage = Buffer.of(0xff, 0xd9);
const startOfScan = Buffer.of(0xff, 0xda);

/** Chunks of a PNG are a length, a name of four letters, that many bytes and a checksum; the last is IEND. */
function hasLastChunk(file: Buffer): boolean {
  let at = 8;
  while (at + 12 <= file.length) {
    if (file.toString('latin1', at + 4, at + 8) === 'IEND') return true;
    at += 12 + file.readUInt32BE(at);
  }
  return false;
}
