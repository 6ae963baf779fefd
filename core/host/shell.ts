// What a shell - the desktop app, the loopback server - gives a workstation, asks of it and hears from it.

import type { RunSummary, Settings } from '../protocol/contract.ts';
import type { Transport } from '../protocol/transport.ts';
import type { Asset } from './assets.ts';
import type { ListEngines } from './engines.ts';
import type { ForkProcess, ForkTrainer } from './run-process.ts';

export interface WorkstationOptions {
  /** Folder of the store. */
  readonly dataDir: string;
  /** Folder of the bundled datasets and fonts. */
  readonly resourcesDir: string;
  /** The trainer's script. */
  readonly trainerEntry: string;
  /** The exporter's script. */
  readonly exporterEntry: string;
  readonly engines: ListEngines;
  /** Of the program. */
  readonly version: string;
  readonly shell: 'desktop' | 'server';
  /** How trainer processes are started; as children of this one unless given. */
  readonly forkTrainer?: ForkTrainer;
  /** The same for exporter processes. */
  readonly forkExporter?: ForkProcess;
  /** Processors that runs may share; those of the machine unless given. */
  readonly processors?: number;
  /** Bytes that are free; those of the machine unless given. */
  readonly freeMemory?: () => number;
}

/** What shells want to know. */
export type ShellEvent =
  /** A run that was trained here is over. */
  | { readonly kind: 'ended'; readonly run: RunSummary }
  /** Whether anything computes now. */
  | { readonly kind: 'training'; readonly training: boolean }
  | { readonly kind: 'settings'; readonly settings: Settings };

export interface Workstation {
  readonly settings: Settings;
  /** Serves one window. Returns the undo, after which nothing is sent any more. */
  connect(transport: Transport): () => void;
  /** A file of a run, or one that was exported, by its address; null where there is none. */
  asset(path: string): Asset | null;
  /** Calls the listener with what happens from now on; it must not throw. Returns the undo. */
  on(listener: (event: ShellEvent) => void): () => void;
  /** Saves and stops all runs, empties the trash and closes the store. Waiting runs wait for the next time. */
  close(): Promise<void>;
}
