import { encode as pack } from '@msgpack/msgpack';
import { describe, expect, it } from 'vitest';
import { CallError } from '../../../core/protocol/call-error.ts';
import { decode, encode } from '../../../core/protocol/codec.ts';
import { frameProblem } from '../../../core/protocol/frame-limits.ts';
import type { Message } from '../../../core/protocol/rpc.ts';

const answer = (value: unknown): Message => ({ kind: 'answer', id: 1, value });
const roundTrip = (value: unknown): unknown => (decode(encode(answer(value))) as { value?: unknown }).value;

describe('a frame', () => {
  it.each([
    ['numbers', [0, -0, 1.5, -1, 2 ** 53 - 1, -(2 ** 53) + 1, Number.NaN, Infinity, -Infinity, 5e-324]],
    ['texts', ['', 'ü → 漢字 🙂', 'x'.repeat(70_000)]],
    ['records', { a: null, b: true, c: { d: [] }, e: false }],
    ['bytes', Uint8Array.from({ length: 300 }, (_, i) => i % 256)],
    ['float32', Float32Array.of(0.1, -0, Number.NaN, Infinity)],
    ['float64', Float64Array.of(0.1, -0, Number.NaN, -Infinity)],
    ['empty arrays', [new Uint8Array(), new Float32Array(), new Float64Array(), []]],
    ['a part of a larger array', new Float64Array([1, 2, 3, 4]).subarray(1, 3)],
    ['arrays at odd places', ['x', Float64Array.of(1), 'yz', Float32Array.of(2), Float64Array.of(3)]],
  ])('keeps %s', (_, value) => {
    expect(roundTrip(value)).toStrictEqual(value instanceof Float64Array ? Float64Array.from(value) : value);
  });

  it('keeps the sign of zero', () => {
    expect(Object.is(roundTrip(-0), -0)).toBe(true);
  });

  it('leaves out what is undefined', () => {
    expect(roundTrip({ a: undefined, b: 1 })).toEqual({ b: 1 });
    expect(roundTrip(undefined)).toBeUndefined();
  });

  it('gives plain bytes even when it is a Buffer', () => {
    const frame = Buffer.concat([Buffer.of(0, 0, 0), encode(answer(Uint8Array.of(1, 2)))]).subarray(3);
    const { value } = decode(frame) as { value: Uint8Array };
    expect(Object.getPrototypeOf(value)).toBe(Uint8Array.prototype);
    const floats = Buffer.concat([Buffer.of(0), encode(answer(Float64Array.of(7)))]).subarray(1);
    expect((decode(floats) as { value: unknown }).value).toEqual(Float64Array.of(7));
  });
});

describe('a hostile frame', () => {
  const bad: [string, Uint8Array][] = [
    ['nothing', new Uint8Array()],
    ['text', new TextEncoder().encode('{"kind":"call"}')],
    ['a number', pack(7)],
    ['a record of another kind', pack({ kind: 'explode' })],
    ['a call without arguments', pack({ kind: 'call', id: 1, name: 'x' })],
    ['a call with a number that is none', pack({ kind: 'call', id: -1, name: 'x', args: [] })],
    ['a list that claims four billion items', Uint8Array.of(0xdd, 0xff, 0xff, 0xff, 0xff, 1)],
    ['a record that claims four billion fields', Uint8Array.of(0xdf, 0xff, 0xff, 0xff, 0xff, 1)],
    ['bytes that claim more than there is', Uint8Array.of(0xc6, 0xff, 0xff, 0xff, 0xff, 1)],
    ['lists of a million items, one inside the other', nested(200_000, [0xdd, 0, 0x0f, 0xff, 0xff])],
    ['lists that nest a hundred thousand times', nested(100_000, [0x91])],
    ['a call whose arguments nest too deep', pack({ kind: 'call', id: 1, name: 'x', args: [deep(60)] })],
    ['an end in the middle of a number', Uint8Array.of(0x91, 0xcb, 0, 0)],
    ['an end in the middle of a length', Uint8Array.of(0xda, 0)],
    ['a type that does not exist', Uint8Array.of(0xc1)],
    ['something after its end', Uint8Array.of(...pack({ kind: 'seen', number: 1 }), 0)],
    ['a field named __proto__', pack(JSON.parse('{"kind":"answer","id":1,"value":{"__proto__":{"x":1}}}'))],
    ['floats that are not whole', pack({ kind: 'answer', id: 1, value: 0 }).with(-1, 0xc1)],
    ['a part of a float', Uint8Array.of(0xc7, 3, 1, 1, 2, 3)],
  ];

  function deep(levels: number): unknown {
    return levels === 0 ? 1 : [deep(levels - 1)];
  }

  function nested(count: number, head: readonly number[]): Uint8Array {
    const bytes = new Uint8Array(count * head.length);
    for (let i = 0; i < count; i += 1) bytes.set(head, i * head.length);
    return bytes;
  }

  it.each(bad)('is refused with a sentence: %s', (_, frame) => {
    const begun = performance.now();
    let error: unknown;
    try {
      decode(frame);
    } catch (reason) {
      error = reason;
    }
    expect(error).toBeInstanceOf(CallError);
    expect(error).toMatchObject({
      code: 'invalid',
      message: expect.stringMatching(/^The frame .*\.$/) as string,
    });
    expect(performance.now() - begun).toBeLessThan(500);
  });

  it('is refused when it is too large', () => {
    const frame = encode(answer('x'.repeat(1000)));
    expect(() => decode(frame, 500)).toThrow('The frame is too large.');
    expect(decode(frame, 2000)).toBeDefined();
  });

  it('of random bytes never does more than that', () => {
    let state = 1;
    const random = (): number => (state = (state * 48_271) % 2_147_483_647);
    const good = encode({
      kind: 'call',
      id: 3,
      name: 'readRun',
      args: ['abc', { a: [1, 2, Float64Array.of(3)] }],
    });
    for (let round = 0; round < 5000; round += 1) {
      const frame =
        round % 2 === 0 ? good.slice() : Uint8Array.from({ length: random() % 60 }, () => random() % 256);
      if (round % 2 === 0) frame[random() % frame.length] = random() % 256;
      try {
        decode(frame);
      } catch (error) {
        if (!(error instanceof CallError)) throw error;
      }
    }
  });

  it('is seen for what it is: every kind of value is sound', () => {
    const values = [
      ...[0, 127, 128, 255, 256, 65_536, 2 ** 33, -1, -32, -33, -129, -40_000, -(2 ** 33), 1.5],
      ...['', 'x'.repeat(31), 'x'.repeat(32), 'x'.repeat(256), 'x'.repeat(70_000)],
      ...[[], Array(15).fill(1), Array(16).fill(1), Array(70_000).fill(null), {}, null, true, false],
      ...[new Uint8Array(10), new Uint8Array(300), new Uint8Array(70_000)],
      Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`k${i}`, i])),
    ];
    for (const value of values) expect(frameProblem(pack(value))).toBeNull();
    for (const length of [1, 2, 4, 8, 16, 3, 300, 70_000]) {
      expect(frameProblem(encode(answer(new Float32Array(length))))).toBeNull();
    }
  });
});
