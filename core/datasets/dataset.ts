// A dataset: samples by index, the same every time, in memory or read on demand.

/** A set of samples that can be read by index. */
export interface Samples {
  readonly count: number;
  /**
   * Writes samples `indices[i]` one after another into `into` (length `indices.length * volume`).
   * Throws a RangeError when an index or the length does not fit.
   */
  read(indices: ArrayLike<number>, into: Float32Array): void;
  /** The class of each sample, as a place in `classes`; absent where the data have none. */
  readonly labels?: Uint16Array;
}

/** The components of a mixture, for mode counting: centres `[k, 2]` and the deviation of each coordinate. */
export interface Modes {
  readonly centres: Float32Array;
  readonly deviation: number;
}

/** What is known of a dataset before it is opened. */
export interface DataDescription {
  /** For people: "Fashion-MNIST, 32 x 32". */
  readonly title: string;
  /** `[height, width, channels]` for images, values in [-1, 1]; `[2]` for points in the plane. */
  readonly shape: readonly number[];
}

export interface Dataset extends DataDescription {
  readonly train: Samples;
  /** Never trained on; metrics compare with these. */
  readonly heldOut: Samples;
  /** SHA-256 of the bytes the samples come from, in hex: two runs saw the same data exactly if this is equal. */
  readonly fingerprint: string;
  /** For mixtures only. */
  readonly modes?: Modes;
  /** Names of the classes; absent where the samples have no labels. */
  readonly classes?: readonly string[];
}

/** Thrown for files that are missing, truncated or of the wrong kind; `message` is a sentence with the file's name and what to do. */
export class DataError extends Error {
  override readonly name = 'DataError';
}
