// The two containers that systems want icons in. Both hold PNGs.

export interface SizedPng {
  /** Pixels. */
  readonly size: number;
  readonly png: Uint8Array;
}

/** Windows: a directory of 16 bytes per picture, then the pictures (PNGs since Windows Vista). */
export function icoFile(pictures: readonly SizedPng[]): Buffer {
  const head = Buffer.alloc(6 + 16 * pictures.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(pictures.length, 4);
  let offset = head.length;
  pictures.forEach(({ size, png }, index) => {
    const entry = 6 + 16 * index;
    // 0 stands for 256, the largest there is.
    head.writeUInt8(size % 256, entry);
    head.writeUInt8(size % 256, entry + 1);
    head.writeUInt16LE(1, entry + 4);
    head.writeUInt16LE(32, entry + 6);
    head.writeUInt32LE(png.length, entry + 8);
    head.writeUInt32LE(offset, entry + 12);
    offset += png.length;
  });
  return Buffer.concat([head, ...pictures.map(({ png }) => png)]);
}

/** Apple's names for a picture of a size, the plain one before those for displays of double density. */
const icnsTypes: Readonly<Record<number, readonly string[]>> = {
  16: ['icp4'],
  32: ['icp5', 'ic11'],
  64: ['ic12'],
  128: ['ic07'],
  256: ['ic08', 'ic13'],
  512: ['ic09', 'ic14'],
  1024: ['ic10'],
};

/** macOS: elements of a four-letter type, their length with these eight bytes, and the picture. */
export function icnsFile(pictures: readonly SizedPng[]): Buffer {
  const elements = pictures.flatMap(({ size, png }) =>
    (icnsTypes[size] ?? []).map((type) => Buffer.concat([elementHead(type, png.length), png])),
  );
  const length = elements.reduce((sum, element) => sum + element.length, 0);
  return Buffer.concat([elementHead('icns', length), ...elements]);
}

function elementHead(type: string, length: number): Buffer {
  const head = Buffer.alloc(8);
  head.write(type, 'latin1');
  head.writeUInt32BE(length + 8, 4);
  return head;
}
