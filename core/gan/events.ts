// What a training run says while it runs, and what may be said to it between steps. Plain data: it crosses processes.

import type { StreamState } from '../nn/random.ts';
import type { ChangeablePath, ChangedValues } from '../spec/changes.ts';
import type { GridSeries } from '../spec/grid-series.ts';
import type { MetricKey } from '../spec/metric.ts';

export type { MetricKey };

/** Scalars of one iteration. A key that means nothing for the objective is absent; NaN and infinities are kept. */
export type Scalars = Readonly<Partial<Record<MetricKey, number>>>;

export interface MetricsEvent {
  readonly kind: 'metrics';
  /** Generator updates done. 0 is the untrained network. */
  readonly iteration: number;
  /** Critic updates done. */
  readonly criticUpdates: number;
  /** Seconds of training so far, pauses and time between resumptions left out. */
  readonly activeSeconds: number;
  readonly scalars: Scalars;
}

export interface SamplesEvent {
  readonly kind: 'samples';
  readonly iteration: number;
  readonly criticUpdates: number;
  readonly activeSeconds: number;
  readonly series: GridSeries;
  /** `[count, height, width, channels]` in [-1, 1], or `[count, 2]`. */
  readonly shape: readonly number[];
  readonly data: Float32Array;
  /** What the critic makes of the plane just then; for points only, and only where it judges single points. */
  readonly field?: CriticField;
}

/** A part of the plane in cells of equal size. */
export interface FieldExtent {
  readonly xMin: number;
  readonly xMax: number;
  readonly yMin: number;
  readonly yMax: number;
}

/** The critic at the centre of every cell: row by row from the lowest y, each from the lowest x. */
export interface CriticField extends FieldExtent {
  readonly columns: number;
  readonly rows: number;
  /** Probabilities of a discriminator whose output is a logit, else the critic's plain output. */
  readonly values: Float32Array;
}

/** How the values of one tensor of weights, or of the gradient by it, are spread: cells of equal width from `low` to `high`. */
export interface WeightHistogram {
  /** Of the parameter: "critic.hidden1.kernel", with "/gradient" behind it where it is the gradient by it. */
  readonly name: string;
  /** The least and the greatest finite value. */
  readonly low: number;
  readonly high: number;
  readonly counts: Uint32Array;
}

export interface HistogramsEvent {
  readonly kind: 'histograms';
  readonly iteration: number;
  readonly criticUpdates: number;
  readonly activeSeconds: number;
  readonly tensors: readonly WeightHistogram[];
}

export interface CheckpointEvent {
  readonly kind: 'checkpoint';
  readonly iteration: number;
  readonly criticUpdates: number;
  readonly activeSeconds: number;
  readonly reason: 'schedule' | 'interrupted' | 'end' | 'request';
  readonly checkpoint: Checkpoint;
}

export interface DivergedEvent {
  readonly kind: 'diverged';
  readonly iteration: number;
  /** What became NaN or infinite: a metric's key or a weight's name. */
  readonly what: string;
  readonly value: number;
}

export interface FinishedEvent {
  readonly kind: 'finished';
  readonly iteration: number;
  readonly how: 'completed' | 'interrupted' | 'diverged';
}

/** Nothing is computed, and no time counts, until it is resumed. */
export interface PausedEvent {
  readonly kind: 'paused';
  readonly iteration: number;
}

export interface ResumedEvent {
  readonly kind: 'resumed';
  readonly iteration: number;
}

/** A setting has another value from the next iteration on. A change to the value that is in force is not told. */
export interface ChangedEvent {
  readonly kind: 'changed';
  /** The last one with the value before. */
  readonly iteration: number;
  readonly path: ChangeablePath;
  readonly from: number;
  readonly to: number;
}

export type TrainEvent =
  | MetricsEvent
  | SamplesEvent
  | HistogramsEvent
  | CheckpointEvent
  | PausedEvent
  | ResumedEvent
  | ChangedEvent
  | DivergedEvent
  | FinishedEvent;

/** Obeyed between iterations. */
export type TrainCommand =
  | { readonly kind: 'pause' }
  | { readonly kind: 'resume' }
  | { readonly kind: 'checkpoint' }
  /** In force from the next iteration on. The value is one that `changeProblem` has nothing against. */
  | { readonly kind: 'change'; readonly path: ChangeablePath; readonly value: number }
  /** Saves a checkpoint and ends with `interrupted`. */
  | { readonly kind: 'stop' };

/** Everything needed to go on with the same bits. */
export interface Checkpoint {
  readonly format: 1;
  readonly iteration: number;
  readonly criticUpdates: number;
  readonly activeSeconds: number;
  /** Weights, running statistics and optimizer state, by name. */
  readonly tensors: Readonly<
    Record<string, { readonly shape: readonly number[]; readonly data: Float32Array }>
  >;
  /** States of the random streams, by name. */
  readonly streams: Readonly<Record<string, StreamState>>;
  /** How many samples the data order has given out. */
  readonly samplesDrawn: number;
  /** What is in force instead of the specification's values; absent where nothing is. */
  readonly settings?: ChangedValues;
}
