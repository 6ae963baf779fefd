// Points in the plane from a text file: two columns, separated by commas, semicolons, tabs or spaces, with or without
// a line of names above them. With semicolons and tabs a comma may also be the decimal sign.

import { basename } from 'node:path';
import type { CsvSpec } from '../spec/run-spec.ts';
import { DataError, type DataDescription, type Dataset } from './dataset.ts';
import { fingerprint } from './fingerprint.ts';
import { readDataFile } from './read-file.ts';
import { pointSamples } from './samples.ts';
import { scaledPoints } from './scale-points.ts';
import { splitSamples } from './split.ts';

/** Some five million points. */
const maxBytes = 2 ** 27;

function describeCsv({ path }: CsvSpec): DataDescription {
  return { title: basename(path), shape: [2] };
}

/** Throws a DataError that names the line where something is wrong. */
export function openCsv(spec: CsvSpec): Dataset {
  const { path, heldOut, scale } = spec;
  const bytes = readDataFile(path, 'data.path', maxBytes);
  const read = parsePoints(path, bytes);
  const split = splitSamples(path, read.length / 2, heldOut);
  const { points, notes } = scaledPoints(read, split.train, scale);
  return {
    ...describeCsv(spec),
    train: pointSamples(points, split.train),
    heldOut: pointSamples(points, split.heldOut),
    fingerprint: fingerprint([new Uint8Array(points.buffer)], { heldOut }),
    notes,
  };
}

/** `[n, 2]`, in the order of the file. */
function parsePoints(path: string, bytes: Uint8Array): Float64Array {
  const fault = (line: number, problem: string): DataError =>
    new DataError(
      `"${path}", line ${line}: ${problem}; every line must hold two numbers, x and y, as in 0.5,-1.25.`,
    );
  // Text has no zero bytes; spreadsheets, archives and images do.
  if (bytes.subarray(0, 4096).includes(0))
    throw new DataError(`"${path}" is not a text file; save the points as CSV and set data.path to that.`);
  const lines = new TextDecoder().decode(bytes).split(/\r\n|\n|\r/u);
  const points = new Float64Array(2 * lines.length);
  let split: ((line: string) => readonly string[]) | undefined;
  let count = 0;
  let named = false;
  lines.forEach((text, at) => {
    const line = text.trim();
    if (line === '' || line.startsWith('#')) return;
    split ??= splitterFor(line);
    const cells = split(line);
    if (cells.length !== 2)
      throw fault(at + 1, `it has ${cells.length} ${cells.length === 1 ? 'column' : 'columns'}`);
    const [x, y] = [numberOf(cells[0]), numberOf(cells[1])];
    if (count === 0 && !named && x === undefined && y === undefined) {
      named = true;
      return;
    }
    const wrong = x === undefined ? cells[0] : y === undefined ? cells[1] : undefined;
    if (wrong !== undefined) throw fault(at + 1, `"${wrong.slice(0, 40)}" is not a number`);
    points[2 * count] = x!;
    points[2 * count + 1] = y!;
    // Training has 32 bits for a number.
    if (
      !Number.isFinite(Math.fround(points[2 * count])) ||
      !Number.isFinite(Math.fround(points[2 * count + 1]))
    )
      throw fault(at + 1, `"${line.slice(0, 40)}" is not finite`);
    count += 1;
  });
  if (count === 0) throw new DataError(`"${path}" holds no points; set data.path to a file that does.`);
  return points.slice(0, 2 * count);
}

function splitterFor(line: string): (line: string) => readonly string[] {
  for (const separator of [';', '\t']) {
    if (line.includes(separator))
      return (text) =>
        text.split(separator).map((cell) => cell.trim().replace(/^([^,]*),([^,]*)$/u, '$1.$2'));
  }
  if (line.includes(',')) return (text) => text.split(',').map((cell) => cell.trim());
  return (text) => text.split(/\s+/u);
}

/** Also NaN and infinities as they are commonly written, for a sentence that says so. */
function numberOf(cell: string): number | undefined {
  const text = cell.replace(/^"(.*)"$/u, '$1').trim();
  if (/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/iu.test(text)) return Number(text);
  if (/^[-+]?(nan|inf|infinity)$/iu.test(text)) return Number.NaN;
  return undefined;
}
