// Reads `critic export`: which formats take which options, how many runs, and how their files end.

import { parseDecimal } from '../../spec/decimal.ts';
import { gridSeries } from '../../spec/grid-series.ts';
import { nearest } from '../../spec/nearest.ts';
import { showChoices, showValue } from '../../spec/problem.ts';
import { mostSteps } from '../../spec/run-schema.ts';
import { exportFormats, figureAxes, type ExportFormat, type Request } from '../request.ts';
import { advice, isOneOf, type Line } from './line.ts';
import type { OptionName } from './options.ts';
import { UsageError } from './usage-error.ts';
import { common, present, wholeNumber } from './values.ts';

interface FormatUse {
  /** Fewest and most runs. */
  readonly runs: readonly [number, number];
  /** Options that only some formats have. */
  readonly options: readonly OptionName[];
  /** Endings of the file's name, where they decide on what it is. */
  readonly endings?: readonly string[];
}

const many = Number.MAX_SAFE_INTEGER;
const formatUses: Readonly<Record<ExportFormat, FormatUse>> = {
  grid: { runs: [1, 1], options: ['iteration', 'series'] },
  film: {
    runs: [1, 6],
    options: ['fps', 'scale', 'hold', 'frames', 'once', 'by', 'tiles', 'iteration', 'series'],
    endings: ['.webm', '.gif'],
  },
  csv: { runs: [1, many], options: [] },
  json: { runs: [1, 1], options: [] },
  onnx: { runs: [1, 1], options: ['iteration'] },
  bundle: { runs: [1, many], options: [] },
  figure: { runs: [2, 6], options: ['by'], endings: ['.png', '.svg', '.pdf'] },
  report: { runs: [1, 6], options: [] },
};
/** What video players and browsers still show as it is meant. */
const [mostFps, mostHold, mostScale, mostFrames] = [60, 60, 64, 10_000];

export function exportRuns(line: Line): Request {
  const usage = 'critic export grid|film|csv|json|onnx|bundle|figure|report RUN … --out FILE';
  const format = line.words.at(0);
  const runs = line.words.slice(1);
  if (format === undefined) throw new UsageError(`What to export is missing: ${usage}.`, line.command);
  if (!isOneOf(exportFormats, format)) {
    const hint = advice(format, exportFormats);
    throw new UsageError(`${showValue(format)} is not something to export${hint}.`, line.command);
  }
  const use = formatUses[format];
  checkRunCount(line, format, runs.length, use.runs, usage);
  const given = [...line.flags, ...line.values.keys()];
  const specific = Object.values(formatUses).flatMap(({ options }) => options);
  const stray = specific.find((option) => given.includes(option) && !use.options.includes(option));
  if (stray !== undefined) {
    const owners = exportFormats.filter((other) => formatUses[other].options.includes(stray));
    const belongs = `it belongs to ${showChoices(owners)}`;
    throw new UsageError(`--${stray} is not an option of critic export ${format}; ${belongs}.`, line.command);
  }
  const out = line.values.get('out')?.[0];
  if (out === undefined) throw new UsageError(`--out is missing: ${usage}.`, line.command);
  if (use.endings?.some((ending) => out.toLowerCase().endsWith(ending)) === false) {
    const message = `--out must end in ${showChoices(use.endings)} for a ${format}, not ${showValue(out)}.`;
    throw new UsageError(message, line.command);
  }
  return {
    kind: 'export',
    format,
    runs,
    out,
    once: line.flags.has('once'),
    ...common(line),
    ...present({
      iteration: wholeNumber(line, 'iteration', 0, mostSteps),
      fps: amount(line, 'fps', 1, mostFps),
      scale: wholeNumber(line, 'scale', 1, mostScale),
      hold: amount(line, 'hold', 0, mostHold),
      frames: wholeNumber(line, 'frames', 1, mostFrames),
      by: axisOf(line),
      tiles: tilesOf(line, runs.length),
      series: seriesOf(line),
    }),
  };
}

function checkRunCount(
  line: Line,
  format: ExportFormat,
  count: number,
  [fewest, most]: readonly [number, number],
  usage: string,
): void {
  if (count >= fewest && count <= most) return;
  if (count === 0) throw new UsageError(`The run is missing: ${usage}.`, line.command);
  const words = ['no', 'one', 'two', 'three', 'four', 'five', 'six'];
  const range = fewest === most ? words[fewest] : `${words[fewest]} to ${words[most]}`;
  const message = `critic export ${format} takes ${range} run${most === 1 ? '' : 's'}, not ${count}.`;
  throw new UsageError(message, line.command);
}

function amount(line: Line, option: 'fps' | 'hold', min: number, max: number): number | undefined {
  const text = line.values.get(option)?.[0];
  if (text === undefined) return undefined;
  const value = parseDecimal(text) ?? Number.NaN;
  if (value >= min && value <= max) return value;
  const message = `--${option} must be a number from ${min} to ${max}, not ${showValue(text)}.`;
  throw new UsageError(message, line.command);
}

/** Counted from 1 on the command line, from 0 inside. */
function tilesOf(line: Line, runs: number): readonly number[] | undefined {
  const text = line.values.get('tiles')?.[0];
  if (text === undefined) {
    if (line.values.has('iteration') && line.words[0] === 'film')
      throw new UsageError('--iteration belongs to a film with --tiles, as its checkpoint.', line.command);
    return undefined;
  }
  const tiles = text.split(',').map((part) => (/^\s*\d+\s*$/.test(part) ? Number(part) : 0));
  if (tiles.length < 2 || tiles.length > 16 || tiles.some((tile) => tile < 1 || tile > 4096)) {
    const message = `--tiles must be 2 to 16 numbers of tiles from 1 on, such as 3,17,8, not ${showValue(text)}.`;
    throw new UsageError(message, line.command);
  }
  if (runs > 1) throw new UsageError(`A film with --tiles is of one run, not ${runs}.`, line.command);
  return tiles.map((tile) => tile - 1);
}

function seriesOf(line: Line) {
  const text = line.values.get('series')?.[0];
  if (text !== undefined && !isOneOf(gridSeries, text)) {
    const near = nearest(text, gridSeries);
    const hint = near === undefined ? '' : `; the nearest is ${near}`;
    const message = `--series must be ${showChoices(gridSeries)}, not ${showValue(text)}${hint}.`;
    throw new UsageError(message, line.command);
  }
  if (text !== undefined && line.values.has('tiles')) {
    const message = 'A film with --tiles is drawn by the generator of a checkpoint, not from a --series.';
    throw new UsageError(message, line.command);
  }
  return text;
}

function axisOf(line: Line) {
  const text = line.values.get('by')?.[0];
  if (text === undefined || isOneOf(figureAxes, text)) return text;
  const message = `--by must be ${showChoices(figureAxes)}, not ${showValue(text)}${hintOf(text)}.`;
  throw new UsageError(message, line.command);
}

function hintOf(axis: string): string {
  const near = nearest(axis, figureAxes);
  return near === undefined ? '' : `; the nearest is ${near}`;
}
