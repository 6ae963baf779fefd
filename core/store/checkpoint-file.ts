// The file of one checkpoint, written and read back. The trainer writes it and a host keeps the row, so nothing here
// may need a database.

import { basename, join } from 'node:path';
import * as v from 'valibot';
import type { Checkpoint } from '../gan/events.ts';
import type { ChangeablePath } from '../spec/changes.ts';
import { encode, readContainer } from './container.ts';
import { StoreError } from './errors.ts';
import { writeDurably, type Write } from './files.ts';

export interface WrittenCheckpoint {
  /** Its name in the folder. */
  readonly file: string;
  readonly bytes: number;
}

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const positive = v.pipe(v.number(), v.finite(), v.gtValue(0));
const weight = v.pipe(v.number(), v.finite(), v.minValue(0));
/** With one that is not known here the run would not go on as it was. */
const settingsSchema = v.strictObject({
  'optimizer.critic.lr': v.exactOptional(positive),
  'optimizer.generator.lr': v.exactOptional(positive),
  'objective.nCritic': v.exactOptional(v.pipe(count, v.minValue(1))),
  'objective.lambda': v.exactOptional(weight),
  'penalty.lambda': v.exactOptional(weight),
  'penalty.gamma': v.exactOptional(weight),
} satisfies Record<ChangeablePath, unknown>);
const headerSchema = v.looseObject({
  kind: v.literal('checkpoint'),
  format: v.literal(1),
  iteration: count,
  criticUpdates: count,
  activeSeconds: v.number(),
  samplesDrawn: count,
  streams: v.record(
    v.string(),
    v.object({ words: v.array(v.pipe(v.number(), v.integer())), spare: v.nullable(v.number()) }),
  ),
  settings: v.exactOptional(settingsSchema),
});

/**
 * Writes a checkpoint into a folder; after this returns it survives a power cut.
 * @param run the run's id, which the file carries
 * @throws StoreError, with the folder as it was
 */
export function writeCheckpoint(
  folder: string,
  run: string,
  checkpoint: Checkpoint,
  write?: Write,
): WrittenCheckpoint {
  const { tensors, ...rest } = checkpoint;
  const file = `${String(rest.iteration).padStart(9, '0')}.checkpoint`;
  const arrays = Object.entries(tensors).map(([name, { shape, data }]) => ({ name, shape, data }));
  const parts = encode({ header: { kind: 'checkpoint', run, ...rest }, arrays });
  const doing = `save the checkpoint of iteration ${rest.iteration}`;
  return { file, bytes: writeDurably(join(folder, file), parts, doing, write) };
}

/** @throws StoreError when the file is missing, truncated, altered, or of another iteration */
export function readCheckpoint(path: string, iteration: number): Checkpoint {
  const { header, arrays } = readContainer(path);
  const parsed = v.safeParse(headerSchema, header);
  if (!parsed.success || parsed.output.iteration !== iteration) {
    throw new StoreError(
      'damaged',
      `${path} is damaged: it is not the checkpoint of iteration ${iteration}.`,
    );
  }
  const { format, criticUpdates, activeSeconds, samplesDrawn, streams, settings } = parsed.output;
  const tensors: Record<string, { shape: readonly number[]; data: Float32Array }> = {};
  for (const { name, shape, data } of arrays) {
    if (data instanceof Uint8Array)
      throw new StoreError('damaged', `${path} is damaged: "${name}" is not float32.`);
    tensors[name] = { shape, data };
  }
  const changed = settings === undefined ? {} : { settings };
  return { format, iteration, criticUpdates, activeSeconds, tensors, streams, samplesDrawn, ...changed };
}

/** Whether a name can be that of a file in the folder itself. */
export function isPlainName(file: string): boolean {
  return file !== '' && file !== '.' && file !== '..' && basename(file) === file && !file.includes('\\');
}
