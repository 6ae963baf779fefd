// The format of a run bundle: a zip archive with everything of some runs, and a manifest that proves each entry.
//
//   runs/1/run.json           what the run is (CarriedRun)
//   runs/1/labels.json        name, tags, note and star (CarriedLabels), which may change without another run
//   runs/1/measurements.json  what was measured of it afterwards, with noise floors (CarriedMeasurements); from format 2
//   runs/1/histograms.jsonl   for each evaluation: [iteration, [[name, low, high, counts], …]]; from format 3
//   runs/1/steps              for each iteration: iteration, critic updates, seconds
//   runs/1/metrics/<key>      for each value: iteration, value
//   runs/1/journal.jsonl      for each row of the journal: [number, kind, iteration, time, text]
//   runs/1/samples/<file>     grids and checkpoints, byte for byte
//   runs/1/checkpoints/<file>
//   manifest.json             the last one: format, and each entry's size and SHA-256
//
// Tables are float64, little-endian, row by row: they keep NaN, infinities and negative zero.

import * as v from 'valibot';
import { gridSeries } from '../spec/grid-series.ts';
import { metricKeys } from '../spec/metric.ts';
import { isMeasurementKey, type MeasurementKey } from '../spec/measurement.ts';
import { mostSteps } from '../spec/run-schema.ts';
import type { CarriedLabels, CarriedMeasurements } from '../store/transfer.ts';
import { ImportError } from './errors.ts';

export const bundleFormat = 3;
export const manifestName = 'manifest.json';

/** Where an entry belongs. */
export interface EntryPlace {
  /** The run's number in the bundle. */
  readonly run: number;
  /** Below the run's folder. */
  readonly path: string;
}

const entryPattern =
  /^runs\/([1-9]\d{0,3})\/(run\.json|labels\.json|measurements\.json|histograms\.jsonl|steps|journal\.jsonl|metrics\/[a-z0-9_]{1,40}|samples\/[a-z]{1,16}-\d{9,16}\.grid|checkpoints\/\d{9,16}\.checkpoint)$/;

export const entryName = ({ run, path }: EntryPlace): string => `runs/${run}/${path}`;

/** Null for a name that no entry can have. */
export function entryPlace(name: string): EntryPlace | null {
  const match = entryPattern.exec(name);
  return match === null ? null : { run: Number(match[1]), path: match[2] };
}

export interface ManifestEntry {
  readonly name: string;
  readonly bytes: number;
  /** In hexadecimal. */
  readonly sha256: string;
}

const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER));
const step = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(mostSteps));
/** Milliseconds since 1970, as far as a Date reaches. */
const time = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(8.64e15));
const duration = v.pipe(v.number(), v.finite(), v.minValue(0));
const short = v.pipe(v.string(), v.maxLength(500));
const sentence = v.pipe(v.string(), v.maxLength(20_000));

const manifestSchema = v.object({
  kind: v.literal('critic-bundle'),
  format: v.pipe(v.number(), v.integer(), v.minValue(1)),
  entries: v.optional(v.unknown()),
});
const entriesSchema = v.array(
  v.object({ name: v.string(), bytes: count, sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)) }),
);

const place = { iteration: step, criticUpdates: count, activeSeconds: duration };
const gridFile = v.pipe(v.string(), v.regex(/^[a-z]{1,16}-\d{9,16}\.grid$/));
const checkpointFile = v.pipe(v.string(), v.regex(/^\d{9,16}\.checkpoint$/));

/** All of a CarriedRun but for the specification, which core/spec checks. */
const runSchema = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^[0-9abcdefghjkmnpqrstvwxyz]{10}$/)),
  spec: v.unknown(),
  status: v.picklist(['completed', 'interrupted', 'diverged', 'crashed', 'failed']),
  statusDetail: v.nullable(sentence),
  requestedEngine: v.nullable(short),
  engine: v.nullable(
    v.strictObject({ id: short, device: short, version: short, deterministic: v.boolean() }),
  ),
  createdAt: time,
  startedAt: v.nullable(time),
  endedAt: v.nullable(time),
  ...place,
  seconds: v.nullable(duration),
  compareGroup: v.nullable(short),
  dataFingerprint: v.nullable(short),
  seq: count,
  grids: v.array(v.strictObject({ series: v.picklist(gridSeries), ...place, file: gridFile })),
  checkpoints: v.array(
    v.strictObject({
      ...place,
      reason: v.picklist(['schedule', 'interrupted', 'end', 'request']),
      file: checkpointFile,
    }),
  ),
});

const labelsSchema = v.strictObject({
  name: v.pipe(
    v.string(),
    v.check((name) => name.trim() !== ''),
    v.maxLength(1000),
  ),
  starred: v.boolean(),
  tags: v.pipe(v.array(short), v.maxLength(1000)),
  note: v.string(),
});

const special = { NaN, Infinity, '-Infinity': -Infinity } as const;
const measuredKey = v.pipe(v.string(), v.regex(/^[a-z0-9_]{1,40}$/));
const measured = { key: measuredKey, samples: count, protocol: count };
const measurementsSchema = v.strictObject({
  values: v.pipe(
    v.array(
      v.strictObject({
        ...{ iteration: step, ...measured, at: time },
        value: v.union([
          v.pipe(v.number(), v.finite()),
          v.pipe(
            v.picklist(['NaN', 'Infinity', '-Infinity']),
            v.transform((word) => special[word]),
          ),
        ]),
      }),
    ),
    v.maxLength(100_000),
  ),
  floors: v.pipe(
    v.array(
      v.strictObject({
        ...measured,
        mean: v.pipe(v.number(), v.finite()),
        deviation: duration,
        repeats: count,
      }),
    ),
    v.maxLength(100_000),
  ),
});

const kinds = v.picklist([
  ...(['metrics', 'grid', 'started', 'paused', 'continued', 'checkpoint', 'rewound', 'diverged'] as const),
  ...(['ended', 'crashed', 'note', 'changed'] as const),
]);
const entrySchema = v.strictTuple([count, kinds, step, time, v.nullable(sentence)]);

export type ReadRun = v.InferOutput<typeof runSchema>;
export type ReadEntry = v.InferOutput<typeof entrySchema>;

/** @throws ImportError */
export function readManifest(text: string, file: string): readonly ManifestEntry[] {
  const manifest = parsed(manifestSchema, text);
  if (manifest === null) throw new ImportError(`${file} is not a run bundle; its manifest makes no sense.`);
  if (manifest.format > bundleFormat) {
    throw new ImportError(
      `${file} is a bundle of format ${manifest.format}, and this version of Critic reads formats up to ${bundleFormat}; update Critic.`,
    );
  }
  const entries = v.safeParse(entriesSchema, manifest.entries);
  if (!entries.success) throw damaged(file, 'its manifest makes no sense');
  return entries.output;
}

/** The run, but for its specification. @throws ImportError */
export function readRunJson(text: string, file: string): ReadRun {
  const run = parsed(runSchema, text);
  if (run === null) throw damaged(file, 'what it says of a run makes no sense');
  return run;
}

/** @throws ImportError */
export function readLabels(text: string, file: string): CarriedLabels {
  const labels = parsed(labelsSchema, text);
  if (labels === null) throw damaged(file, 'the name or the tags of a run make no sense');
  return labels;
}

/** Of the keys that this version knows. @throws ImportError */
export function readMeasurementsJson(text: string, file: string): CarriedMeasurements {
  const read = parsed(measurementsSchema, text);
  if (read === null) throw damaged(file, 'what was measured of a run makes no sense');
  const isKnown = <T extends { key: string }>(one: T): one is T & { key: MeasurementKey } =>
    isMeasurementKey(one.key);
  return { values: read.values.filter(isKnown), floors: read.floors.filter(isKnown) };
}

/** A row of a journal. @throws ImportError */
export function readEntry(line: string, file: string): ReadEntry {
  const entry = parsed(entrySchema, line);
  if (entry === null) throw damaged(file, 'a row of a journal makes no sense');
  return entry;
}

/** Whether this version knows a metric. */
export function isMetric(key: string): boolean {
  return (metricKeys as readonly string[]).includes(key);
}

export function damaged(file: string, what: string): ImportError {
  return new ImportError(`${file} cannot be imported: ${what}. Export it again, or get another copy.`);
}

function parsed<S extends v.GenericSchema>(schema: S, text: string): v.InferOutput<S> | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const result = v.safeParse(schema, value);
  return result.success ? result.output : null;
}
