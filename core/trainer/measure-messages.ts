// What a host and a process that measures say to each other.

import type { MeasurementKey } from '../spec/measurement.ts';
import type { RunSpec } from '../spec/run-spec.ts';
import type { NoiseFloor } from '../store/measurements.ts';
import type { ChosenEngine } from './messages.ts';

/**
 * Asks for everything that can be measured of a run at some checkpoints, and for the noise floors that are not known yet.
 * Answered by any number of the replies below and `progress`, then by `measuring-done`; or by `refused` or `failed`.
 */
export interface MeasureMessage {
  readonly kind: 'measure';
  readonly spec: RunSpec;
  readonly checkpoints: readonly { readonly iteration: number; readonly path: string }[];
  /** Of the data that the run was trained on. */
  readonly dataFingerprint: string;
  readonly engine: ChosenEngine;
  readonly resourcesDir: string;
  /** Generated samples, and as many held-out ones; null for as many as usual. Fewer where the data have fewer. */
  readonly samples: number | null;
  /** Floors of these data that need not be computed again. */
  readonly known: readonly Pick<NoiseFloor, 'key' | 'samples' | 'protocol'>[];
  /** Folder for what is learned once from the data. */
  readonly cacheDir: string;
}

export interface MeasuredValue {
  readonly key: MeasurementKey;
  readonly value: number;
  readonly samples: number;
}

export type MeasureReply =
  | { readonly kind: 'measured'; readonly iteration: number; readonly values: readonly MeasuredValue[] }
  /** A checkpoint could not be measured; `message` is a sentence that says why. Others may be. */
  | { readonly kind: 'unmeasured'; readonly iteration: number; readonly message: string }
  | { readonly kind: 'floors'; readonly floors: readonly NoiseFloor[] }
  | { readonly kind: 'measuring-done' };
