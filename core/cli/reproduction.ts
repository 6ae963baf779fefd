// Trains what is missing of an experiment, arm by arm and seed by seed, then looks at its runs: a table beside the
// published numbers, and a figure. What was interrupted goes on when the same is asked for again.

import { join } from 'node:path';
import { BatchOrder } from '../datasets/batches.ts';
import { openDataset } from '../datasets/catalog.ts';
import { createExecutor } from '../executors/catalog.ts';
import { experimentGroup } from '../experiments/catalog.ts';
import type { Arm, Experiment, Finding, Lab, Length, TrainedArm } from '../experiments/experiment.ts';
import { renderPlate } from '../experiments/plate.ts';
import { figureFormats } from '../export/figure.ts';
import { writeBytes } from '../export/file.ts';
import type { Work } from '../export/work.ts';
import { heldOutPoints } from '../host/held-out.ts';
import { openHost, type Host } from '../host/host.ts';
import { sameValue } from '../spec/paths.ts';
import type { RunSpec } from '../spec/run-spec.ts';
import type { RunRecord } from '../store/run-record.ts';
import type { Store } from '../store/store.ts';
import type { ChosenEngine } from '../trainer/messages.ts';
import { trainArm } from './comparison.ts';
import type { Context } from './context.ts';
import { endingText, isResumable } from './ending.ts';
import { pickEngine } from './engine.ts';
import { exitCodes, type ExitCode } from './exit.ts';
import { exitCodeOf } from './follow.ts';
import { longWork } from './long-work.ts';
import { findingRows } from '../experiments/findings.ts';
import { jsonText } from './output.ts';
import { table } from './table.ts';
import { isOver } from './unfinished.ts';

export interface ReproductionPlan {
  readonly experiment: Experiment;
  readonly length: Length;
  readonly arms: readonly Arm[];
  /** How many: that of the arms, usually 1, and those after it. */
  readonly seeds: number;
  /** As it was asked for: `auto`, `onnx:cpu`. */
  readonly engine: string;
  readonly dataDir: string;
  /** The figure's file. */
  readonly out: string;
}

export async function reproduceExperiment(context: Context, plan: ReproductionPlan): Promise<ExitCode> {
  const { places } = context;
  const engine = await pickEngine(context, plan.engine);
  const host = openHost({
    dataDir: plan.dataDir,
    resourcesDir: places.resources,
    trainerEntry: places.trainer,
  });
  try {
    const trained = await trainMissing(context, host, plan, engine);
    if (typeof trained === 'number') return trained;
    return await longWork(context, 'Looking at the runs', (work) =>
      finish(context, host.store, plan, { trained, engine, work }),
    );
  } finally {
    await host.close();
  }
}

/** Seed by seed, so that an interruption leaves whole comparisons. An exit code where a run did not get to its end. */
async function trainMissing(
  context: Context,
  host: Host,
  { experiment, length, arms, seeds }: ReproductionPlan,
  engine: ChosenEngine,
): Promise<readonly TrainedArm[] | ExitCode> {
  const { output } = context;
  const group = experimentGroup(experiment, length);
  const trained: TrainedArm[] = [];
  const total = arms.length * seeds;
  for (let at = 0; at < seeds; at += 1) {
    for (const arm of arms) {
      const seed = arm.spec.seed + at;
      const spec: RunSpec = { ...arm.spec, seed };
      const before = newestOf(host.store, spec);
      if (before === undefined || !isOver(before)) {
        output.note(`${arm.title}, seed ${seed} (${trained.length + 1} of ${total})`);
      }
      const run = await trainArm(context, host, { spec, group, seconds: undefined, engine, before });
      if (!isOver(run)) {
        output.note(
          `${endingText(host.store, run, context)}\nOr give the same command again, to go on with all of it.`,
        );
        return exitCodeOf(run);
      }
      if (before?.id !== run.id || !isOver(before)) output.note(endingText(host.store, run, context));
      trained.push({ arm: { ...arm, spec }, seed, run });
    }
  }
  return trained;
}

/** A run of exactly this specification, if there is one to take or to go on with: one that is over before others. */
function newestOf(store: Store, spec: RunSpec): RunRecord | undefined {
  const same = store.runs.list().filter((run) => run.seconds === null && sameValue(run.spec, spec));
  return same.find(isOver) ?? same.find((run) => isResumable(store, run));
}

interface Looking {
  readonly trained: readonly TrainedArm[];
  readonly engine: ChosenEngine;
  readonly work: Work;
}

async function finish(
  { output, places }: Context,
  store: Store,
  { experiment, length, seeds, arms, out }: ReproductionPlan,
  { trained, engine, work }: Looking,
): Promise<ExitCode> {
  const { resources } = places;
  const lab: Lab = {
    ...{ store, length, work },
    trained: arms.flatMap(({ id }) => trained.filter(({ arm }) => arm.id === id)),
    heldOut: (run) => heldOutPoints(run, resources),
    openData: (spec) => {
      const { train } = openDataset(spec.data, resources);
      return { order: new BatchOrder(train.count, spec.seed), samples: train };
    },
    openDataset: (spec) => openDataset(spec.data, resources),
    openExecutor: () => createExecutor(engine.id, { device: engine.device }),
  };
  const { findings, figure, record } = await experiment.look(lab);
  const format = figureFormats.find((ending) => out.toLowerCase().endsWith(`.${ending}`)) ?? 'png';
  writeBytes(out, renderPlate(figure, format, join(resources, 'fonts')));
  const numbers = `${out.replace(/\.[a-z]+$/i, '')}.json`;
  const runs = trained.map(({ arm, seed, run }) => ({ arm: arm.id, seed, run: run.id }));
  const whole = { experiment: experiment.id, length, seeds, runs, findings, ...record };
  writeBytes(numbers, new TextEncoder().encode(jsonText(whole)));
  output.object({
    kind: 'reproduction',
    experiment: experiment.id,
    length,
    seeds,
    runs,
    findings,
    file: out,
    numbers,
  });
  for (const line of findingTable(findings)) output.line(line);
  output.line();
  output.line(`Figure: ${out}`);
  output.line(`Numbers: ${numbers}`);
  return exitCodes.done;
}

function findingTable(findings: readonly Finding[]): readonly string[] {
  const rows = findingRows(findings);
  return table(rows, ['left', ...rows[0].slice(1).map(() => 'right' as const)]);
}
