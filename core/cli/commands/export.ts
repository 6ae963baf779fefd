// critic export: samples as a picture, metrics as a table, the whole record as JSON.

import { join } from 'node:path';
import { exportCsv } from '../../export/csv.ts';
import { ExportError } from '../../export/errors.ts';
import { writeBytes } from '../../export/file.ts';
import { gridPng } from '../../export/grid.ts';
import { exportJson } from '../../export/json.ts';
import { scatterPng } from '../../export/scatter.ts';
import { countText } from '../../export/ticks.ts';
import type { RunRecord } from '../../store/runs.ts';
import type { Store } from '../../store/store.ts';
import type { Context } from '../context.ts';
import { checkOutFile, dataDirectory } from '../directories.ts';
import { exitCodes, type ExitCode } from '../exit.ts';
import { heldOutPoints } from '../../host/held-out.ts';
import type { ExportRequest } from '../request.ts';
import { withStore } from '../stored.ts';

export function exportRun(request: ExportRequest, context: Context): ExitCode {
  const { output, environment } = context;
  return withStore(dataDirectory(request.data, environment), (store) => {
    const run = store.runs.get(request.run);
    const file = checkOutFile(request.out);
    switch (request.format) {
      case 'grid':
        exportGrid(store, run, file, context);
        break;
      case 'csv':
        exportCsv(store, run.id, file);
        break;
      case 'json':
        exportJson(store, run.id, file);
        break;
    }
    output.object({ kind: 'exported', format: request.format, run: run.id, file });
    output.line(`Wrote ${file}.`);
    return exitCodes.done;
  });
}

/** The last grid: images pixel for pixel, points drawn over held-out ones. */
function exportGrid(store: Store, { id, name, spec }: RunRecord, file: string, { places }: Context): void {
  const last = store.samples.list(id).at(-1);
  if (last === undefined) {
    throw new ExportError(`The run ${id} has no samples yet; resume it, or export one that was trained.`);
  }
  const grid = store.samples.read(id, last.iteration);
  if (grid.shape.length === 4) {
    writeBytes(file, gridPng(grid, spec.grid.columns));
    return;
  }
  const title = `${name} at iteration ${countText(last.iteration)}`;
  const real = heldOutPoints(spec.data, places.resources);
  writeBytes(file, scatterPng(grid.data, { real, title, fontFolder: join(places.resources, 'fonts') }));
}
