// Files of runs by address: pictures, the table of metrics, the specification. An address names a run and one of a few
// things; it never is a path, and whatever does not fit gives null.

import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { csvLines } from '../export/csv.ts';
import { gridPng } from '../export/grid.ts';
import { countText } from '../export/ticks.ts';
import { gridSeriesMark, type GridSeries } from '../spec/grid-series.ts';
import { StoreError } from '../store/errors.ts';
import type { RunRecord } from '../store/run-record.ts';
import type { Store } from '../store/store.ts';
import { heldOutPoints } from './held-out.ts';
import { thumbnailPng } from './thumbnail.ts';

export interface Asset {
  /** For the Content-Type header. */
  readonly type: string;
  /** For people who keep it. */
  readonly name: string;
  readonly body: Uint8Array | AsyncIterable<Uint8Array>;
}

const address =
  /^([0-9a-z]{1,32})\/(?:(thumbnail\.png|metrics\.csv|spec\.json)|grid-(?:(fresh|ema)-)?(\d{1,10})\.png)$/;
const png = 'image/png';
const encoder = new TextEncoder();

/** `<run>/thumbnail.png`, `<run>/grid-<iteration>.png`, `<run>/grid-<series>-<iteration>.png`, `<run>/metrics.csv`, `<run>/spec.json`. */
export function findAsset(store: Store, resourcesDir: string, path: string): Asset | null {
  const match = address.exec(path);
  const id = match?.at(1) ?? '';
  const [file, iteration] = [match?.at(2), match?.at(4)];
  const series = match?.at(3) as GridSeries | undefined;
  try {
    const run = store.runs.get(id);
    // A name or the beginning of an id is not an address.
    if (run.id !== id) return null;
    if (iteration !== undefined)
      return gridAsset(store, run, { iteration: Number(iteration), series: series ?? 'fixed' }, resourcesDir);
    switch (file) {
      case 'thumbnail.png':
        return thumbnailAsset(store, run);
      case 'metrics.csv':
        return {
          type: 'text/csv; charset=utf-8',
          name: `${run.name} metrics.csv`,
          body: chunks(csvLines(store, run.id)),
        };
      case 'spec.json':
        return {
          type: 'application/json',
          name: `${run.name}.json`,
          body: encoder.encode(`${JSON.stringify(run.spec, null, 2)}\n`),
        };
      default:
        return null;
    }
  } catch (error) {
    // There is no such run or grid, or not any more.
    if (error instanceof StoreError) return null;
    throw error;
  }
}

/** @throws StoreError */
function thumbnailAsset(store: Store, { id, name }: RunRecord): Asset | null {
  const { newestGrid } = store.runs.summary(id);
  if (newestGrid === null) return null;
  const { content } = store.samples.readRaw(id, newestGrid);
  return { type: png, name: `${name}.png`, body: thumbnailPng(content) };
}

/** Images pixel for pixel, points drawn over held-out ones. @throws StoreError */
function gridAsset(
  store: Store,
  run: RunRecord,
  { iteration, series }: { readonly iteration: number; readonly series: GridSeries },
  resourcesDir: string,
): Asset {
  const { id, name, spec } = run;
  const { shape, data } = store.samples.read(id, iteration, series);
  const file = `${name}${gridSeriesMark(series)} at ${iteration}.png`;
  if (shape.length === 4) return { type: png, name: file, body: gridPng({ shape, data }, spec.grid.columns) };
  return {
    type: png,
    name: file,
    body: once(async () => {
      // It brings a drawing library with it.
      const { scatterPng } = await import('../export/scatter.ts');
      return scatterPng(data, {
        real: heldOutPoints(run, resourcesDir),
        title: `${name}${gridSeriesMark(series)} at iteration ${countText(iteration)}`,
        fontFolder: join(resourcesDir, 'fonts'),
      });
    }),
  };
}

async function* once(make: () => Promise<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield await make();
}

/** Characters in a part of a streamed file. */
const chunkLength = 65_536;

/** Text in parts, with room for others in between: a long run's table takes a while. */
async function* chunks(lines: Iterable<string>): AsyncGenerator<Uint8Array> {
  let text = '';
  for (const line of lines) {
    text += line;
    if (text.length < chunkLength) continue;
    yield encoder.encode(text);
    text = '';
    await setImmediate();
  }
  if (text !== '') yield encoder.encode(text);
}
