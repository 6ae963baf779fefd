// Makes one file of runs as it was asked for. It takes a while: an exporter process does it.

import { join } from 'node:path';
import { bundleChunks } from '../export/bundle.ts';
import { csvChunks } from '../export/csv.ts';
import { writeBytes, writeParts } from '../export/file.ts';
import { runJson } from '../export/json.ts';
import type { Work } from '../export/work.ts';
import type { ExportRequest } from '../protocol/contract.ts';
import { gridSeriesMark } from '../spec/grid-series.ts';
import type { RunRecord } from '../store/run-record.ts';
import type { Store } from '../store/store.ts';
import { fileName } from './export-name.ts';
import type { MadeAnswer, MakeMessage } from './exporter-messages.ts';
import { heldOutPoints } from './held-out.ts';

const types = {
  png: 'image/png',
  svg: 'image/svg+xml',
  pdf: 'application/pdf',
  webm: 'video/webm',
  gif: 'image/gif',
  csv: 'text/csv; charset=utf-8',
  json: 'application/json',
  html: 'text/html; charset=utf-8',
  onnx: 'application/octet-stream',
  critic: 'application/octet-stream',
} as const;
type Ending = keyof typeof types;

/** @throws ExportError, StoreError, as a rejection, with nothing left in the folder */
export async function makeFile(
  store: Store,
  { request, folder, resourcesDir, version }: Omit<MakeMessage, 'kind' | 'dataDir'>,
  work: Work,
): Promise<MadeAnswer> {
  const ending = endingOf(request);
  const file = `export.${ending}`;
  const content = await contentOf(request, { store, resourcesDir, version, work });
  const path = join(folder, file);
  const bytes = content instanceof Uint8Array ? writeWhole(path, content) : await writeParts(path, content);
  return { kind: 'made', file, name: nameOf(store, request, ending), type: types[ending], bytes };
}

interface Making {
  readonly store: Store;
  readonly resourcesDir: string;
  readonly version: string;
  readonly work: Work;
}

/** What draws, encodes or records brings large libraries with it, which take a while to load. */
async function contentOf(
  request: ExportRequest,
  { store, resourcesDir, version, work }: Making,
): Promise<AsyncIterable<Uint8Array> | Uint8Array> {
  const { runs } = request;
  const drawing = {
    realOf: (run: RunRecord) => heldOutPoints(run, resourcesDir),
    fontFolder: join(resourcesDir, 'fonts'),
  };
  switch (request.kind) {
    case 'grid': {
      const { storedGridPng } = await import('../export/stored-grid.ts');
      const { iteration, series = 'fixed' } = request;
      return storedGridPng(store, runs[0], { ...drawing, iteration, series });
    }
    case 'film': {
      const { filmChunks } = await import('../export/film.ts');
      const { runFilm } = await import('../export/film-runs.ts');
      const { format, framesPerSecond: fps, scale, axis, series = 'fixed' } = request;
      return filmChunks(runFilm(store, runs, { ...drawing, scale, axis, series }), format, { fps }, work);
    }
    case 'latent-film': {
      const { filmChunks } = await import('../export/film.ts');
      const { latentFilm } = await import('../export/film-latents.ts');
      const { format, framesPerSecond: fps, scale, tiles, iteration } = request;
      const chosen = iteration === null ? {} : { iteration };
      const film = await latentFilm(store, runs[0], { ...drawing, scale, tiles, ...chosen }, work);
      return filmChunks(film, format, { fps, hold: 0 }, work);
    }
    case 'csv':
      return csvChunks(store, runs, work);
    case 'json': {
      const all = runs.map((run) => runJson(store, run));
      return encoded(`${JSON.stringify(all.length === 1 ? all[0] : all, null, 2)}\n`);
    }
    case 'onnx': {
      const { generatorModel } = await import('../export/onnx-model.ts');
      return generatorModel(store, runs[0], request.iteration ?? undefined);
    }
    case 'bundle':
      return bundleChunks(store, runs, work);
    case 'figure': {
      const { comparisonOf } = await import('../export/comparison.ts');
      const { renderFigure } = await import('../export/figure.ts');
      const real = drawing.realOf(store.runs.get(runs[0]));
      const { fontFolder } = drawing;
      const { axis, until } = request;
      const chosen = until === null ? {} : { until };
      const { arms, options } = comparisonOf(store, runs, { axis, ...chosen, real, fontFolder });
      return renderFigure(arms, options, request.format);
    }
    case 'report': {
      const { reportHtml } = await import('../export/report.ts');
      return encoded(reportHtml(store, runs, { ...drawing, version }));
    }
  }
}

function encoded(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function writeWhole(path: string, bytes: Uint8Array): number {
  writeBytes(path, bytes);
  return bytes.length;
}

function endingOf(request: ExportRequest): Ending {
  switch (request.kind) {
    case 'grid':
      return 'png';
    case 'film':
    case 'latent-film':
    case 'figure':
      return request.format;
    case 'bundle':
      return 'critic';
    case 'report':
      return 'html';
    default:
      return request.kind;
  }
}

/** "DCGAN at 1200.png", "DCGAN and WGAN.webm" */
function nameOf(store: Store, request: ExportRequest, ending: Ending): string {
  const { kind, runs } = request;
  const names = runs.slice(0, 2).map((run) => store.runs.get(run).name);
  const title = runs.length > 2 ? `${runs.length} runs` : names.join(' and ');
  const place =
    'iteration' in request && request.iteration !== null
      ? ` at ${request.iteration}`
      : kind === 'csv'
        ? ' metrics'
        : kind === 'latent-film'
          ? ' between samples'
          : '';
  const series = 'series' in request ? gridSeriesMark(request.series ?? 'fixed') : '';
  return `${fileName(title)}${series}${place}.${ending}`;
}
