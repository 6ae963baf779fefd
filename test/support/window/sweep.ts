// Made-up training of runs that were started from the designer, such as those of a sweep: two at a time, each for a
// few seconds, with distances that depend on the learning rate, the penalty and the seed.

import type { RunId, RunSummary, StartRequest } from '../../../core/protocol/contract.ts';
import { isToy, sampleShape } from '../../../core/spec/data-facts.ts';
import type { RunSpec } from '../../../core/spec/run-spec.ts';
import { dataWords } from '../../../core/spec/words.ts';

export interface StartedRun {
  summary: RunSummary;
  readonly spec: RunSpec;
}

const atOnce = 2;
const tickMs = 250;
const ticks = 12;

/** Calls `change` with what is other than before, a few times a second. */
export function startMadeUp(
  { specs, group }: StartRequest,
  add: (run: StartedRun) => void,
  change: (id: RunId, to: Partial<RunSummary>) => void,
): readonly RunId[] {
  const runs = specs.map((spec, at): StartedRun => {
    const id = `${Date.now().toString(36)}${String(at).padStart(4, '0')}`;
    return { spec, summary: queued(id, spec, group, at) };
  });
  runs.forEach(add);
  const begun = new Map<StartedRun, number>();
  const timer = setInterval(() => {
    const left = runs.filter((run) => (begun.get(run) ?? 0) < ticks);
    if (left.length === 0) clearInterval(timer);
    for (const run of left.slice(0, atOnce)) {
      const tick = (begun.get(run) ?? 0) + 1;
      begun.set(run, tick);
      change(run.summary.id, after(run.spec, tick));
    }
    left.slice(atOnce).forEach(({ summary }, at) => {
      change(summary.id, { queuePlace: at + 1 });
    });
  }, tickMs);
  return runs.map(({ summary }) => summary.id);
}

function queued(id: RunId, spec: RunSpec, compareGroup: string | null, at: number): RunSummary {
  return {
    ...{ id, name: spec.name, state: 'queued', detail: null, objective: spec.objective.kind },
    ...{ data: spec.data.kind, dataTitle: dataWords(spec.data), sampleShape: sampleShape(spec.data) },
    ...{ batch: spec.batch, seed: spec.seed, iterations: spec.iterations, seconds: null, engine: null },
    ...{ createdAt: Date.now(), startedAt: null, endedAt: null, iteration: 0, criticUpdates: 0 },
    ...{ activeSeconds: 0, compareGroup, starred: false, tags: [], note: '', bytes: 3e6, measures: {} },
    ...{ newestGrid: null, queuePlace: at + 1, rate: null, resumable: false },
  };
}

function after(spec: RunSpec, tick: number): Partial<RunSummary> {
  const iteration = Math.round((spec.iterations * tick) / ticks);
  const { lr } = spec.optimizer.critic;
  const lambda = 'lambda' in spec.objective ? spec.objective.lambda : 10;
  const floor = 0.1 + 0.2 * Math.log10(lr / 2e-4) ** 2 + 0.05 * Math.log2(lambda / 10 + 0.01) ** 2;
  const distance = floor * (1 + 4 * Math.exp((-5 * tick) / ticks)) * (1 + 0.08 * Math.sin(37 * spec.seed));
  const measure = {
    last: distance * 1.05,
    lastIteration: iteration,
    best: distance,
    bestIteration: iteration,
  };
  return {
    ...{ state: tick < ticks ? 'running' : 'completed', iteration, criticUpdates: 5 * iteration },
    ...{ queuePlace: null, rate: tick < ticks ? 40 : null, newestGrid: iteration },
    measures: {
      [isToy(spec.data) ? 'w1' : 'sliced_wasserstein']: measure,
      critic_loss: { ...measure, best: null, bestIteration: null },
      ...(spec.objective.kind.startsWith('wgan') ? { em_estimate: measure } : {}),
    },
  };
}
