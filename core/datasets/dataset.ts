// A dataset: samples by index, the same every time, in memory or read on demand.

/** A set of samples that can be read by index. */
export interface Samples {
  readonly count: number;
  /** The class of each sample, as an index into the dataset's `classes`; absent where there are none. */
  readonly labels?: Uint16Array;
  /**
   * Writes samples `indices[i]` one after another into `into` (length `indices.length * volume`).
   * Throws a RangeError when an index or the length does not fit.
   */
  read(indices: ArrayLike<number>, into: Float32Array): void;
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

/** What was left out of a set, by reason. */
export interface Skipped {
  /** As the end of "skipped: …": what the files are, or why they cannot be used. */
  readonly reason: string;
  readonly count: number;
  /** Some of their names. */
  readonly examples: readonly string[];
}

/** How the samples were prepared, or what is unusual about them and what to do next. */
export interface DataNote {
  readonly kind: 'prepared' | 'warning';
  readonly sentence: string;
}

/** Told while data are prepared: `done` of `of` parts of a step. */
export type OnProgress = (step: string, done: number, of: number) => void;

export interface Dataset extends DataDescription {
  readonly train: Samples;
  /** Never trained on; metrics compare with these. */
  readonly heldOut: Samples;
  /** SHA-256 of the bytes the samples come from, in hex: two runs saw the same data exactly if this is equal. */
  readonly fingerprint: string;
  /** Names of the classes that `labels` count; there exactly if the samples have labels. */
  readonly classes?: readonly string[];
  /** What the set was made without; absent where that is nothing. */
  readonly skipped?: readonly Skipped[];
  /** Absent where there is nothing to say. */
  readonly notes?: readonly DataNote[];
  /** For stacks of labelled digits only: the digits one by one, in one channel. */
  readonly digits?: Dataset;
  /** For mixtures only. */
  readonly modes?: Modes;
}

/** Thrown for files that are missing, truncated or of the wrong kind; `message` is a sentence with the file's name and what to do. */
export class DataError extends Error {
  override readonly name = 'DataError';
}

/** Thrown where as many samples are to be held out as leave none to train on, or more. */
export class HeldOutError extends DataError {
  /** How many samples there are. */
  readonly count: number;

  constructor(message: string, count: number) {
    super(message);
    this.count = count;
  }
}
