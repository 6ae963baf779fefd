// What is known of the data without reading it: the shape of a sample and how many there are.

import { toyKinds, type DataSpec, type ToySpec } from './run-spec.ts';

export function isToy(data: DataSpec): data is ToySpec {
  return isToyKind(data.kind);
}

export function isToyKind(kind: string): kind is ToySpec['kind'] {
  return (toyKinds as readonly string[]).includes(kind);
}

/** `[height, width, channels]` of an image, or `[2]` for a point in the plane. */
export function sampleShape(data: DataSpec): readonly number[] {
  return isToy(data) ? [2] : [data.size, data.size, data.channels];
}

export interface DataCounts {
  /** Undefined while it is not known: an IDX file that has not been read. */
  readonly train?: number;
  readonly heldOut: number;
}

/** How many samples there are to train on, and how many are kept out of training for the metrics. */
export function dataCounts(data: DataSpec): DataCounts {
  switch (data.kind) {
    case 'fashion-mnist':
      return { train: 60_000, heldOut: 10_000 };
    case 'idx':
      return { heldOut: data.heldOut };
    case '8gaussians':
    case '25gaussians':
    case 'swissroll':
      return { train: 100_000, heldOut: 2000 };
  }
}
