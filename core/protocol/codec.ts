// A message as one binary frame and back: MessagePack, with typed arrays as extensions, so that NaN, infinities, -0
// and the bits of every value arrive as they were, and with long lists of records by column.

import { Decoder, encode as pack, ExtensionCodec } from '@msgpack/msgpack';
import { CallError } from './call-error.ts';
import { frameLimit, frameProblem } from './frame-limits.ts';
import { isMessage } from './message.ts';
import type { Message } from './rpc.ts';
import { fromTable, toTable } from './table.ts';

/** Extension types, each with the bytes of the array as they lie in memory (little-endian wherever this runs). */
const float32 = 1;
const float64 = 2;
/** A list of records, as the MessagePack of a table. */
const table = 3;

/** Tables inside tables: a list of runs has two. */
const deepestTable = 8;
let depth = 0;

const extensionCodec = new ExtensionCodec();
extensionCodec.register({
  type: float32,
  encode: (value) => (value instanceof Float32Array ? bytesOf(value) : null),
  decode: (bytes) => new Float32Array(aligned(bytes, 4)),
});
extensionCodec.register({
  type: float64,
  encode: (value) => (value instanceof Float64Array ? bytesOf(value) : null),
  decode: (bytes) => new Float64Array(aligned(bytes, 8)),
});
extensionCodec.register({
  type: table,
  encode(value) {
    const columns = toTable(value);
    return columns === null ? null : pack(columns, options);
  },
  decode(bytes) {
    if (depth >= deepestTable) throw new RangeError('Tables are too deep.');
    const problem = frameProblem(bytes);
    if (problem !== null) throw new RangeError(`The table ${problem}.`);
    depth += 1;
    try {
      return fromTable(decoder.decode(bytes));
    } finally {
      depth -= 1;
    }
  },
});

const options = {
  extensionCodec,
  ignoreUndefined: true,
  // As integers, -0 would lose its sign.
  forceIntegerToFloat: true,
} as const;

const decoder = new Decoder({ extensionCodec });

/** Absent and `undefined` fields are the same on the other side. @throws CallError when it is larger than a frame may be */
export function encode(message: Message): Uint8Array {
  const bytes = pack(message, options);
  if (bytes.length > frameLimit) {
    throw new CallError('failed', `The answer is too large to be sent (${bytes.length} bytes).`);
  }
  return bytes;
}

/**
 * Reads one frame, which may be anybody's.
 * @param limit bytes that it may have
 * @throws CallError `invalid` when it is not a message; nothing else, whatever the bytes are
 */
export function decode(frame: Uint8Array, limit = frameLimit): Message {
  const problem = frame.length > limit ? 'is too large' : frameProblem(frame);
  if (problem !== null) throw new CallError('invalid', `The frame ${problem}.`);
  // Node's Buffer is a Uint8Array, but what is cut out of one is a Buffer again.
  const bytes = new Uint8Array(frame.buffer, frame.byteOffset, frame.byteLength);
  let value: unknown;
  try {
    value = decoder.decode(bytes);
  } catch (cause) {
    throw new CallError('invalid', 'The frame is not MessagePack.', { cause });
  }
  if (!isMessage(value)) throw new CallError('invalid', 'The frame is not a message.');
  return value;
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array | Float64Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** A copy of its own: in a frame an array begins anywhere. @throws RangeError for a part of a value */
function aligned(bytes: Uint8Array, valueBytes: number): ArrayBuffer {
  if (bytes.length % valueBytes !== 0) throw new RangeError(`${bytes.length} bytes are not whole values.`);
  const copy = new Uint8Array(bytes.length);
  copy.set(bytes);
  return copy.buffer;
}
