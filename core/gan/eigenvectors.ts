// Eigenvectors of a symmetric matrix by Jacobi's method: rotations that make one pair of entries after another zero,
// until nothing is left beside the diagonal. Exact to rounding, and the same every time.
// Source: Golub and Van Loan, Matrix Computations, 4th edition, section 8.5.

export interface Eigenpair {
  readonly value: number;
  /** Of length 1; its entry of largest size is positive. */
  readonly vector: Float64Array;
}

/** It converges quadratically: some ten sweeps do. */
const mostSweeps = 60;
const smallest = 1e-14;

/** All of an `n x n` matrix (row by row; only read where it is symmetric), the largest value first. */
export function eigenpairs(matrix: Float64Array, n: number): readonly Eigenpair[] {
  const a = matrix.slice();
  // Its rows become the eigenvectors.
  const vectors = new Float64Array(n * n);
  for (let i = 0; i < n; i += 1) vectors[i * n + i] = 1;
  const size = Math.sqrt(a.reduce((sum, value) => sum + value * value, 0));
  for (let sweep = 0; sweep < mostSweeps && besideDiagonal(a, n) > smallest * size; sweep += 1) {
    for (let p = 0; p < n - 1; p += 1) {
      for (let q = p + 1; q < n; q += 1) rotate(a, vectors, n, p, q);
    }
  }
  return Array.from({ length: n }, (_, i) => ({
    value: a[i * n + i],
    vector: pointed(vectors.slice(i * n, (i + 1) * n)),
  })).sort((x, y) => y.value - x.value);
}

/** Root of the sum of squares of everything but the diagonal. */
function besideDiagonal(a: Float64Array, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i += 1) {
    for (let j = 0; j < i; j += 1) sum += 2 * a[i * n + j] ** 2;
  }
  return Math.sqrt(sum);
}

/** Turns axes p and q so that a[p, q] becomes 0. */
function rotate(a: Float64Array, vectors: Float64Array, n: number, p: number, q: number): void {
  const apq = a[p * n + q];
  if (apq === 0) return;
  const theta = (a[q * n + q] - a[p * n + p]) / (2 * apq);
  const tangent = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const cosine = 1 / Math.sqrt(tangent * tangent + 1);
  const sine = tangent * cosine;
  for (let k = 0; k < n; k += 1) {
    const vp = vectors[p * n + k];
    const vq = vectors[q * n + k];
    vectors[p * n + k] = cosine * vp - sine * vq;
    vectors[q * n + k] = sine * vp + cosine * vq;
    if (k === p || k === q) continue;
    const ap = a[p * n + k];
    const aq = a[q * n + k];
    a[p * n + k] = a[k * n + p] = cosine * ap - sine * aq;
    a[q * n + k] = a[k * n + q] = sine * ap + cosine * aq;
  }
  a[p * n + p] -= tangent * apq;
  a[q * n + q] += tangent * apq;
  a[p * n + q] = a[q * n + p] = 0;
}

/** The vector or its opposite: an eigenvector has no sign of its own. */
function pointed(vector: Float64Array): Float64Array {
  const peak = vector.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0);
  return peak < 0 ? vector.map((value) => -value) : vector;
}
