// What a host and a trainer process say to each other. Plain data with typed arrays: it is cloned, not turned into
// text, so that NaN and the bits of every weight arrive as they were.

import type { DataNote, Skipped } from '../datasets/dataset.ts';
import type { EngineId } from '../executors/catalog.ts';
import type { Executor } from '../executors/executor.ts';
import type { Checkpoint, CheckpointEvent, FieldExtent, TrainCommand, TrainEvent } from '../gan/events.ts';
import type { DataSpec, RunSpec } from '../spec/run-spec.ts';
import type { StoredValues } from './eight-bits.ts';
import type { MeasureMessage, MeasureReply } from './measure-messages.ts';

/** Where a run is to be computed. */
export interface ChosenEngine {
  readonly id: EngineId;
  /** The device's name, as it was found when the engine was probed. */
  readonly device: string;
  /** Threads inside one operator of onnx:cpu; as many as there are processors when absent. */
  readonly threads?: number;
}

export type EngineIdentity = Pick<Executor, 'id' | 'device' | 'version' | 'deterministic'>;

/** Opens a run. What a trainer is asked for comes first, and once: this, a preview, a trial or a studio. */
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

/** Answers `ready`: everything that could be refused has been looked at. */
export interface TrainMessage {
  readonly kind: 'train';
  /** The run's id, which its checkpoints carry. */
  readonly run: string;
  /** An existing folder that the trainer writes checkpoints into. */
  readonly checkpoints: string;
}

/** Asks for the first samples of a training set; answered by any number of `progress` and then `preview` or `refused`. */
export interface PreviewMessage {
  readonly kind: 'preview';
  readonly data: DataSpec;
  /** How many samples; all of them where there are fewer. */
  readonly count: number;
  readonly resourcesDir: string;
}

/** Asks what an iteration takes; answered by any number of `progress` and then `trial`, `refused` or `failed`. */
export interface TrialMessage {
  readonly kind: 'trial';
  readonly spec: RunSpec;
  readonly engine: ChosenEngine;
  readonly resourcesDir: string;
}

/**
 * Opens a studio: the generator of a checkpoint, to draw whatever it is asked for. Answered by `studio`, `refused` or
 * `failed`; then requests may come, until the host lets the process go.
 */
export interface StudioMessage {
  readonly kind: 'studio';
  readonly spec: RunSpec;
  /** Path of the checkpoint's file, and the iteration that it must be of. */
  readonly checkpoint: string;
  readonly iteration: number;
  /** Of the data that the run was trained on. */
  readonly dataFingerprint: string;
  readonly engine: ChosenEngine;
  readonly resourcesDir: string;
}

/** Each is answered by one reply with the same id: the one given for it, or `declined`. */
export type StudioRequest = DrawRequest | LatentsRequest | NearestRequest;

/** Answered by `drawn`. */
export interface DrawRequest {
  readonly kind: 'draw';
  readonly id: number;
  /** `[n, z]`, n at most 4,096. */
  readonly latents: Float32Array;
}

/** Answered by `latents`. More than the grid shows go on with the same noise. */
export type LatentsRequest = {
  readonly kind: 'latents';
  readonly id: number;
  /** At most 4,096. */
  readonly count: number;
} & (
  | { readonly from: 'grid' }
  /** What the grid of a run with this seed would be drawn from. */
  | { readonly from: 'seed'; readonly seed: number }
);

/** Answered by `nearest`, which may come after replies to later requests. */
export interface NearestRequest {
  readonly kind: 'nearest';
  readonly id: number;
  /** `[n, ...sample]` as drawn: eight-bit pixels, or points. At most 256. */
  readonly samples: StoredValues;
}

export type ToTrainer =
  | OpenMessage
  | PreviewMessage
  | TrialMessage
  | StudioMessage
  | StudioRequest
  | MeasureMessage
  | TrainMessage
  | { readonly kind: 'command'; readonly command: TrainCommand };

/** A checkpoint that the trainer has written: it survives a power cut. */
export interface SavedCheckpoint extends Omit<CheckpointEvent, 'checkpoint'> {
  /** Its name in the folder of checkpoints. */
  readonly file: string;
  readonly bytes: number;
}

/** What a run says: the events of training, with checkpoints told of once they are written. */
export type ToldEvent = Exclude<TrainEvent, CheckpointEvent> | SavedCheckpoint;

export interface PreviewAnswer {
  readonly kind: 'preview';
  /** For people: "Fashion-MNIST, 28 × 28". */
  readonly title: string;
  /** Samples to train on, and samples held out. */
  readonly train: number;
  readonly heldOut: number;
  /** Of `data`: `[count, height, width, channels]` or `[count, 2]`. */
  readonly shape: readonly number[];
  /** Images in eight bits as grids are stored (core/store/pixels.ts), points as they are. */
  readonly data: Uint8Array | Float32Array;
  /** How many images each class has; null where there are no classes. */
  readonly classes: readonly { readonly name: string; readonly count: number }[] | null;
  /** What was left out. */
  readonly skipped: readonly Skipped[];
  readonly notes: readonly DataNote[];
}

export interface TrialAnswer {
  readonly kind: 'trial';
  /** Seconds to read the data, open the engine and compile the steps. */
  readonly openSeconds: number;
  /** Median of normal iterations: `nCritic` critic updates and one generator update, after a first one to warm up. */
  readonly secondsPerIteration: number;
  /** Largest memory of this process. */
  readonly peakBytes: number;
  readonly checkpointBytes: number;
  readonly gridBytes: number;
  /** A sentence when something became NaN or infinite already. */
  readonly problem: string | null;
}

export interface StudioAnswer {
  readonly kind: 'studio';
  /** Numbers in one latent. */
  readonly z: number;
  /** `[k, z]`, k at most 8: steps in latent space that change samples the most, each of length 1, the strongest first. */
  readonly directions: Float32Array;
  /** For points: where they are shown, the same as the critic's field of the run; null for images. */
  readonly extent: FieldExtent | null;
}

/** Images in eight bits as grids are stored, or points `[n, 2]`. */
export type DrawnContent =
  | { readonly kind: 'images'; readonly shape: readonly number[]; readonly pixels: Uint8Array }
  | { readonly kind: 'points'; readonly shape: readonly number[]; readonly points: Float32Array };

export type StudioReply =
  | { readonly kind: 'drawn'; readonly id: number; readonly content: DrawnContent }
  /** `[count, z]` */
  | { readonly kind: 'latents'; readonly id: number; readonly latents: Float32Array }
  | {
      readonly kind: 'nearest';
      readonly id: number;
      /** For each sample its nearest one in the training set: which it is, how far away, and itself. */
      readonly indices: Float64Array;
      /** Euclidean, over pixels in [-1, 1] or coordinates. */
      readonly distances: Float64Array;
      readonly content: DrawnContent;
    }
  /** The request cannot be answered; `message` is a sentence that says why. Others can still be. */
  | { readonly kind: 'declined'; readonly id: number; readonly message: string };

export type FromTrainer =
  /** The data have been read and the engine is open. */
  | { readonly kind: 'ready'; readonly engine: EngineIdentity; readonly dataFingerprint: string }
  /** The request was wrong; `message` is a sentence that says how. */
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'event'; readonly event: ToldEvent }
  | PreviewAnswer
  /** Data are being prepared, or a trial or a measurement is at work: this step, `done` of `of` of all steps done. */
  | { readonly kind: 'progress'; readonly step: string; readonly done: number; readonly of: number }
  | TrialAnswer
  | StudioAnswer
  | StudioReply
  | MeasureReply
  /** Ended it, and this process: it is the last message. */
  | {
      readonly kind: 'failed';
      /** `storage`: a checkpoint could not be written, and `message` is a sentence for people that says what to do. */
      readonly reason: 'error' | 'storage';
      readonly message: string;
      /** For whoever looks into it. */
      readonly detail: string;
    };
