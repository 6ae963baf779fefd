// The other side of the earth mover's distance: a function of slope at most 1 that tells the laws apart best.
// Kantorovich and Rubinstein: W1 = max over |f(i) - f(j)| <= |i - j| of E_p f - E_q f.
// Source: Arjovsky, Chintala and Bottou 2017, arXiv:1701.07875, equation 2; Villani 2009, Optimal Transport, 5.16.

/**
 * Values of f at the places 0, 1, 2, ..., for masses of equal sum. It falls where earth is to be carried to the right,
 * rises where it is to be carried to the left, and is level where none passes. f(0) = 0.
 */
export function dualPotential(p: readonly number[], q: readonly number[]): readonly number[] {
  const values: number[] = [];
  let [f, surplus] = [0, 0];
  p.forEach((mass, k) => {
    values.push(f);
    // What has to pass between k and k + 1, to the right.
    surplus += mass - q[k];
    if (Math.abs(surplus) > 1e-12) f -= Math.sign(surplus);
  });
  return values;
}

/** E_p f - E_q f, for the values of f at the places of the masses. */
export function potentialValue(f: readonly number[], p: readonly number[], q: readonly number[]): number {
  return f.reduce((sum, value, k) => sum + value * (p[k] - q[k]), 0);
}
