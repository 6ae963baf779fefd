// The numbers of an experiment as a table: a line for each thing that was measured, a column for each measure, and beside
// it what was published, where something was.

import type { Finding } from './experiment.ts';
import { valueText } from '../export/ticks.ts';

/** Rows of cells, headings first. */
export function findingRows(findings: readonly Finding[]): readonly (readonly string[])[] {
  const lines = [...new Set(findings.map(({ row }) => row))];
  const measures = [...new Set(findings.map(({ measure }) => measure))];
  const at = (row: string, measure: string): Finding | undefined =>
    findings.find((one) => one.row === row && one.measure === measure);
  const columns = measures.flatMap((measure) => {
    const published = findings.some((one) => one.measure === measure && one.published !== null);
    return [{ measure, published: false }, ...(published ? [{ measure, published: true }] : [])];
  });
  return [
    ['', ...columns.map(({ measure, published }) => (published ? 'published' : measure))],
    ...lines.map((row) => [
      row,
      ...columns.map(({ measure, published }) => {
        const found = at(row, measure);
        if (found === undefined) return '';
        return published ? (found.published ?? '-') : meanText(found.values);
      }),
    ]),
  ];
}

/** One value as it is; several as their mean and its standard error: "6.3 ± 0.5". */
export function meanText(values: readonly number[]): string {
  const { mean, error } = meanAndError(values);
  const text = valueText(mean).replaceAll('\u2212', '-');
  return error === null ? text : `${text} ± ${valueText(error).replaceAll('\u2212', '-')}`;
}

/** The standard error of the mean, s / sqrt(n), with n - 1 in s; null for a single value. */
export function meanAndError(values: readonly number[]): {
  readonly mean: number;
  readonly error: number | null;
} {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  if (n < 2) return { mean, error: null };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, error: Math.sqrt(squares / (n - 1) / n) };
}
