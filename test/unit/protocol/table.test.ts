// Lists of records by column: what goes in comes out, and nobody can claim more than there is.

import { describe, expect, it } from 'vitest';
import { CallError } from '../../../core/protocol/call-error.ts';
import { decode, encode } from '../../../core/protocol/codec.ts';
import type { Message } from '../../../core/protocol/rpc.ts';
import { fromTable, toTable } from '../../../core/protocol/table.ts';

const answer = (value: unknown): Message => ({ kind: 'answer', id: 1, value });
const framed = (value: unknown): unknown => (decode(encode(answer(value))) as { value?: unknown }).value;
const many = <T>(make: (i: number) => T, count = 40): T[] => Array.from({ length: count }, (_, i) => make(i));

describe('a list of records', () => {
  it.each([
    ['numbers of all kinds', many((i) => ({ a: [Number.NaN, -0, Infinity, 1 / 3, -7][i % 5], b: i }))],
    [
      'texts that repeat, and texts that do not',
      many((i) => ({ state: i % 3 ? 'running' : '', id: `run ${i}` })),
    ],
    [
      'nothing, flags and mixtures',
      many((i) => ({ a: null, b: i % 2 === 0, c: i % 2 ? null : 1, d: i % 2 ? 'x' : 2 })),
    ],
    ['fields that some have', many((i) => (i % 4 === 0 ? {} : i % 2 ? { a: i } : { a: i, b: 'x' }))],
    [
      'records in records',
      many((i) => ({ m: i % 2 ? { loss: { last: i, best: null } } : { w1: { last: -0, best: 2 } } })),
    ],
    [
      'lists and typed arrays',
      many((i) => ({ tags: many((n) => `t${n}`, i % 3), v: Float64Array.of(i), p: Uint8Array.of(i) })),
    ],
    [
      'names that mean something',
      many(() => ({ constructor: 1, toString: 'x', hasOwnProperty: null, has: 2, values: 3 })),
    ],
    ['only empty records', many(() => ({}))],
    ['something else in between', [...many((i) => ({ i })), [1], null, 'x']],
    ['few of them', many((i) => ({ i }), 3)],
  ])('keeps %s', (_, list) => {
    expect(framed(list)).toStrictEqual(list);
  });

  it('keeps the bits of numbers', () => {
    const [first] = framed(many(() => ({ zero: -0 }))) as { zero: number }[];
    expect(Object.is(first.zero, -0)).toBe(true);
  });

  it('leaves out what is undefined', () => {
    expect(framed(many((i) => ({ a: i % 2 ? undefined : i, b: undefined, c: 1 })))).toStrictEqual(
      many((i) => (i % 2 ? { c: 1 } : { a: i, c: 1 })),
    );
    expect(toTable(many(() => ({ a: undefined })))).toBeNull();
  });

  it('takes much less room than each record by itself', () => {
    const list = many((i) => ({ iteration: i, activeSeconds: i / 7, objective: 'wgan-gp' }), 1000);
    expect(encode(answer(list)).length).toBeLessThan(30_000);
  });
});

describe('a table of somebody else', () => {
  const column = { name: 'a', has: null, values: [1, 2], texts: null };
  it.each([
    ['nothing', null],
    ['no columns', { records: 4e9, columns: [] }],
    ['more records than values', { records: 4e9, columns: [column] }],
    ['fewer records than values', { records: 1, columns: [column] }],
    ['records that are no number', { records: 'x', columns: [{ ...column, values: [] }] }],
    ['a prototype', { records: 2, columns: [{ ...column, name: '__proto__' }] }],
    ['values that are none', { records: 2, columns: [{ ...column, values: 'ab' }] }],
    ['a mask of another length', { records: 2, columns: [{ ...column, has: Uint8Array.of(1) }] }],
    ['a mask that counts otherwise', { records: 2, columns: [{ ...column, has: Uint8Array.of(1, 0) }] }],
    ['texts at no place', { records: 1, columns: [{ ...column, values: Float64Array.of(1), texts: ['a'] }] }],
    ['texts without places', { records: 2, columns: [{ ...column, texts: ['a', 'b', 'c'] }] }],
    ['columns that are none', { records: 2, columns: [null] }],
  ])('is refused: %s', (_, table) => {
    expect(() => fromTable(table)).toThrow(/no table/);
  });

  it('is refused in a frame that was changed anywhere, or read as it is, but never more than that', () => {
    const good = encode(
      answer(many((i) => ({ id: `r${i}`, state: 'queued', seed: i, m: { a: { b: i } } }), 20)),
    );
    let state = 7;
    const random = (): number => (state = (state * 48_271) % 2_147_483_647);
    for (let round = 0; round < 4000; round += 1) {
      const frame = good.slice();
      frame[random() % frame.length] = random() % 256;
      try {
        decode(frame);
      } catch (error) {
        if (!(error instanceof CallError)) throw error;
      }
    }
  });

  it('is refused when tables lie in each other without end', () => {
    // {"columns":[…]} with an extension of the table's type inside, again and again.
    let inner = Uint8Array.of(0xc0);
    for (let level = 0; level < 50; level += 1) {
      const head = Uint8Array.of(0xc9, 0, 0, 0, 0, 3);
      new DataView(head.buffer).setUint32(1, inner.length);
      inner = Uint8Array.from([...head, ...inner]);
    }
    const before = encode(answer(null));
    expect(() => decode(Uint8Array.from([...before.subarray(0, -1), ...inner]))).toThrow(
      /The frame is not MessagePack/,
    );
  });
});
