// What can be made of some runs, and under which names: the rows of the export menu.

import type { CompareAxis, ExportRequest, GridSeries, RunId } from '../../../core/protocol/contract.ts';
import { gridSeriesMark } from '../../../core/spec/grid-series.ts';

/** Six fit beside each other in a picture. */
const mostPictured = 6;

export type ExportChoice =
  /** A file of the run that is there already. */
  | { readonly kind: 'file'; readonly file: string; readonly ending: string }
  | { readonly kind: 'make'; readonly request: ExportRequest }
  | { readonly kind: 'copy'; readonly file: string }
  /** Asks for format, speed and size first. */
  | { readonly kind: 'film' };

export interface ExportRow {
  readonly id: string;
  readonly label: string;
  readonly choice: ExportChoice;
  /** A line above it. */
  readonly separated: boolean;
  readonly disabled: boolean;
}

/** What is shown of several runs. */
export interface ShownPlace {
  readonly axis: CompareAxis;
  /** On the axis; null for the newest that all runs have reached. */
  readonly until: number | null;
}

/**
 * @param grid iteration of the grid that is looked at; null for runs without one
 * @param partners the runs of a single run's comparison, itself included
 * @param shown what a figure of them is to show
 * @param series of the grid that is looked at
 */
export function exportRows(
  runs: readonly RunId[],
  grid: number | null,
  partners: readonly RunId[] = [],
  shown: ShownPlace = { axis: 'iterations', until: null },
  series: GridSeries = 'fixed',
): readonly ExportRow[] {
  const [first] = runs;
  const isSingle = runs.length === 1;
  const tooMany = runs.length > mostPictured;
  const limit = tooMany ? `, at most ${mostPictured} runs` : '';
  const row = (
    id: string,
    label: string,
    choice: ExportChoice,
    separated = false,
    disabled = false,
  ): ExportRow => ({
    ...{ id, label, choice, separated, disabled },
  });
  const make = (request: ExportRequest): ExportChoice => ({ kind: 'make', request });
  const place = grid === null ? '' : `grid-${series === 'fixed' ? '' : `${series}-`}${grid}.png`;
  const of = gridSeriesMark(series);
  const at = grid === null ? '' : ` at ${grid.toLocaleString('en-US')}${of}`;
  const singles: readonly ExportRow[] = [
    row('grid', `Grid${at} (PNG)`, { kind: 'file', file: place, ending: 'png' }, false, grid === null),
    row('copy', `Copy grid${at} as picture`, { kind: 'copy', file: place }, false, grid === null),
  ];
  // A figure sets runs beside each other: it takes two.
  const figured = isSingle ? partners : runs;
  const figure = (format: 'png' | 'svg' | 'pdf'): ExportRow =>
    row(
      `figure-${format}`,
      `Figure of ${isSingle ? 'its comparison' : 'these runs'}${limit} (${format.toUpperCase()})`,
      make({ kind: 'figure', runs: figured, format, ...shown }),
      format === 'png' && isSingle,
      tooMany,
    );
  const data: readonly ExportRow[] = isSingle
    ? [
        row('csv', 'All values (CSV)', { kind: 'file', file: 'metrics.csv', ending: 'csv' }, true),
        row('json', 'Specification (JSON)', { kind: 'file', file: 'spec.json', ending: 'json' }),
        row('onnx', 'Generator (ONNX)', make({ kind: 'onnx', runs: [first], iteration: null })),
      ]
    : [
        row('csv', 'All values (CSV)', make({ kind: 'csv', runs }), true),
        row('json', 'Specifications (JSON)', make({ kind: 'json', runs })),
      ];
  return [
    ...(isSingle ? singles : []),
    row('film', `Film${limit}${of} …`, { kind: 'film' }, false, tooMany),
    ...(figured.length < 2 ? [] : (['png', 'svg', 'pdf'] as const).map(figure)),
    row(
      'report',
      `Report${limit} (HTML)`,
      make({ kind: 'report', runs }),
      isSingle && figured.length < 2,
      tooMany,
    ),
    ...data,
    row('bundle', 'Bundle with everything (.critic)', make({ kind: 'bundle', runs }), true),
  ];
}
