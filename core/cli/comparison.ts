// Trains the arms of a comparison one after another, then draws them side by side. A comparison that was interrupted
// goes on when the same one is asked for again.

import { join } from 'node:path';
import { comparisonOf } from '../export/comparison.ts';
import { renderComparison } from '../export/figure.ts';
import { writeBytes } from '../export/file.ts';
import { countText, durationText } from '../export/ticks.ts';
import type { ArmsBudget } from '../host/arms.ts';
import { newCompareGroup } from '../host/compare-group.ts';
import { openHost, type Host } from '../host/host.ts';
import { flatten } from '../spec/paths.ts';
import { showCount, showValue } from '../spec/problem.ts';
import { diffSpecs } from '../spec/spec-diff.ts';
import type { RunSpec } from '../spec/run-spec.ts';
import type { RunRecord } from '../store/run-record.ts';
import type { Store } from '../store/store.ts';
import type { ChosenEngine } from '../trainer/messages.ts';
import type { Context } from './context.ts';
import { endingText, isResumable } from './ending.ts';
import { pickEngine } from './engine.ts';
import { exitCodes, type ExitCode } from './exit.ts';
import { exitCodeOf, follow } from './follow.ts';
import { heldOutPoints } from '../host/held-out.ts';
import { metricName, numberText, tellingMetrics } from './measures.ts';
import { table } from './table.ts';
import { findUnfinished, isOver } from './unfinished.ts';

export interface ComparisonPlan {
  readonly arms: readonly RunSpec[];
  readonly budget: ArmsBudget;
  /** As it was asked for: `auto`, `onnx:cpu`. */
  readonly engine: string;
  readonly dataDir: string;
  /** The picture's file. */
  readonly out: string;
}

export async function compareArms(context: Context, plan: ComparisonPlan): Promise<ExitCode> {
  const { output, places } = context;
  const engine = await pickEngine(context, plan.engine);
  tellDifferences(context, plan.arms);
  const host = openHost({
    dataDir: plan.dataDir,
    resourcesDir: places.resources,
    trainerEntry: places.trainer,
  });
  try {
    const unfinished = findUnfinished(host.store, plan.arms, plan.budget);
    if (unfinished !== null) output.note('Going on with the same comparison, which was interrupted.');
    const group = unfinished?.group ?? newCompareGroup(plan.budget.unit);
    const seconds = plan.budget.unit === 'seconds' ? plan.budget.amount : undefined;
    const runs: RunRecord[] = [];
    for (const [at, spec] of plan.arms.entries()) {
      const before = unfinished?.runs.get(at);
      const run = await trainArm(context, host, { spec, group, seconds, engine, before });
      if (!isOver(run)) {
        output.note(
          `${endingText(host.store, run, context)}\nOr give the same command again, to go on with all of it.`,
        );
        return exitCodeOf(run);
      }
      if (before?.id !== run.id || !isOver(before)) output.note(endingText(host.store, run, context));
      runs.push(run);
    }
    finish(context, host.store, runs, plan);
    return exitCodes.done;
  } finally {
    await host.close();
  }
}

/** A run to be had. */
export interface Arm {
  readonly spec: RunSpec;
  readonly group: string;
  /** Of training, where it is time that ends it. */
  readonly seconds: number | undefined;
  readonly engine: ChosenEngine;
  /** What an earlier attempt left of it. */
  readonly before: RunRecord | undefined;
}

/** Trains it, goes on with it, or gives what there is. @throws HostError, StoreError */
export async function trainArm(
  context: Context,
  host: Host,
  { spec, group, seconds, engine, before }: Arm,
): Promise<RunRecord> {
  if (before !== undefined && isOver(before)) return before;
  return follow(context, host, () =>
    before !== undefined && isResumable(host.store, before)
      ? host.resumeRun(before.id, { engine })
      : host.startRun(spec, { engine, compareGroup: group, ...(seconds === undefined ? {} : { seconds }) }),
  );
}

/** Draws the picture, and says how the arms did and where everything is. */
function finish(context: Context, store: Store, runs: readonly RunRecord[], plan: ComparisonPlan): void {
  const { output, places, program } = context;
  const ids = runs.map(({ id }) => id);
  const { arms, options } = comparisonOf(store, ids, {
    axis: plan.budget.unit,
    real: heldOutPoints(runs[0], places.resources),
    fontFolder: join(places.resources, 'fonts'),
  });
  writeBytes(plan.out, renderComparison(arms, options));
  output.object({ kind: 'comparison', runs: ids, file: plan.out });
  output.line();
  for (const line of resultTable(store, runs)) output.line(line);
  output.line();
  output.line(`Side by side, ${budgetWords(plan.budget)}: ${plan.out}`);
  output.line(`The runs are in ${plan.dataDir}; see one with ${program} runs show ${ids[0]}`);
}

/** "1,200 iterations each" */
function budgetWords({ unit, amount }: ArmsBudget): string {
  return `${showCount(amount)} ${unit === 'critic-updates' ? 'critic updates' : unit} each`;
}

/** One row for each arm: where it ended, and its last and best numbers. */
function resultTable(store: Store, runs: readonly RunRecord[]): string[] {
  const keys = [...new Set(runs.flatMap(({ spec }) => tellingMetrics(spec)))];
  const headings = ['', 'run', 'iterations', 'time', ...keys.flatMap((key) => headingsOf(key))];
  const rows = runs.map((run) => [
    run.status === 'completed' ? run.name : `${run.name} (${run.status})`,
    run.id,
    countText(run.iteration),
    durationText(run.activeSeconds),
    ...keys.flatMap((key) => cellsOf(store, run, key)),
  ]);
  return table([headings, ...rows], ['left', 'left', ...headings.slice(2).map(() => 'right' as const)]);
}

type Key = ReturnType<typeof tellingMetrics>[number];

/** Distances have a best; the others go up and down as they please. */
function hasBest(key: Key): boolean {
  return key === 'w1' || key === 'sliced_wasserstein';
}

function headingsOf(key: Key): string[] {
  return hasBest(key) ? [metricName(key), 'best'] : [metricName(key)];
}

function cellsOf(store: Store, { id }: RunRecord, key: Key): string[] {
  const bucket = store.series.readBuckets(id, key, 1).buckets.at(0);
  if (bucket === undefined) return headingsOf(key).map(() => '');
  return [bucket.tail, ...(hasBest(key) ? [bucket.min] : [])].map((value) => numberText(key, value));
}

/** Every field in which the arms differ, one line each. */
function tellDifferences({ output }: Context, arms: readonly RunSpec[]): void {
  const [first, ...others] = arms;
  const paths = [...new Set(others.flatMap((other) => diffSpecs(first, other).map(({ path }) => path)))];
  const values = arms.map((arm) => flatten(arm));
  for (const path of paths) {
    output.object({ kind: 'difference', path, values: values.map((of) => of.get(path) ?? null) });
  }
  if (output.json || paths.length === 0) return;
  const show = (value: unknown): string => (value === undefined ? '-' : showValue(value).replaceAll('"', ''));
  const rows = paths.map((path) => [path, ...values.map((of) => show(of.get(path)))]);
  output.note('What differs:');
  for (const line of table([['', ...arms.map(({ name }) => name)], ...rows])) output.note(`  ${line}`);
}
