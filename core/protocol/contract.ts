// What a workstation's window and its host may say to each other: the calls, the events that are pushed, and how
// each event is delivered to a reader that lags. Plain data only (plain-data.ts has the compiler check that).
// Times are milliseconds since 1970, durations seconds, sizes bytes, unless a name says otherwise.

import type { GridSeries } from '../spec/grid-series.ts';
import type { MeasurementKey } from '../spec/measurement.ts';
import type { MetricKey } from '../spec/metric.ts';
import type { DataSpec, DownloadSpec, ObjectiveKind, RunSpec } from '../spec/run-spec.ts';
import type { DeliveryRules } from './delivery.ts';
import type { PlainData } from './plain-data.ts';

/** Raised when the meaning of anything here changes: a window and a host of different numbers refuse each other. */
export const protocolNumber = 1;

export type RunId = string;
export type { GridSeries };

/** `starting`: its trainer reads the data and opens the engine. The others are those of the store. */
export type RunState =
  | 'queued'
  | 'starting'
  | 'running'
  | 'paused'
  | 'completed'
  | 'interrupted'
  | 'diverged'
  | 'crashed'
  | 'failed';

/** Where something stands on all axes. */
export interface Place {
  /** Generator updates. */
  readonly iteration: number;
  /** Critic updates. */
  readonly criticUpdates: number;
  /** Seconds of training, pauses left out. */
  readonly activeSeconds: number;
}

/** The newest and the best value of a metric. `best` is null where no direction is better. Both may be NaN. */
export interface Measure {
  readonly last: number;
  readonly lastIteration: number;
  readonly best: number | null;
  readonly bestIteration: number | null;
}

/** A run as lists show it. */
export interface RunSummary extends Place {
  readonly id: RunId;
  readonly name: string;
  readonly state: RunState;
  /** A sentence on why it is in this state, where there is something to say. */
  readonly detail: string | null;
  readonly objective: ObjectiveKind;
  readonly data: DataSpec['kind'];
  /** For people: "Fashion-MNIST, 28 × 28". */
  readonly dataTitle: string;
  /** `[height, width, channels]` or `[2]`. */
  readonly sampleShape: readonly number[];
  readonly batch: number;
  readonly seed: number;
  /** Generator updates after which it is complete. */
  readonly iterations: number;
  /** Seconds of training after which it ends at the latest; null for no such limit. */
  readonly seconds: number | null;
  /** What it is computed on, or is to be once it leaves the queue. */
  readonly engine: { readonly id: string; readonly device: string; readonly deterministic: boolean } | null;
  readonly createdAt: number;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  /** Runs of one comparison share this. */
  readonly compareGroup: string | null;
  readonly starred: boolean;
  readonly tags: readonly string[];
  readonly note: string;
  readonly bytes: number;
  readonly measures: Readonly<Partial<Record<MetricKey, Measure>>>;
  /** Iteration of the newest stored grid from fixed noise; null while there is none. */
  readonly newestGrid: number | null;
  /** 1 for the run that starts next; null unless it is queued. */
  readonly queuePlace: number | null;
  /** Iterations per second of late; null unless it is running. */
  readonly rate: number | null;
  /** Whether `resumeRun` would go on with it. */
  readonly resumable: boolean;
}

/** Something that happened to a run, for the lane below its charts. */
export interface RunMark {
  /** Numbers grow by time within a run. */
  readonly seq: number;
  readonly kind:
    | 'started'
    | 'paused'
    | 'continued'
    | 'checkpoint'
    | 'rewound'
    | 'diverged'
    | 'ended'
    | 'crashed'
    | 'note'
    | 'changed';
  readonly iteration: number;
  readonly at: number;
  /** A sentence, where there is something to say. */
  readonly text: string | null;
}

/** Iterations with a stored grid, in order; the other arrays say where each stands. */
export interface GridSteps {
  readonly iterations: Float64Array;
  readonly criticUpdates: Float64Array;
  readonly activeSeconds: Float64Array;
}

export interface CheckpointStep extends Place {
  readonly reason: 'schedule' | 'interrupted' | 'end' | 'request';
}

/** A run with everything but its values and pictures. */
export interface RunDetail {
  readonly summary: RunSummary;
  readonly spec: RunSpec;
  readonly marks: readonly RunMark[];
  readonly grids: GridSteps;
  readonly checkpoints: readonly CheckpointStep[];
  /** Metrics it has values of. */
  readonly keys: readonly MetricKey[];
  /** The number of the newest thing stored of it: `watchRun` goes on from here. */
  readonly seq: number;
}

export interface StartRequest {
  /** One run, or the runs of a comparison: same seed, same looks, same budget. Checked as `validateSpec` does. */
  readonly specs: readonly RunSpec[];
  /** `auto` or an engine's id. */
  readonly engine: string;
  /** What the runs of a comparison get the same amount of; null for runs that are not compared. */
  readonly budget: Budget | null;
  /** A name that runs without a common budget share, such as those of a sweep; null for none. */
  readonly group: string | null;
}

export interface Budget {
  readonly unit: 'iterations' | 'critic-updates' | 'seconds';
  readonly amount: number;
}

/** `stop` saves first; `kill` does not. */
export type RunCommand = 'pause' | 'continue' | 'checkpoint' | 'stop' | 'kill';

/** Absent fields stay as they are. */
export interface RunEdit {
  readonly name?: string;
  readonly tags?: readonly string[];
  readonly note?: string;
  readonly starred?: boolean;
}

export interface SeriesRequest {
  readonly keys: readonly MetricKey[];
  /** First iteration. */
  readonly from: number;
  /** Last iteration; null for the newest. */
  readonly to: number | null;
  /** At most this many stretches per key. */
  readonly buckets: number;
}

/** A metric's values in stretches of equal width, in order; stretches without values are left out. */
export interface SeriesPart {
  readonly key: MetricKey;
  /** Iterations per stretch; 1 when every value is there. */
  readonly width: number;
  /** First and last iteration with a value. */
  readonly first: Float64Array;
  readonly last: Float64Array;
  /** Of the finite values; NaN where there is none. */
  readonly min: Float64Array;
  readonly max: Float64Array;
  readonly mean: Float64Array;
  /** The value at `last`, which may be NaN or infinite. */
  readonly tail: Float64Array;
  /** Values, and how many of them are NaN or infinite. */
  readonly count: Float64Array;
  readonly nonFinite: Float64Array;
  /** At `last`. */
  readonly criticUpdates: Float64Array;
  readonly activeSeconds: Float64Array;
}

/** New values, iteration by iteration. */
export interface MetricBatch {
  readonly run: RunId;
  readonly seq: number;
  readonly iterations: Float64Array;
  readonly criticUpdates: Float64Array;
  readonly activeSeconds: Float64Array;
  /** `values[i]` belongs to `iterations[rows[i]]`. */
  readonly columns: readonly {
    readonly key: MetricKey;
    readonly rows: Float64Array;
    readonly values: Float64Array;
  }[];
}

/** The critic over the plane: row by row from the lowest y, each from the lowest x. */
export interface CriticField {
  readonly xMin: number;
  readonly xMax: number;
  readonly yMin: number;
  readonly yMax: number;
  readonly columns: number;
  readonly rows: number;
  /** A discriminator's values are probabilities, a critic's its plain output. */
  readonly values: Float32Array;
}

/** Pictures `[count, height, width, channels]` of eight bits, or points `[count, 2]`. */
export type SampleContent =
  | { readonly kind: 'images'; readonly shape: readonly number[]; readonly pixels: Uint8Array }
  | { readonly kind: 'points'; readonly points: Float32Array; readonly field: CriticField | null };

/** How the values of one tensor of weights, or of the gradient by it, are spread: cells of equal width from `low` to `high`. */
export interface WeightHistogram {
  /** "critic.hidden1.kernel", or "critic.hidden1.kernel/gradient" */
  readonly name: string;
  readonly low: number;
  readonly high: number;
  readonly counts: Uint32Array;
}

/** Of all weights of both networks, and of the gradients by them, at one evaluation. */
export interface HistogramStep {
  readonly iteration: number;
  readonly tensors: readonly WeightHistogram[];
}

export interface SampleGrid extends Place {
  readonly run: RunId;
  readonly seq: number;
  readonly content: SampleContent;
}

export interface DataPreview {
  readonly title: string;
  readonly train: number;
  readonly heldOut: number;
  /** The first samples of the training set. */
  readonly content: SampleContent;
  /** How many samples each class has, in the order of the labels; null where there are no classes. */
  readonly classes: readonly { readonly name: string; readonly count: number }[] | null;
  /** Files that were left out, by reason, with some of their names. */
  readonly skipped: readonly {
    readonly reason: string;
    readonly count: number;
    readonly examples: readonly string[];
  }[];
  /** How the samples were prepared, or what is unusual about them and what to do next. */
  readonly notes: readonly { readonly kind: 'prepared' | 'warning'; readonly sentence: string }[];
}

/** What one real iteration on the engine took. */
export interface Trial {
  readonly engine: { readonly id: string; readonly device: string };
  /** Seconds to read the data and compile the steps. */
  readonly openSeconds: number;
  readonly secondsPerIteration: number;
  /** Largest memory of the trainer process. */
  readonly peakBytes: number;
  /** What the machine had to spare just before; absent where the host does not know. */
  readonly freeMemoryBytes: number;
  readonly checkpointBytes: number;
  readonly gridBytes: number;
  /** A sentence when something became NaN or infinite already. */
  readonly problem: string | null;
}

export interface EngineStatus {
  readonly id: string;
  readonly title: string;
  readonly device: string;
  readonly available: boolean;
  /** Why it is not available and what to do; null if it is. */
  readonly reason: string | null;
  /** Whether its GPU is a program on the processor. */
  readonly software: boolean;
  readonly version: string | null;
  /** Milliseconds of one training step of a small DCGAN critic. */
  readonly stepMs: number | null;
  /** Whether `auto` takes this one. */
  readonly automatic: boolean;
}

export interface EngineList {
  readonly engines: readonly EngineStatus[];
  /** What `auto` takes and why, a sentence. */
  readonly choice: string;
}

export type Theme = 'system' | 'light' | 'dark';

/** Remembered by the host, so that they are the same in every window. */
export interface Settings {
  readonly theme: Theme;
  readonly palette: 'okabe-ito' | 'petroff';
  /** `auto` or an engine's id: what new runs get unless told otherwise. */
  readonly engine: string;
  /** Runs that may train on the processor at once; 0 lets the program decide. */
  readonly runsAtOnce: number;
  readonly notifications: boolean;
  /** Whether a run is measured by itself once it is complete and nothing trains. */
  readonly measureWhenComplete: boolean;
  /** Whatever views remember, such as columns and saved filters, by name; each as JSON text of at most 64 KiB. */
  readonly views: Readonly<Record<string, string>>;
}

export interface Storage {
  readonly dataDir: string;
  /** Of all runs, and of the database. */
  readonly runBytes: number;
  readonly databaseBytes: number;
  readonly freeBytes: number;
}

export interface Hello {
  /** Of the program. */
  readonly version: string;
  readonly shell: 'desktop' | 'server';
  readonly platform: string;
  readonly processors: number;
  readonly memoryBytes: number;
  readonly settings: Settings;
}

/** What may be changed while a run trains. */
export type ChangePath =
  | 'optimizer.critic.lr'
  | 'optimizer.generator.lr'
  | 'objective.nCritic'
  | 'objective.lambda'
  | 'penalty.lambda'
  | 'penalty.gamma';

/** A generator at one of its checkpoints, ready to draw. Gone when it is closed, or a while after its last use. */
export interface Studio {
  readonly studio: string;
  readonly run: RunId;
  /** Of the checkpoint. */
  readonly iteration: number;
  /** Length of a latent vector. */
  readonly z: number;
  readonly distribution: 'normal' | 'uniform';
  /** `[k, z]`, unit vectors: the directions that change the first layer most, the strongest first. */
  readonly directions: Float32Array;
}

/** A training sample and how far it is, as the Euclidean distance over values in [-1, 1]. */
export interface Nearest {
  readonly index: number;
  readonly distance: number;
}

export interface NearestAnswer {
  readonly nearest: readonly Nearest[];
  /** The training samples themselves, in the same order. */
  readonly content: SampleContent;
}

/** An experiment of the literature, as it is done on a desk: in minutes to an hour. */
export interface ExperimentCard {
  /** What `critic reproduce` calls it. */
  readonly id: string;
  readonly title: string;
  readonly paper: string;
  /** The figure or table of the paper. */
  readonly figure: string;
  readonly question: string;
  /** What was published, in words and numbers. */
  readonly expect: string;
  /** Runs that are trained for it share this, whoever starts them. */
  readonly group: string;
  readonly arms: readonly { readonly title: string; readonly spec: RunSpec }[];
}

/** What runs are compared over. `images` are real samples seen by the critic. */
export type CompareAxis = 'iterations' | 'critic-updates' | 'images' | 'seconds';

/** A number that was measured of a run at a checkpoint, thoroughly and not while it trained. */
export interface Measurement {
  readonly iteration: number;
  readonly key: MeasurementKey;
  readonly value: number;
  /** Generated samples, and as many held-out ones. */
  readonly samples: number;
  /** Version of the key's protocol: values of different ones are not to be compared. */
  readonly protocol: number;
  readonly at: number;
}

/** What a metric gives for two independent sets of real data. */
export interface NoiseFloor {
  readonly key: MeasurementKey;
  readonly samples: number;
  readonly protocol: number;
  readonly mean: number;
  /** Standard deviation over the repeats. */
  readonly deviation: number;
  readonly repeats: number;
}

export interface MeasurementsOf {
  readonly run: RunId;
  /** By iteration and key. */
  readonly values: readonly Measurement[];
  /** Of the run's data, for several numbers of samples. */
  readonly floors: readonly NoiseFloor[];
  /** Samples that the live metrics of the run are measured with. */
  readonly evaluated: number;
}

export interface MeasureRequest {
  /** Iterations that have a checkpoint, or words for them. */
  readonly checkpoints: 'newest' | 'all' | readonly number[];
  /** Generated samples, and as many held-out ones, from 16 to 4,096; null for 2,000 or all that are held out. */
  readonly samples: number | null;
}

export type ExportRequest =
  | {
      readonly kind: 'grid';
      readonly runs: readonly RunId[];
      readonly iteration: number;
      /** `fixed` unless named. */
      readonly series?: GridSeries;
    }
  | {
      readonly kind: 'film';
      readonly runs: readonly RunId[];
      readonly format: 'webm' | 'gif';
      readonly framesPerSecond: number;
      /** CSS pixels for each pixel of the images. */
      readonly scale: number;
      /** What the runs are equal in, frame by frame. */
      readonly axis: CompareAxis;
      /** `fixed` unless named. */
      readonly series?: GridSeries;
    }
  /** Between tiles of a run's fixed grid and back to the first, drawn by the generator of a checkpoint. */
  | {
      readonly kind: 'latent-film';
      readonly runs: readonly RunId[];
      /** Of the checkpoint; null for the newest. */
      readonly iteration: number | null;
      /** 2 to 16 of them, 0 for the first one. */
      readonly tiles: readonly number[];
      readonly format: 'webm' | 'gif';
      readonly framesPerSecond: number;
      readonly scale: number;
    }
  | { readonly kind: 'csv' | 'json' | 'bundle' | 'report'; readonly runs: readonly RunId[] }
  | {
      readonly kind: 'figure';
      readonly runs: readonly RunId[];
      readonly format: 'png' | 'svg' | 'pdf';
      /** What the runs are equal in. */
      readonly axis: CompareAxis;
      /** On that axis: the last samples shown are not later; null for as late as all runs reach. */
      readonly until: number | null;
    }
  | { readonly kind: 'onnx'; readonly runs: readonly RunId[]; readonly iteration: number | null };

/** A file that waits to be fetched at `runFile('exports', path)`, until the host closes. */
export interface ExportFile {
  readonly path: string;
  /** For saving it. */
  readonly name: string;
  readonly bytes: number;
}

export interface Deleted {
  readonly runs: readonly RunId[];
  /** What their removal frees. */
  readonly bytes: number;
  /** Until then `restoreRuns` brings them back. */
  readonly until: number;
}

/** Every call may fail with a CallError; its code is given where it is more than `invalid`. */
export interface HostApi {
  /** Comes first. `refused` for another protocol number. */
  hello(protocol: number): Hello;

  /** All runs, newest first. From now on `run` and `gone` tell of changes. */
  listRuns(): readonly RunSummary[];
  /** `unknown` */
  readRun(run: RunId): RunDetail;
  /** Adds runs to the queue, which starts them as there is room. `refused` with the problems as sentences. */
  startRuns(request: StartRequest): readonly RunId[];
  /** Waits for nothing: the state follows as an event. A queued run can only be stopped. `busy` `unknown` */
  controlRun(run: RunId, command: RunCommand): void;
  /** Puts a run back into the queue, to go on from its newest checkpoint. `refused` `unknown` */
  resumeRun(run: RunId): void;
  /** Moves a queued run to a place, 1 first. `refused` when it is not queued */
  moveInQueue(run: RunId, place: number): void;
  /** `unknown` */
  editRun(run: RunId, edit: RunEdit): void;
  /** Hides the runs, and removes them and their files once `until` has passed. `busy` when one is being trained */
  deleteRuns(runs: readonly RunId[]): Deleted;
  /** Undoes `deleteRuns`. `unknown` when it is too late */
  restoreRuns(runs: readonly RunId[]): void;

  /**
   * Sends this window everything stored of the run after `afterSeq`, then follows live. What is stored between two
   * calls may come in an answer and again as an event, and a batch that was on its way when the line went down may
   * come again: iterations up to the newest one known are repeats. A batch may be empty; it moves `seq` on. `unknown`
   */
  watchRun(run: RunId, afterSeq: number): void;
  unwatchRun(run: RunId): void;
  /** `unknown` */
  readSeries(run: RunId, request: SeriesRequest): readonly SeriesPart[];
  /** The grid of a series stored at exactly this iteration; `fixed` where none is named. `unknown` */
  readGrid(run: RunId, iteration: number, series?: GridSeries): SampleGrid;
  /** In order; of very many some at equal distances. None for runs from before they were kept. `unknown` */
  readHistograms(run: RunId): readonly HistogramStep[];

  /** Takes effect with the next iteration, and is told as a mark. `refused` `busy` `unknown` */
  changeRun(run: RunId, path: ChangePath, value: number): void;
  /** Adds a mark of kind `note` at an iteration. `unknown` */
  noteRun(run: RunId, iteration: number, text: string): RunMark;
  /** Writes a note anew, by the number of its mark; null removes it. Windows are told with `note`. `unknown` */
  editNote(run: RunId, seq: number, text: string | null): void;
  /** The specifications of some runs, in the same order. `unknown` */
  readSpecs(runs: readonly RunId[]): readonly RunSpec[];

  /**
   * Opens the generator at a checkpoint; null for the newest. A window has two at most: one more closes the one that
   * was used least recently. `refused` when there is no checkpoint that is whole
   */
  openStudio(run: RunId, iteration: number | null): Studio;
  closeStudio(studio: string): void;
  /** `[count, z]`: of the run's fixed grid, or drawn anew from a seed. `unknown` */
  drawLatents(studio: string, from: { readonly seed: number } | 'grid', count: number): Float32Array;
  /** Samples of the latents `[count, z]`, at most 4,096. `unknown` `refused` `failed` */
  drawSamples(studio: string, latents: Float32Array): SampleContent;
  /** The nearest training sample of each, at most 256. `unknown` `refused` `failed` */
  findNearest(studio: string, samples: SampleContent): NearestAnswer;

  /**
   * Measures a run at its checkpoints and stores what comes out, in a process of its own; `measuring` events tell how far
   * it is. Answers when all is stored, with a sentence for each checkpoint that could not be measured. One run at a
   * time: others wait for their turn. `refused` `failed` `busy` `unknown`
   */
  measureRun(run: RunId, request: MeasureRequest): { readonly problems: readonly string[] };
  /** Gives up what is measured of a run or waits for its turn, be it asked for by whatever window: its call fails with `busy`. */
  cancelMeasuring(run: RunId): void;
  /** `unknown` */
  readMeasurements(run: RunId): MeasurementsOf;

  /** Makes a file; `busy` events tell how far it is. One at a time. `refused` `failed` `busy` `unknown` */
  makeExport(request: ExportRequest): ExportFile;
  /** Gives up the one that is being made for this window: its call fails with `busy`. */
  cancelExport(): void;
  /** A bundle of so many bytes arrives in parts of at most 1 MiB, in order. `refused` when there is no room for it */
  beginImport(name: string, bytes: number): string;
  addToImport(id: string, part: Uint8Array): void;
  /** Checks all of it before anything shows. `refused` with what is wrong with it */
  finishImport(id: string): readonly RunId[];

  /**
   * `refused` with a sentence when the data cannot be used. The first time a folder of images takes long; `busy`
   * events tell how far it is
   */
  previewData(data: DataSpec, count: number): DataPreview;
  /** Gives up preparing these data: calls of `previewData` for them fail with `busy`. */
  cancelPreview(data: DataSpec): void;
  /** Fetches a known data set; `busy` events tell how far it is. `refused` with what to do by hand `busy` */
  downloadData(name: DownloadSpec['name']): void;
  /** What has arrived is kept, and the next one goes on from there. */
  cancelDownload(): void;
  /** Computes one iteration in a process of its own. `refused` `failed` */
  tryOut(spec: RunSpec, engine: string): Trial;

  /** Experiments of the literature that can be done again. */
  listExperiments(): readonly ExperimentCard[];

  /** What is known of this machine's engines; `refresh` tries them all out again, which takes some seconds. */
  listEngines(refresh: boolean): EngineList;

  /** Absent fields stay as they are; of `views` only the given names change. */
  changeSettings(change: Partial<Settings>): Settings;
  readStorage(): Storage;
}

/** What a host tells without being asked. Everything about a run is stored before it is told. */
export interface HostEvents {
  /** A run came to be or changed: state, name, progress (a few times a second), measures. */
  run: RunSummary;
  /** Runs were deleted. */
  gone: { readonly runs: readonly RunId[] };
  /** The following three go to windows that watch the run. */
  metrics: MetricBatch;
  grid: SampleGrid;
  mark: { readonly run: RunId; readonly mark: RunMark };
  /** Everything after this iteration was forgotten: the run goes on from a checkpoint. */
  rewound: { readonly run: RunId; readonly seq: number; readonly iteration: number };
  /** A note of a run was written anew, or removed: then it has no text. */
  note: { readonly run: RunId; readonly seq: number; readonly text: string | null };
  settings: Settings;
  /** A run is being measured; `step` is empty once it is not. `stored` counts up with every part that is stored. */
  measuring: {
    readonly run: RunId;
    readonly step: string;
    readonly done: number;
    readonly of: number;
    /** The run that is measured first, while this one waits; null otherwise. */
    readonly behind: RunId | null;
    readonly stored: number;
  };
  /** `listEngines`, `tryOut`, `previewData`, `downloadData`, `makeExport` or `finishImport` is at work, for a line of progress. */
  busy: {
    readonly what: 'engines' | 'trial' | 'export' | 'preview' | 'download';
    readonly step: string;
    readonly done: number;
    readonly of: number;
  };
}

/**
 * `every` event arrives, in order. Of `latest` ones a reader that lags gets only the newest for each key, here the
 * run; they never overtake an earlier `every` event of the same run.
 */
export const delivery = {
  run: { rule: 'latest', key: ({ id }) => id },
  gone: { rule: 'every' },
  metrics: { rule: 'every' },
  grid: { rule: 'latest', key: ({ run }) => run },
  mark: { rule: 'every' },
  rewound: { rule: 'every' },
  note: { rule: 'every' },
  settings: { rule: 'latest', key: () => '' },
  measuring: { rule: 'latest', key: ({ run }) => run },
  busy: { rule: 'latest', key: ({ what }) => what },
} as const satisfies DeliveryRules<HostEvents>;

/** A contract that is not plain data stops the build here. */
export type Contract = PlainData<HostApi & HostEvents>;
