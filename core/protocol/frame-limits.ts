// How large a message in one binary frame may be, and a look at what a frame claims before anything is made of it.

/** Bytes of the largest frame: a grid of 64 x 64 images of 64 x 64 pixels in colour, and room to spare. */
export const frameLimit = 2 ** 26;

/** No message nests deeper. */
const deepest = 32;

/**
 * Goes over a frame of MessagePack without making anything of it. A few bytes can claim a list of billions, and
 * thousands of them one inside another; a decoder that believes them runs out of memory.
 * @returns what is wrong, to follow "the frame"; null if it is sound
 */
export function frameProblem(bytes: Uint8Array): string | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  /** Values still to come, of each list and record around the current place. */
  const open: number[] = [1];
  let at = 0;
  while (open.length > 0) {
    if (open[open.length - 1] === 0) {
      open.pop();
      continue;
    }
    open[open.length - 1] -= 1;
    if (at >= bytes.length) return 'ends too early';
    const head = readHead(view, at);
    if (head === null) return 'ends too early or is not MessagePack';
    at += head.bytes;
    // Every value takes a byte at least.
    if (at + head.values > bytes.length) return 'claims more than it holds';
    if (head.values > 0) {
      if (open.length > deepest) return 'nests too deep';
      open.push(head.values);
    }
  }
  return at === bytes.length ? null : 'goes on after its end';
}

interface Head {
  /** Of the value without the values inside it. */
  readonly bytes: number;
  /** Inside it: two for each entry of a record. */
  readonly values: number;
}

/** The value that begins here; null where there is none. The numbers are those of the MessagePack specification. */
function readHead(view: DataView, at: number): Head | null {
  const type = view.getUint8(at);
  if (type < 0x80 || type >= 0xe0) return flat(1);
  if (type < 0x90) return { bytes: 1, values: 2 * (type & 0x0f) };
  if (type < 0xa0) return { bytes: 1, values: type & 0x0f };
  if (type < 0xc0) return flat(1 + (type & 0x1f));
  const fixed = fixedSizes[type];
  if (fixed !== undefined) return flat(fixed);
  const sized = sizedTypes[type];
  if (sized === undefined || at + 1 + sized.lengthBytes > view.byteLength) return null;
  const length = lengthAt(view, at + 1, sized.lengthBytes);
  const bytes = 1 + sized.lengthBytes;
  return sized.values === 0 ? flat(bytes + length + sized.extra) : { bytes, values: sized.values * length };
}

function flat(bytes: number): Head {
  return { bytes, values: 0 };
}

function lengthAt(view: DataView, at: number, bytes: 1 | 2 | 4): number {
  return bytes === 1 ? view.getUint8(at) : bytes === 2 ? view.getUint16(at) : view.getUint32(at);
}

/** Bytes of the values whose size their type says. */
const fixedSizes: Readonly<Partial<Record<number, number>>> = {
  ...{ 0xc0: 1, 0xc2: 1, 0xc3: 1, 0xca: 5, 0xcb: 9 },
  ...{ 0xcc: 2, 0xcd: 3, 0xce: 5, 0xcf: 9, 0xd0: 2, 0xd1: 3, 0xd2: 5, 0xd3: 9 },
  ...{ 0xd4: 3, 0xd5: 4, 0xd6: 6, 0xd7: 10, 0xd8: 18 },
};

interface Sized {
  readonly lengthBytes: 1 | 2 | 4;
  /** Values per unit of the length; 0 where the length counts bytes. */
  readonly values: 0 | 1 | 2;
  /** Bytes besides: the type of an extension. */
  readonly extra: 0 | 1;
}

const sizedTypes: Readonly<Partial<Record<number, Sized>>> = {
  0xc4: { lengthBytes: 1, values: 0, extra: 0 },
  0xc5: { lengthBytes: 2, values: 0, extra: 0 },
  0xc6: { lengthBytes: 4, values: 0, extra: 0 },
  0xc7: { lengthBytes: 1, values: 0, extra: 1 },
  0xc8: { lengthBytes: 2, values: 0, extra: 1 },
  0xc9: { lengthBytes: 4, values: 0, extra: 1 },
  0xd9: { lengthBytes: 1, values: 0, extra: 0 },
  0xda: { lengthBytes: 2, values: 0, extra: 0 },
  0xdb: { lengthBytes: 4, values: 0, extra: 0 },
  0xdc: { lengthBytes: 2, values: 1, extra: 0 },
  0xdd: { lengthBytes: 4, values: 1, extra: 0 },
  0xde: { lengthBytes: 2, values: 2, extra: 0 },
  0xdf: { lengthBytes: 4, values: 2, extra: 0 },
};
