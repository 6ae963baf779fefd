// What the arguments of each call must be. What passes is what the contract says and nothing besides.

import * as v from 'valibot';
import { changeablePaths } from '../spec/changes.ts';
import { gridSeries } from '../spec/grid-series.ts';
import { fewestSamples, mostSamples } from '../spec/measurement.ts';
import { metricKeys } from '../spec/metric.ts';
import { presets } from '../spec/presets.ts';
import { hasErrors, type Problem } from '../spec/problem.ts';
import { largestSeed, mostSteps } from '../spec/run-schema.ts';
import { downloadNames, type DataSpec, type RunSpec } from '../spec/run-spec.ts';
import { parseSpec } from '../spec/schema.ts';
import { mostRuns } from '../spec/sweep-values.ts';
import { validateSpec } from '../spec/validate.ts';
import { CallError } from './call-error.ts';
import type { CompareAxis, ExportRequest, HostApi, RunId, SampleContent, Settings } from './contract.ts';

export type CallName = keyof HostApi;

type Schema<T> = v.GenericSchema<unknown, T>;

function text(max: number, min = 0): Schema<string> {
  const phrase = `a text of ${min === 0 ? 'at most' : `${min} to`} ${max} characters`;
  return v.pipe(v.string(phrase), v.minLength(min, phrase), v.maxLength(max, phrase));
}
function whole(min: number, max: number): Schema<number> {
  const phrase = `a whole number from ${min} to ${max}`;
  return v.pipe(v.number(phrase), v.integer(phrase), v.minValue(min, phrase), v.maxValue(max, phrase));
}
function list<T>(item: Schema<T>, min: number, max: number): Schema<T[]> {
  const phrase = `a list of ${min} to ${max}`;
  return v.pipe(v.array(item, phrase), v.minLength(min, phrase), v.maxLength(max, phrase));
}
function within(min: number, max: number): Schema<number> {
  const phrase = `a number from ${min} to ${max}`;
  return v.pipe(v.number(phrase), v.minValue(min, phrase), v.maxValue(max, phrase));
}
/** Of at most so many values. */
function floats(max: number): Schema<Float32Array> {
  const phrase = `a Float32Array of at most ${max} numbers`;
  return v.pipe(v.instance(Float32Array, phrase), v.maxLength(max, phrase));
}
function bytes(max: number): Schema<Uint8Array> {
  const phrase = `a Uint8Array of at most ${max} bytes`;
  return v.pipe(v.instance(Uint8Array, phrase), v.maxLength(max, phrase));
}
function spoken(max: number): Schema<string> {
  return v.pipe(
    text(max, 1),
    v.check((words) => words.trim() !== '', 'a text that is not blank'),
  );
}
const flag = v.boolean('true or false');
/** Also where a record has no such field: the fields of an edit that are absent stay as they are. */
const maybe = <T>(schema: Schema<T>) => v.exactOptional(schema);

const run = text(64, 1);
const runs = list(run, 1, 100_000);
const iteration = whole(0, mostSteps);
const engine = text(64, 1);

const spec: Schema<RunSpec> = v.pipe(v.unknown(), v.transform(readSpec));
const data: Schema<DataSpec> = v.pipe(v.unknown(), v.transform(readData));

/** @throws CallError `refused`, with every error as a sentence */
function readSpec(input: unknown): RunSpec {
  const parsed = parseSpec(input);
  const problems = 'problems' in parsed ? parsed.problems : validateSpec(parsed.spec);
  if ('problems' in parsed || hasErrors(problems)) throw refusal(problems);
  return parsed.spec;
}

/** Looked at as a part of a specification without other faults. @throws CallError `refused` */
function readData(input: unknown): DataSpec {
  const parsed = parseSpec({ ...presets[0].spec, data: input });
  if ('problems' in parsed) throw refusal(parsed.problems);
  return parsed.spec.data;
}

function refusal(problems: readonly Problem[]): CallError {
  return new CallError('refused', problems.map(({ sentence }) => sentence).join(' '));
}

/** Of one view, in characters. */
const longestView = 65_536;

const viewName = v.pipe(v.string(), v.minLength(1), v.maxLength(120));

/** One field at a time, so that whoever reads what is remembered can leave out one that is wrong. */
export const settingSchemas: { readonly [K in keyof Settings]: Schema<Settings[K]> } = {
  theme: v.picklist(['system', 'light', 'dark']),
  palette: v.picklist(['okabe-ito', 'petroff']),
  engine,
  runsAtOnce: whole(0, 64),
  notifications: flag,
  measureWhenComplete: flag,
  views: v.record(viewName, text(longestView)),
};

const budget = v.strictObject({
  unit: v.picklist(['iterations', 'critic-updates', 'seconds']),
  amount: v.pipe(
    v.number('a number above 0'),
    v.finite('a number above 0'),
    v.gtValue(0, 'a number above 0'),
    v.maxValue(mostSteps, `at most ${mostSteps}`),
  ),
});

/** A line takes so much of what a window sends at once, with room to spare. */
const mostSent = 3 * 2 ** 20;
/** Of one part of a bundle. */
const mostPart = 2 ** 20;
/** Of a bundle. */
const mostBundle = 2 ** 32;

const studio = text(64, 1);
const extent = v.number('a number');

const samples: Schema<SampleContent> = v.variant('kind', [
  v.pipe(
    v.strictObject({
      kind: v.literal('images'),
      shape: list(whole(1, 65_536), 4, 4),
      pixels: bytes(mostSent),
    }),
    v.check(
      ({ shape, pixels }) => shape.reduce((product, size) => product * size, 1) === pixels.length,
      'images with as many pixels as their shape says',
    ),
  ),
  v.strictObject({
    kind: v.literal('points'),
    points: floats(mostSent / 4),
    field: v.nullable(
      v.strictObject({
        ...{ xMin: extent, xMax: extent, yMin: extent, yMax: extent },
        ...{ columns: whole(1, 4096), rows: whole(1, 4096), values: floats(mostSent / 4) },
      }),
    ),
  }),
]);

const seed = v.strictObject({ seed: whole(0, largestSeed) });

/** Six fit beside each other in a picture. */
const pictured: Schema<RunId[]> = list(run, 1, 6);
const single: Schema<RunId[]> = list(run, 1, 1);
const carried: Schema<RunId[]> = list(run, 1, 1000);

const series = v.exactOptional(v.picklist(gridSeries));
const compareAxis: Schema<CompareAxis> = v.picklist(['iterations', 'critic-updates', 'images', 'seconds']);

const exported: Schema<ExportRequest> = v.variant('kind', [
  v.strictObject({ kind: v.literal('grid'), runs: single, iteration, series }),
  v.strictObject({
    kind: v.literal('film'),
    runs: pictured,
    format: v.picklist(['webm', 'gif']),
    framesPerSecond: within(1, 60),
    scale: whole(1, 64),
    axis: compareAxis,
    series,
  }),
  v.strictObject({
    kind: v.literal('latent-film'),
    runs: single,
    iteration: v.nullable(iteration),
    tiles: list(whole(0, 4095), 2, 16),
    format: v.picklist(['webm', 'gif']),
    framesPerSecond: within(1, 60),
    scale: whole(1, 64),
  }),
  v.strictObject({ kind: v.picklist(['csv', 'json', 'bundle']), runs: carried }),
  v.strictObject({ kind: v.literal('report'), runs: pictured }),
  v.strictObject({
    kind: v.literal('figure'),
    runs: pictured,
    format: v.picklist(['png', 'svg', 'pdf']),
    axis: compareAxis,
    until: v.nullable(within(0, Number.MAX_SAFE_INTEGER)),
  }),
  v.strictObject({ kind: v.literal('onnx'), runs: single, iteration: v.nullable(iteration) }),
]);

const schemas: { readonly [K in CallName]: Schema<Parameters<HostApi[K]>> } = {
  hello: v.strictTuple([whole(0, 1_000_000)]),
  listRuns: v.strictTuple([]),
  readRun: v.strictTuple([run]),
  startRuns: v.strictTuple([
    v.strictObject({
      specs: list(spec, 1, mostRuns),
      engine,
      budget: v.nullable(budget),
      group: v.nullable(spoken(120)),
    }),
  ]),
  controlRun: v.strictTuple([run, v.picklist(['pause', 'continue', 'checkpoint', 'stop', 'kill'])]),
  resumeRun: v.strictTuple([run]),
  moveInQueue: v.strictTuple([run, whole(1, 1_000_000)]),
  editRun: v.strictTuple([
    run,
    v.strictObject({
      name: maybe(spoken(120)),
      tags: maybe(list(text(60, 1), 0, 64)),
      note: maybe(text(20_000)),
      starred: maybe(flag),
    }),
  ]),
  deleteRuns: v.strictTuple([runs]),
  restoreRuns: v.strictTuple([runs]),
  watchRun: v.strictTuple([run, whole(0, Number.MAX_SAFE_INTEGER)]),
  unwatchRun: v.strictTuple([run]),
  readSeries: v.strictTuple([
    run,
    v.strictObject({
      keys: list(v.picklist(metricKeys), 0, metricKeys.length),
      from: iteration,
      to: v.nullable(iteration),
      buckets: whole(1, 10_000),
    }),
  ]),
  readGrid: v.strictTuple([run, iteration, v.optional(v.picklist(gridSeries))]),
  readHistograms: v.strictTuple([run]),
  changeRun: v.strictTuple([run, v.picklist(changeablePaths), v.number('a number')]),
  noteRun: v.strictTuple([run, iteration, spoken(2000)]),
  editNote: v.strictTuple([run, whole(0, Number.MAX_SAFE_INTEGER), v.nullable(spoken(2000))]),
  readSpecs: v.strictTuple([carried]),
  openStudio: v.strictTuple([run, v.nullable(iteration)]),
  closeStudio: v.strictTuple([studio]),
  drawLatents: v.strictTuple([studio, v.union([v.literal('grid'), seed]), whole(1, 4096)]),
  drawSamples: v.strictTuple([studio, floats(mostSent / 4)]),
  findNearest: v.strictTuple([studio, samples]),
  measureRun: v.strictTuple([
    run,
    v.strictObject({
      checkpoints: v.union(
        [v.literal('newest'), v.literal('all'), list(iteration, 1, 1000)],
        '"newest", "all" or a list of iterations',
      ),
      samples: v.nullable(whole(fewestSamples, mostSamples)),
    }),
  ]),
  cancelMeasuring: v.strictTuple([run]),
  readMeasurements: v.strictTuple([run]),
  makeExport: v.strictTuple([exported]),
  cancelExport: v.strictTuple([]),
  beginImport: v.strictTuple([spoken(255), whole(1, mostBundle)]),
  addToImport: v.strictTuple([text(64, 1), bytes(mostPart)]),
  finishImport: v.strictTuple([text(64, 1)]),
  previewData: v.strictTuple([data, whole(1, 1024)]),
  cancelPreview: v.strictTuple([data]),
  downloadData: v.strictTuple([v.picklist(downloadNames)]),
  cancelDownload: v.strictTuple([]),
  tryOut: v.strictTuple([spec, engine]),
  listExperiments: v.strictTuple([]),
  listEngines: v.strictTuple([flag]),
  changeSettings: v.strictTuple([
    v.strictObject({
      theme: maybe(settingSchemas.theme),
      palette: maybe(settingSchemas.palette),
      engine: maybe(settingSchemas.engine),
      runsAtOnce: maybe(settingSchemas.runsAtOnce),
      notifications: maybe(settingSchemas.notifications),
      measureWhenComplete: maybe(settingSchemas.measureWhenComplete),
      views: maybe(settingSchemas.views),
    }),
  ]),
  readStorage: v.strictTuple([]),
};

export function isCallName(name: string): name is CallName {
  return Object.hasOwn(schemas, name);
}

/** @throws CallError `invalid`, or `refused` for a specification that cannot be */
export function checkArguments(name: CallName, args: readonly unknown[]): readonly unknown[] {
  const result = v.safeParse(schemas[name], args);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const place = (issue.path ?? []).map(({ key }) => String(key));
  const where = place.length === 0 ? 'the arguments' : `argument ${place.join('.')}`;
  throw new CallError('invalid', `In the call "${name}", ${where} must be ${phraseOf(issue)}.`);
}

function phraseOf({ kind, expected, message }: v.BaseIssue<unknown>): string {
  // Messages that were written here say what it must be; valibot's own say more than that.
  if (!message.startsWith('Invalid ')) return message;
  return kind === 'schema' && expected !== null ? expected : 'something else';
}
