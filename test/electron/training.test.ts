// The desktop app's wire from end to end without Electron: a page's line, the real host, and the real trainer behind
// the port of a utility process. Message ports and processes are Node's.

import { fork } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import type { MessagePortMain } from 'electron';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { cacheDirectory } from '../../core/cli/directories.ts';
import { programVersion } from '../../core/cli/version.ts';
import { listEngines } from '../../core/executors/catalog.ts';
import type { Workstation } from '../../core/host/shell.ts';
import { openWorkstation } from '../../core/host/workstation.ts';
import { protocolNumber } from '../../core/protocol/contract.ts';
import { lineMessage } from '../../core/protocol/desktop-bridge.ts';
import { openLineChannel } from '../../electron/channels.ts';
import { offerLines } from '../../electron/line.ts';
import { trainerForker, type Child } from '../../electron/trainer-process.ts';
import { tinySpec } from '../support/tiny.ts';
import { trainOverLine } from './train-over-line.ts';

const root = join(import.meta.dirname, '..', '..');
const problem = process.env['CRITIC_BUNDLE_PROBLEM'];
let dataDir: string;
let workstation: Workstation;
let forked = 0;

/** A forked process with the calls of a utility process. */
function utilityProcess(entry: string): Child {
  forked += 1;
  const child = fork(join(import.meta.dirname, 'utility-child.ts'), [entry], {
    serialization: 'advanced',
    execArgv: [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  return Object.assign(child, {
    postMessage: (message: unknown) => child.connected && child.send(message as object),
  }) as unknown as Child;
}

beforeAll(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'critic-desktop-line-'));
  if (problem !== undefined) return;
  workstation = openWorkstation({
    dataDir,
    resourcesDir: join(root, 'resources'),
    trainerEntry: join(root, 'dist', 'trainer.js'),
    exporterEntry: join(root, 'dist', 'exporter.js'),
    version: programVersion,
    shell: 'desktop',
    engines: () =>
      listEngines({
        probe: join(root, 'dist', 'probe.js'),
        // As the tests' setup has found them.
        cacheFile: join(cacheDirectory(process.env), 'engines.json'),
        programVersion,
      }),
    forkTrainer: trainerForker(
      (entry) => utilityProcess(entry),
      (pid) => process.kill(pid, 'SIGKILL'),
    ),
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
});
afterAll(async () => {
  if (problem === undefined) await workstation.close();
  rmSync(dataDir, { recursive: true, force: true });
});

it.skipIf(problem !== undefined)('trains a run that a page asks for', async () => {
  const ipc = new EventEmitter();
  const ports: MessagePort[] = [];
  offerLines({
    ipc: ipc as unknown as Parameters<typeof offerLines>[0]['ipc'],
    workstation,
    openChannel() {
      const { port1, port2 } = new MessageChannel();
      ports.push(port1, port2);
      const main = Object.assign(new EventEmitter(), {
        postMessage: (message: unknown) => {
          port1.postMessage(message);
        },
        start: () => port1.on('message', (data: unknown) => main.emit('message', { data, ports: [] })),
        close: () => {
          port1.close();
        },
      });
      port1.on('close', () => main.emit('close'));
      return { port1: main, port2: port2 as unknown as MessagePortMain };
    },
  });
  // The page's side: what preload.ts gives it.
  const listeners = new Set<(event: object) => void>();
  const sender = Object.assign(new EventEmitter(), {
    postMessage(name: string, _data: null, given: readonly MessagePort[]) {
      for (const listener of listeners) listener({ data: name, ports: given });
    },
  });
  vi.stubGlobal('addEventListener', (_type: string, listener: (event: object) => void) => {
    listeners.add(listener);
  });
  vi.stubGlobal('critic', {
    openLine: () =>
      ipc.emit(openLineChannel, { sender, senderFrame: { url: 'app://critic/', parent: null } }),
  });

  const result = await trainOverLine({ lineMessage, protocol: protocolNumber, spec: tinySpec });
  const { iterations } = tinySpec;
  expect(result).toMatchObject({ state: 'completed', iteration: iterations, values: 'Float64Array' });
  expect(result.stored).toBeGreaterThanOrEqual(iterations);
  expect(result.live).toBe(result.stored);
  expect(forked).toBe(1);
  for (const port of ports) port.close();
});
