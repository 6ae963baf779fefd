// A trainer's port in memory, and a folder for its checkpoints.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { FromTrainer, ToTrainer } from '../../../core/trainer/messages.ts';
import type { TrainerPort } from '../../../core/trainer/port.ts';

export interface MemoryPort {
  readonly port: TrainerPort;
  /** What the trainer has said. */
  readonly said: FromTrainer[];
  readonly tell: (message: ToTrainer) => void;
}

export function memoryPort(): MemoryPort {
  const said: FromTrainer[] = [];
  let handler: (message: ToTrainer) => void = () => undefined;
  const port: TrainerPort = {
    post: (message) => {
      said.push(structuredClone(message));
      // As long as a real one takes, so that others get a turn.
      return new Promise((resolve) => {
        setImmediate(resolve);
      });
    },
    receive: (next) => {
      handler = next;
    },
    closed: () => undefined,
  };
  const tell = (message: ToTrainer): void => {
    handler(message);
  };
  return { port, said, tell };
}

/** The messages of one kind. */
export function saidOf<K extends FromTrainer['kind']>(
  said: readonly FromTrainer[],
  kind: K,
): Extract<FromTrainer, { kind: K }>[] {
  return said.filter((message): message is Extract<FromTrainer, { kind: K }> => message.kind === kind);
}

/** Goes away with the test, or with `afterAll` when the tests of the file are over. */
export function temporaryFolder(over: (remove: () => void) => unknown = onTestFinished): string {
  const folder = mkdtempSync(join(tmpdir(), 'critic-trainer-'));
  over(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}
