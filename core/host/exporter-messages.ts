// What a host and an exporter process say to each other. An exporter does one thing and leaves.

import type { CallErrorCode } from '../protocol/call-error.ts';
import type { ExportRequest, RunId } from '../protocol/contract.ts';

/** Makes a file of runs; answered by any number of `progress` and then `made` or `error`. */
export interface MakeMessage {
  readonly kind: 'make';
  readonly request: ExportRequest;
  /** Folder of the store. */
  readonly dataDir: string;
  /** An existing folder that the file is written into, under `file`. */
  readonly folder: string;
  readonly resourcesDir: string;
  /** Of the program. */
  readonly version: string;
}

/** Takes in the runs of a bundle; answered by any number of `progress` and then `imported` or `error`. */
export interface ImportMessage {
  readonly kind: 'import';
  /** Folder of the store. */
  readonly dataDir: string;
  /** Where the bundle is, and what people know it by. */
  readonly file: string;
  readonly name: string;
}

export type ToExporter = MakeMessage | ImportMessage;

export interface MadeAnswer {
  readonly kind: 'made';
  /** In the folder. */
  readonly file: string;
  /** For saving it. */
  readonly name: string;
  /** For the Content-Type header. */
  readonly type: string;
  readonly bytes: number;
}

export interface ImportedAnswer {
  readonly kind: 'imported';
  /** The ids that the runs have here, also of those that were here already. */
  readonly runs: readonly RunId[];
}

export type FromExporter =
  | { readonly kind: 'progress'; readonly done: number; readonly of: number }
  | MadeAnswer
  | ImportedAnswer
  /** Nothing is left of it; `message` is a sentence. */
  | { readonly kind: 'error'; readonly code: CallErrorCode; readonly message: string };
