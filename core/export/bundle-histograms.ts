// Histograms of weights and gradients in a bundle: a line of JSON for each evaluation, checked before they are stored.

import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { mostSteps } from '../spec/run-schema.ts';
import type { Store } from '../store/store.ts';
import type { CarriedHistograms } from '../store/transfer.ts';
import { damaged } from './bundle-format.ts';
import type { BundlePart } from './bundle-parts.ts';
import { encoded } from './file.ts';

export const histogramsPath = 'histograms.jsonl';

/** Null where the run has none, as those from before they were kept. */
export function histogramsPart(store: Store, id: string): BundlePart | null {
  const bytes = store.transfer.histogramBytes(id);
  if (bytes === 0) return null;
  const lines = function* (): Generator<string> {
    for (const [iteration, tensors] of store.transfer.histograms(id)) yield `[${iteration},${tensors}]\n`;
  };
  return { path: histogramsPath, bytes, loose: true, read: () => encoded(lines()) };
}

const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffff_ffff));
const edge = v.pipe(v.number(), v.finite());
const lineSchema = v.strictTuple([
  v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(mostSteps)),
  v.array(
    v.strictTuple([
      v.pipe(v.string(), v.maxLength(500)),
      edge,
      edge,
      v.pipe(v.array(count), v.minLength(1), v.maxLength(4096)),
    ]),
  ),
]);

/**
 * Those of a file, read line by line: a long run's would not fit into one text.
 * @param last iteration of the run
 * @throws ImportError, from the call or while they are gone through
 */
export function* readHistograms(path: string, file: string, last: number): Generator<CarriedHistograms> {
  const bytes = readFileSync(path);
  let before = -1;
  for (let at = 0; at < bytes.length;) {
    const end = bytes.indexOf('\n', at);
    if (end < 0) throw damaged(file, 'the histograms of a run are cut off');
    const read = v.safeParse(lineSchema, json(bytes.toString('utf8', at, end)));
    if (!read.success) throw damaged(file, 'a histogram of a run makes no sense');
    const [iteration, tensors] = read.output;
    if (iteration <= before || iteration > last)
      throw damaged(file, 'the histograms of a run are out of order');
    yield [iteration, JSON.stringify(tensors)];
    before = iteration;
    at = end + 1;
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
