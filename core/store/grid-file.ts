// The file of one grid of samples: the samples, and for points the critic's field around them.

import * as v from 'valibot';
import type { CriticField, SamplesEvent } from '../gan/events.ts';
import { encode, readContainer, type StoredArray } from './container.ts';
import { StoreError } from './errors.ts';
import { writeDurably, type Write } from './files.ts';
import { toByte } from './pixels.ts';

/** Pictures `[count, height, width, channels]` of eight bits, or points `[count, 2]`. */
export type GridContent =
  | { readonly kind: 'images'; readonly shape: readonly number[]; readonly pixels: Uint8Array }
  | {
      readonly kind: 'points';
      readonly shape: readonly number[];
      readonly points: Float32Array;
      readonly field: CriticField | null;
    };

const extentSchema = v.object({ xMin: v.number(), xMax: v.number(), yMin: v.number(), yMax: v.number() });

/** @returns the file's bytes @throws StoreError, with whatever was at `path` as it was */
export function writeGrid(
  path: string,
  run: string,
  { iteration, criticUpdates, activeSeconds, shape, data, field }: SamplesEvent,
  doing: string,
  write?: Write,
): number {
  const stored = shape.length === 4 ? Uint8Array.from(data, toByte) : data;
  const arrays: StoredArray[] = [{ name: 'samples', shape, data: stored }];
  const header = { kind: 'samples', run, iteration, criticUpdates, activeSeconds };
  if (field === undefined) return writeDurably(path, encode({ header, arrays }), doing, write);
  const { columns, rows, values, ...extent } = field;
  arrays.push({ name: 'field', shape: [rows, columns], data: values });
  return writeDurably(path, encode({ header: { ...header, field: extent }, arrays }), doing, write);
}

/** @throws StoreError when the file is missing, truncated or altered */
export function readGrid(path: string): GridContent {
  const { header, arrays } = readContainer(path);
  const [samples, field] = ['samples', 'field'].map((name) => arrays.find((one) => one.name === name));
  if (samples === undefined) throw new StoreError('damaged', `${path} is damaged: it holds no samples.`);
  const { shape, data } = samples;
  if (data instanceof Uint8Array) return { kind: 'images', shape, pixels: data };
  if (field === undefined) return { kind: 'points', shape, points: data, field: null };
  const extent = v.safeParse(extentSchema, header.field);
  const [rows, columns] = field.shape;
  if (!extent.success || field.shape.length !== 2 || field.data instanceof Uint8Array) {
    throw new StoreError('damaged', `${path} is damaged: its field makes no sense.`);
  }
  return {
    kind: 'points',
    shape,
    points: data,
    field: { ...extent.output, columns, rows, values: field.data },
  };
}
