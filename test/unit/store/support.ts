// Small runs for the tests of the store.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Checkpoint, MetricsEvent, SamplesEvent, Scalars } from '../../../core/gan/events.ts';
import type { RunSpec } from '../../../core/spec/run-spec.ts';
import { writeCheckpoint } from '../../../core/store/checkpoint-file.ts';
import type { CheckpointReason } from '../../../core/store/checkpoints.ts';
import type { Write } from '../../../core/store/files.ts';
import type { RunStart } from '../../../core/store/run-begin.ts';
import { openStore, type Store, type StoreOptions } from '../../../core/store/store.ts';

/** A folder that goes away with the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'critic-store-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

export function temporaryStore(options: StoreOptions = {}): Store {
  return openAt(join(temporaryFolder(), 'data'), options);
}

/** Closed with the test, before its folder goes. */
export function openAt(directory: string, options: StoreOptions = {}): Store {
  const store = openStore(directory, options);
  onTestFinished(() => {
    store.close();
  });
  return store;
}

export function specNamed(name: string): RunSpec {
  const mlp = { kind: 'mlp', hidden: [16], activation: 'relu', norm: 'none', init: 'he' } as const;
  const adam = { kind: 'adam', lr: 1e-4, beta1: 0.5, beta2: 0.9, epsilon: 1e-8 } as const;
  return {
    format: 1,
    name,
    data: { kind: '8gaussians' },
    latent: { size: 2, distribution: 'normal' },
    generator: mlp,
    critic: mlp,
    objective: { kind: 'wgan-gp', lambda: 0.1, nCritic: 5 },
    penalty: { kind: 'none' },
    ema: { decay: 0 },
    optimizer: { generator: adam, critic: adam },
    batch: 32,
    iterations: 100,
    seed: 7,
    warmup: { criticSteps: 0, iterations: 0, every: 0 },
    evaluate: { every: 10, samples: 64 },
    grid: { columns: 4, rows: 2, every: 50 },
    checkpoint: { every: 50 },
  };
}

export const start: RunStart = {
  engine: { id: 'reference', device: 'a processor', version: '4.22.0', deterministic: true },
  dataFingerprint: 'f00d',
};

export function metrics(iteration: number, scalars: Scalars): MetricsEvent {
  return {
    kind: 'metrics',
    iteration,
    criticUpdates: iteration * 5,
    activeSeconds: iteration / 8,
    scalars,
  };
}

export function grid(iteration: number, shape: readonly number[], data: Float32Array): SamplesEvent {
  return {
    kind: 'samples',
    series: 'fixed',
    iteration,
    criticUpdates: iteration * 5,
    activeSeconds: iteration / 8,
    shape,
    data,
  };
}

export function checkpointAt(iteration: number, size = 6): Checkpoint {
  const data = Float32Array.from({ length: size }, (_, i) => Math.sin(iteration + i));
  return {
    format: 1,
    iteration,
    criticUpdates: iteration * 5,
    activeSeconds: iteration / 8,
    tensors: {
      'generator/0/weight': { shape: [2, size / 2], data },
      'generator/0/bias': { shape: [1], data: Float32Array.of(NaN) },
      scalar: { shape: [], data: Float32Array.of(-0) },
    },
    streams: {
      'data-order': { words: [1, -2, 3, -4], spare: null },
      'generator-latent': { words: [5, 6, 7, 8], spare: 0.1 + 0.2 },
    },
    samplesDrawn: iteration * 32,
  };
}

/** Writes a checkpoint as a trainer does and keeps it as a host does. Gives its number in the journal. */
export function saveCheckpoint(
  store: Store,
  runId: string,
  { checkpoint, reason }: { checkpoint: Checkpoint; reason: CheckpointReason },
  write?: Write,
): number {
  const { iteration, criticUpdates, activeSeconds } = checkpoint;
  const written = writeCheckpoint(store.checkpoints.folderOf(runId), runId, checkpoint, write);
  return store.checkpoints.adopt(runId, { iteration, criticUpdates, activeSeconds, reason, ...written });
}
