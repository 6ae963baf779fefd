// What a host and the trainer process of a run say to each other. Plain data with typed arrays: it is cloned, not
// turned into text, so that NaN and the bits of every weight arrive as they were.

import type { EngineId } from '../executors/catalog.ts';
import type { Executor } from '../executors/executor.ts';
import type { Checkpoint, TrainCommand, TrainEvent } from '../gan/events.ts';
import type { RunSpec } from '../spec/run-spec.ts';

/** Where a run is to be computed. */
export interface ChosenEngine {
  readonly id: EngineId;
  /** The device's name, as it was found when the engine was probed. */
  readonly device: string;
}

export type EngineIdentity = Pick<Executor, 'id' | 'device' | 'version' | 'deterministic'>;

/** Comes first, and once. */
export interface OpenMessage {
  readonly kind: 'open';
  readonly spec: RunSpec;
  readonly engine: ChosenEngine;
  /** Folder of the bundled datasets. */
  readonly resourcesDir: string;
  /** To go on from; null for a run that starts. */
  readonly checkpoint: Checkpoint | null;
  /** Seconds of training after which it ends at the latest; null for no such limit. */
  readonly seconds: number | null;
}

export type ToTrainer =
  | OpenMessage
  /** Answers `ready`: everything that could be refused has been looked at. */
  | { readonly kind: 'train' }
  | { readonly kind: 'command'; readonly command: TrainCommand };

export type FromTrainer =
  /** The data have been read and the engine is open. */
  | { readonly kind: 'ready'; readonly engine: EngineIdentity; readonly dataFingerprint: string }
  /** The request was wrong; `message` is a sentence that says how. */
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'event'; readonly event: TrainEvent }
  /** An error ended it; `detail` is for whoever looks into it. */
  | { readonly kind: 'failed'; readonly message: string; readonly detail: string };
