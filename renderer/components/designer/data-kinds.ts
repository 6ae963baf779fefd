// What the designer starts with when data of a kind are chosen that have yet to be brought.

import type { DataSpec } from '../../../core/spec/run-spec.ts';

interface Start {
  /** Keeps the form of the specification right until somebody has typed the real one. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** The field that must be typed; its box is empty at first. */
  readonly asks?: string;
}

/** A circle of points, so that there is something to see and to change. */
const circle: readonly number[] = Array.from({ length: 12 }, (_, i) => {
  const angle = (i * Math.PI) / 6;
  return [Math.cos(angle), Math.sin(angle)].map((value) => Number(value.toFixed(3)));
}).flat();

export const startOf: Readonly<Partial<Record<DataSpec['kind'], Start>>> = {
  idx: { fields: { images: 'train-images-idx3-ubyte.gz' }, asks: 'data.images' },
  csv: { fields: { path: 'points.csv' }, asks: 'data.path' },
  npy: { fields: { path: 'images.npy' }, asks: 'data.path' },
  folder: { fields: { path: 'images' }, asks: 'data.path' },
  cifar: { fields: { path: 'cifar-10-binary.tar.gz' }, asks: 'data.path' },
  stacked: { fields: { images: 'train-images-idx3-ubyte.gz' }, asks: 'data.images' },
  drawn: { fields: { points: circle } },
};

/** Fields that an empty box takes away. */
export const optionalFields: readonly string[] = ['data.labels', 'data.entry'];

/** Whether a box of the data waits for something to be typed. */
export function isAsked(texts: Readonly<Record<string, string>>): boolean {
  return Object.values(startOf).some(({ asks }) => asks !== undefined && asks in texts);
}
