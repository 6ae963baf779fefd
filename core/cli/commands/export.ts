// critic export: samples as a picture or a film, metrics as a table, a figure or a report, the generator as a model,
// the whole record as JSON or as a bundle.

import { join } from 'node:path';
import { bundleChunks } from '../../export/bundle.ts';
import { comparisonOf } from '../../export/comparison.ts';
import { csvChunks } from '../../export/csv.ts';
import { figureFormats, renderFigure } from '../../export/figure.ts';
import { writeBytes, writeParts } from '../../export/file.ts';
import { filmChunks } from '../../export/film.ts';
import { latentFilm } from '../../export/film-latents.ts';
import { runFilm } from '../../export/film-runs.ts';
import { exportJson } from '../../export/json.ts';
import { generatorModel } from '../../export/onnx-model.ts';
import { reportHtml } from '../../export/report.ts';
import { storedGridPng } from '../../export/stored-grid.ts';
import type { Work } from '../../export/work.ts';
import { heldOutPoints } from '../../host/held-out.ts';
import type { RunRecord } from '../../store/run-record.ts';
import type { Store } from '../../store/store.ts';
import type { Context } from '../context.ts';
import { checkOutFile, dataDirectory } from '../directories.ts';
import { exitCodes, type ExitCode } from '../exit.ts';
import { longWork } from '../long-work.ts';
import type { ExportRequest } from '../request.ts';
import { withStoreMeanwhile } from '../stored.ts';

export async function exportRuns(request: ExportRequest, context: Context): Promise<ExitCode> {
  const { output, environment } = context;
  return withStoreMeanwhile(dataDirectory(request.data, environment), async (store) => {
    const ids = request.runs.map((reference) => store.runs.get(reference).id);
    const file = checkOutFile(request.out);
    return longWork(context, `Writing the ${request.format}`, async (work) => {
      await write(request, context, { store, ids, file, work });
      output.object({ kind: 'exported', format: request.format, runs: ids, file });
      output.line(`Wrote ${file}.`);
      return exitCodes.done;
    });
  });
}

interface Writing {
  readonly store: Store;
  readonly ids: readonly string[];
  readonly file: string;
  readonly work: Work;
}

async function write(
  request: ExportRequest,
  { places, version }: Context,
  { store, ids, file, work }: Writing,
): Promise<void> {
  const [id] = ids;
  const drawing = {
    realOf: (run: RunRecord) => heldOutPoints(run, places.resources),
    fontFolder: join(places.resources, 'fonts'),
  };
  const { iteration, fps, hold, scale, frames, once, tiles, series, by = 'iterations' } = request;
  const chosen = iteration === undefined ? {} : { iteration };
  switch (request.format) {
    case 'grid':
      writeBytes(file, storedGridPng(store, id, { ...drawing, ...chosen, ...given({ series }) }));
      return;
    case 'film': {
      const film =
        tiles === undefined
          ? runFilm(store, ids, { ...drawing, axis: by, ...given({ scale, frames, series }) })
          : await latentFilm(store, id, { ...drawing, tiles, ...chosen, ...given({ scale }) }, work);
      const still = tiles === undefined ? hold : (hold ?? 0);
      const format = file.toLowerCase().endsWith('.gif') ? 'gif' : 'webm';
      await writeParts(file, filmChunks(film, format, { ...given({ fps, hold: still }), loop: !once }, work));
      return;
    }
    case 'csv':
      await writeParts(file, csvChunks(store, ids, work));
      return;
    case 'json':
      exportJson(store, id, file);
      return;
    case 'onnx':
      writeBytes(file, await generatorModel(store, id, iteration));
      return;
    case 'bundle':
      await writeParts(file, bundleChunks(store, ids, work));
      return;
    case 'figure': {
      const real = drawing.realOf(store.runs.get(id));
      const { arms, options } = comparisonOf(store, ids, {
        ...{ axis: by, real, fontFolder: drawing.fontFolder },
      });
      const format = figureFormats.find((ending) => file.toLowerCase().endsWith(`.${ending}`)) ?? 'png';
      writeBytes(file, renderFigure(arms, options, format));
      return;
    }
    case 'report':
      writeBytes(file, new TextEncoder().encode(reportHtml(store, ids, { ...drawing, version })));
      return;
  }
}

/** Only the fields that have a value: `exactOptionalPropertyTypes` tells an absent field from undefined. */
function given<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
