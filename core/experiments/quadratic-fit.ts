// How simple a field is: the share of its variance that the best polynomial of degree two explains.

import type { CriticField } from '../gan/events.ts';

/** 1 for planes, bowls and saddles, towards 0 for what is nothing like them; NaN for a flat field. */
export function quadraticShare({ columns, rows, values }: CriticField): number {
  if (values.every((value) => value === values[0])) return NaN;
  const terms = 6;
  const matrix = Array.from({ length: terms }, () => new Float64Array(terms + 1));
  const basis = (at: number): readonly number[] => {
    // From -1 to 1 in either direction, whatever the extent is: the fit does not depend on it.
    const x = (2 * (at % columns)) / Math.max(1, columns - 1) - 1;
    const y = (2 * Math.floor(at / columns)) / Math.max(1, rows - 1) - 1;
    return [1, x, y, x * x, x * y, y * y];
  };
  let mean = 0;
  for (let at = 0; at < values.length; at += 1) {
    const row = basis(at);
    mean += values[at] / values.length;
    for (let i = 0; i < terms; i += 1) {
      for (let j = 0; j < terms; j += 1) matrix[i][j] += row[i] * row[j];
      matrix[i][terms] += row[i] * values[at];
    }
  }
  const weights = solve(matrix);
  let [left, all] = [0, 0];
  for (let at = 0; at < values.length; at += 1) {
    const fitted = basis(at).reduce((sum, value, i) => sum + value * weights[i], 0);
    left += (values[at] - fitted) ** 2;
    all += (values[at] - mean) ** 2;
  }
  return 1 - left / all;
}

/** Gauss and Jordan's elimination with the largest pivot of each column; the last column is the right side. */
function solve(matrix: readonly Float64Array[]): readonly number[] {
  const n = matrix.length;
  const rows = [...matrix];
  for (let k = 0; k < n; k += 1) {
    let best = k;
    for (let i = k + 1; i < n; i += 1) if (Math.abs(rows[i][k]) > Math.abs(rows[best][k])) best = i;
    [rows[k], rows[best]] = [rows[best], rows[k]];
    for (let i = 0; i < n; i += 1) {
      if (i === k) continue;
      const factor = rows[i][k] / rows[k][k];
      for (let j = k; j <= n; j += 1) rows[i][j] -= factor * rows[k][j];
    }
  }
  return rows.map((row, k) => row[n] / row[k]);
}
