// What can be asked for on the command line, as plain data: one kind of request per command.

import type { GridSeries } from '../spec/grid-series.ts';
import type { DownloadSpec } from '../spec/run-spec.ts';

export const commands = [
  'serve',
  'train',
  'compare',
  'reproduce',
  'resume',
  'runs',
  'measure',
  'export',
  'import',
  'presets',
  'engines',
  'data',
] as const;
export type CommandName = (typeof commands)[number];

export const exportFormats = ['grid', 'film', 'csv', 'json', 'onnx', 'bundle', 'figure', 'report'] as const;
export type ExportFormat = (typeof exportFormats)[number];

export const budgetUnits = ['iterations', 'critic-updates', 'seconds'] as const;
/** What every arm of a comparison gets the same amount of. Without an amount, as much as the presets say. */
export interface Budget {
  readonly unit: (typeof budgetUnits)[number];
  readonly amount?: number;
}

export const figureAxes = ['iterations', 'critic-updates', 'images', 'seconds'] as const;
export type FigureAxis = (typeof figureAxes)[number];

interface Common {
  /** One JSON object per line on stdout and nothing else. */
  readonly json: boolean;
  /** Folder of the run store; the platform's own place where it is absent. */
  readonly data?: string;
}
interface Training extends Common {
  /** `auto`, or an engine's id as `critic engines` lists them. */
  readonly engine: string;
}

/** No command: the workstation, as a desktop app or else in the browser. */
export interface StartRequest {
  readonly kind: 'start';
  readonly data?: string;
}
export interface ServeRequest extends Common {
  readonly kind: 'serve';
  /** 0 for any free one; where it is absent, the usual one or else any free one. */
  readonly port?: number;
  /** Whether to show the address in the browser. */
  readonly open: boolean;
}
export interface TrainRequest extends Training {
  readonly kind: 'train';
  /** A preset's id or the path of a spec file. */
  readonly target: string;
  readonly iterations?: number;
  readonly seed?: number;
  /** `path=value`, in the order given. */
  readonly settings: readonly string[];
}
export interface CompareRequest extends Training {
  readonly kind: 'compare';
  /** Two to six presets or spec files. */
  readonly targets: readonly string[];
  readonly budget: Budget;
  readonly iterations?: number;
  readonly seed?: number;
  readonly settings: readonly string[];
  readonly out?: string;
}
export interface ReproduceRequest extends Training {
  readonly kind: 'reproduce';
  /** The experiment; without one they are listed. */
  readonly name?: string;
  /** As long as the paper, not as is bearable at a desk. */
  readonly full: boolean;
  /** How many; the experiment's own number where it is absent. */
  readonly seeds?: number;
  readonly settings: readonly string[];
  readonly out?: string;
}
export interface ResumeRequest extends Common {
  readonly kind: 'resume';
  readonly run: string;
  /** The engine the run was started on where it is absent. */
  readonly engine?: string;
}
export interface RunsListRequest extends Common {
  readonly kind: 'runs-list';
}
export interface RunsShowRequest extends Common {
  readonly kind: 'runs-show';
  readonly run: string;
}
export interface RunsDeleteRequest extends Common {
  readonly kind: 'runs-delete';
  readonly runs: readonly string[];
}
export interface MeasureRequest extends Common {
  readonly kind: 'measure';
  readonly runs: readonly string[];
  /** `all`, or the iteration of one; the newest one where it is absent. */
  readonly checkpoint?: number | 'all';
  /** As many as usual where it is absent. */
  readonly samples?: number;
}
export interface ExportRequest extends Common {
  readonly kind: 'export';
  readonly format: ExportFormat;
  /** As many as the format takes. */
  readonly runs: readonly string[];
  readonly out: string;
  /** Of a grid, a model or a film between samples: the newest one where it is absent. */
  readonly iteration?: number;
  /** Of a film. */
  readonly fps?: number;
  readonly scale?: number;
  readonly hold?: number;
  readonly frames?: number;
  /** Whether a GIF stops at its end. */
  readonly once: boolean;
  /** What a figure or a film compares the runs over. */
  readonly by?: FigureAxis;
  /** Of a grid or a film of runs: which of their grids; those from fixed noise where it is absent. */
  readonly series?: GridSeries;
  /** Of a film between samples: tiles of the fixed grid, from 0. */
  readonly tiles?: readonly number[];
}
export interface ImportRequest extends Common {
  readonly kind: 'import';
  readonly file: string;
}
export interface PresetsRequest {
  readonly kind: 'presets';
  readonly json: boolean;
}
export interface EnginesRequest {
  readonly kind: 'engines';
  readonly json: boolean;
}
export interface DataListRequest {
  readonly kind: 'data-list';
  readonly json: boolean;
}
export interface DataDownloadRequest {
  readonly kind: 'data-download';
  readonly name: DownloadSpec['name'];
  readonly json: boolean;
}
export interface HelpRequest {
  readonly kind: 'help';
  /** The whole program where it is absent. */
  readonly command?: CommandName;
}
export interface VersionRequest {
  readonly kind: 'version';
}
export type Request =
  | StartRequest
  | ServeRequest
  | TrainRequest
  | CompareRequest
  | ReproduceRequest
  | ResumeRequest
  | RunsListRequest
  | RunsShowRequest
  | RunsDeleteRequest
  | MeasureRequest
  | ExportRequest
  | ImportRequest
  | PresetsRequest
  | EnginesRequest
  | DataListRequest
  | DataDownloadRequest
  | HelpRequest
  | VersionRequest;
