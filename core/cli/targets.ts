// From what somebody names on the command line to a specification that can start: a preset or a file, with --set,
// --iterations and --seed applied, checked against the data.

import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { loadDataset } from '../datasets/catalog.ts';
import { dataPaths, mapDataPaths } from '../spec/data-facts.ts';
import { nearest } from '../spec/nearest.ts';
import { findPreset, presets } from '../spec/presets.ts';
import { hasErrors, type Problem } from '../spec/problem.ts';
import { readSpec } from '../spec/read-spec.ts';
import type { RunSpec } from '../spec/run-spec.ts';
import { applySettings } from '../spec/set-path.ts';
import { validateSpec } from '../spec/validate.ts';
import { UsageError } from './args/usage-error.ts';
import type { Context } from './context.ts';

export interface Changes {
  readonly settings: readonly string[];
  readonly iterations?: number;
  readonly seed?: number;
}

export interface Target {
  readonly spec: RunSpec;
  /** Sentences on what the papers warn of. */
  readonly warnings: readonly string[];
}

/** @throws UsageError when it is neither a preset nor a file with a specification, or a change does not fit */
export function readTarget(target: string, changes: Changes): Target {
  const preset = findPreset(target);
  const base = preset?.spec ?? readSpecFile(target);
  const set = applySettings(base, changes.settings, preset === undefined ? {} : { untouched: preset.spec });
  if ('problems' in set) throw wrong(set.problems);
  const { iterations = set.spec.iterations, seed = set.spec.seed } = changes;
  // Runs are resumed from any folder, so paths must not depend on this one.
  const data = mapDataPaths(set.spec.data, (path) => resolve(path));
  const spec: RunSpec = { ...set.spec, data, iterations, seed };
  const problems = validateSpec(spec);
  if (hasErrors(problems)) throw wrong(problems);
  return { spec, warnings: problems.map(({ sentence }) => sentence) };
}

/**
 * Reads files that the specification names, so that a wrong one is found before anything is stored. Images of a folder
 * are prepared here, with a line of progress. Rejects with a DataError or a UsageError.
 */
export async function checkData(spec: RunSpec, { places, output }: Context): Promise<void> {
  if (dataPaths(spec.data).length === 0 && spec.data.kind !== 'drawn') return;
  const onProgress = (step: string, done: number, of: number): void => {
    if (output.interactive) output.live(`${step}: ${done} of ${of}`);
  };
  const { train, heldOut, skipped, notes } = await loadDataset(spec.data, places.resources, onProgress);
  const problems = validateSpec(spec, { train: train.count, heldOut: heldOut.count });
  if (hasErrors(problems)) throw wrong(problems);
  for (const { reason, count, examples } of skipped ?? [])
    output.note(`Skipped ${count}: ${reason}, as ${examples[0]}.`);
  for (const { sentence } of notes ?? []) output.note(`Note: ${sentence}`);
}

function readSpecFile(path: string): RunSpec {
  if (statSync(path, { throwIfNoEntry: false }) === undefined) throw unknownTarget(path);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`${path} cannot be read (${why}); give a preset or a JSON file.`);
  }
  let input: unknown;
  try {
    input = JSON.parse(text);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`${path} is not JSON: ${why}.`);
  }
  const result = readSpec(input);
  if ('problems' in result) throw wrong(result.problems, `${path}: `);
  return result.spec;
}

function unknownTarget(target: string): UsageError {
  if (/[/\\.]/.test(target)) {
    return new UsageError(`There is no file ${target}; give the path of a spec file, or a preset.`);
  }
  const ids = presets.map(({ id }) => id);
  const near = nearest(target, ids);
  const advice = near === undefined ? 'critic presets lists them' : `the nearest is ${near}`;
  return new UsageError(`There is no preset "${target}"; ${advice}.`);
}

function wrong(problems: readonly Problem[], before = ''): UsageError {
  const errors = problems.filter(({ severity }) => severity === 'error');
  return new UsageError(errors.map(({ sentence }) => `${before}${sentence}`).join('\n'));
}
