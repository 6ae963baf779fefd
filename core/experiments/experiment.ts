// An experiment of the literature as a value: what was published, which runs show it again, and how what came out is
// drawn and set beside it. Files of this folder hold one each; catalog.ts lists them.

import type { Dataset } from '../datasets/dataset.ts';
import type { Executor } from '../executors/executor.ts';
import type { Points } from '../export/point-square.ts';
import type { Work } from '../export/work.ts';
import type { TrainingData } from '../gan/train.ts';
import type { RunSpec } from '../spec/run-spec.ts';
import type { RunRecord } from '../store/run-record.ts';
import type { Store } from '../store/store.ts';
import type { Plate } from './plate.ts';

/** `desk`: minutes to an hour on two processor cores. `full`: what the paper did, as far as it says so. */
export type Length = 'desk' | 'full';

/** One of the things that are compared. */
export interface Arm {
  readonly id: string;
  /** As figures and tables call it. */
  readonly title: string;
  /** With the first seed; equal specifications of two experiments are trained once. */
  readonly spec: RunSpec;
}

/** An arm as it was trained with one seed. */
export interface TrainedArm {
  readonly arm: Arm;
  readonly seed: number;
  readonly run: RunRecord;
}

/** A number of an arm, with what the paper has in its place. */
export interface Finding {
  /** What the number is of, a line of the table. */
  readonly row: string;
  /** What is measured, a column of the table. */
  readonly measure: string;
  /** One for each seed; not finite where a run has no such number. */
  readonly values: readonly number[];
  /** As the paper prints it; null where it has no number for this. */
  readonly published: string | null;
}

/** What came of an experiment. */
export interface Outcome {
  readonly findings: readonly Finding[];
  readonly figure: Plate;
  /** Numbers behind the figure that are not in the runs themselves, to be kept beside it as JSON. */
  readonly record?: object;
}

/** What an experiment may use to look at its runs. */
export interface Lab {
  readonly store: Store;
  readonly length: Length;
  /** Arm by arm, the seeds of each in order. */
  readonly trained: readonly TrainedArm[];
  /** Held-out points; none for images. */
  readonly heldOut: (run: RunRecord) => Points;
  /** Training samples from the start of a run's own order. */
  readonly openData: (spec: RunSpec) => TrainingData;
  /** All of the data of a run. @throws DataError where they cannot be used */
  readonly openDataset: (spec: RunSpec) => Dataset;
  /** The caller of this disposes of it. */
  readonly openExecutor: () => Promise<Executor>;
  readonly work: Work;
}

export interface Experiment {
  /** What the command line calls it. */
  readonly id: string;
  readonly title: string;
  /** Authors, year, title, arXiv identifier. */
  readonly paper: string;
  /** The figure or table of the paper. */
  readonly figure: string;
  /** What it asks. */
  readonly question: string;
  /** What was published, in words and numbers. */
  readonly expect: string;
  /** Seeds it is trained with unless asked otherwise. */
  readonly seeds: Readonly<Record<Length, number>>;
  readonly arms: (length: Length) => readonly Arm[];
  /** Looks at the runs. @throws ExportError, StoreError where one of them has not what it takes; as a rejection */
  readonly look: (lab: Lab) => Promise<Outcome>;
}
