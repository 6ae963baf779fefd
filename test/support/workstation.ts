// A workstation in a temporary folder with a trainer that follows a script, and windows on it.

import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { EngineReport } from '../../core/executors/catalog.ts';
import type { Workstation, WorkstationOptions } from '../../core/host/shell.ts';
import { openWorkstation } from '../../core/host/workstation.ts';
import { protocolNumber, type HostEvents, type RunId, type RunState } from '../../core/protocol/contract.ts';
import { connect, type Connection } from '../../core/protocol/rpc.ts';
import { lineKinds, type LineKind } from '../contract/lines.ts';
import { temporaryFolder } from '../unit/store/support.ts';

export const reports: readonly EngineReport[] = (
  ['onnx:cpu', 'onnx:webgpu', 'tensorflow', 'reference'] as const
).map((id) => {
  const available = id === 'onnx:cpu' || id === 'reference';
  return {
    id,
    title: `the engine ${id}`,
    device: 'a processor',
    available,
    reason: available ? null : `There is no ${id} here.`,
    software: false,
    version: available ? '1' : null,
    stepMs: available ? 1 : null,
  };
});

export interface Opened {
  readonly workstation: Workstation;
  readonly dataDir: string;
  readonly open: (kind?: LineKind) => Promise<OpenWindow>;
}

/** What one window saw. */
export interface OpenWindow extends Connection {
  readonly hangUp: () => void;
  readonly seen: { readonly [K in keyof HostEvents]: HostEvents[K][] };
  /** Resolves when a summary of the run has the state, now or later. */
  readonly until: (run: RunId, state: RunState) => Promise<void>;
}

export function temporaryWorkstation(options: Partial<WorkstationOptions> = {}): Opened {
  const dataDir = options.dataDir ?? join(temporaryFolder(), 'data');
  const workstation = openWorkstation({
    dataDir,
    resourcesDir: join(import.meta.dirname, '..', '..', 'resources'),
    trainerEntry: join(import.meta.dirname, 'scripted-trainer.ts'),
    exporterEntry: join(import.meta.dirname, '..', '..', 'dist', 'exporter.js'),
    engines: () => Promise.resolve(reports),
    version: '1.2.3',
    shell: 'server',
    processors: 2,
    freeMemory: () => 2 ** 40,
    ...options,
  });
  onTestFinished(() => workstation.close());
  const open = async (kind = lineKinds[0]): Promise<OpenWindow> => {
    const { host, window, hangUp } = await kind.open();
    onTestFinished(hangUp);
    workstation.connect(host);
    const connection = connect(window);
    const seen: OpenWindow['seen'] = {
      run: [],
      gone: [],
      metrics: [],
      grid: [],
      mark: [],
      rewound: [],
      note: [],
      settings: [],
      measuring: [],
      busy: [],
    };
    for (const name of Object.keys(seen) as (keyof HostEvents)[]) {
      connection.on(name, (event) => (seen[name] as unknown[]).push(event));
    }
    await connection.host.hello(protocolNumber);
    const until = async (run: RunId, state: RunState): Promise<void> => {
      while (seen.run.findLast(({ id }) => id === run)?.state !== state) await pause(5);
    };
    return { ...connection, hangUp, seen, until };
  };
  return { workstation, dataDir, open };
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

export async function eventually(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await pause(5);
}
