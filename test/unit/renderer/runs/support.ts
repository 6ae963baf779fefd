// Runs to search, sort and select, all alike but for what a test is about.

import type { RunSummary } from '../../../../core/protocol/contract.ts';

const usual: RunSummary = {
  ...{ id: 'r0', name: 'a run', state: 'completed', detail: null, objective: 'wgan-gp', data: '8gaussians' },
  ...{ dataTitle: '8 Gaussians', sampleShape: [2], batch: 256, seed: 0, iterations: 1000, seconds: null },
  engine: { id: 'onnx:cpu', device: 'Some Processor', deterministic: true },
  ...{
    createdAt: 0,
    startedAt: 0,
    endedAt: 0,
    compareGroup: null,
    starred: false,
    tags: [],
    note: '',
    bytes: 1e6,
  },
  ...{ measures: {}, newestGrid: null, queuePlace: null, rate: null, resumable: false },
  ...{ iteration: 1000, criticUpdates: 5000, activeSeconds: 60 },
};

export function run(differs: Partial<RunSummary> = {}): RunSummary {
  return { ...usual, ...differs };
}

/** A measure whose newest value is `last`. */
export function measured(last: number, best = last) {
  return { last, lastIteration: 900, best, bestIteration: 800 };
}
