// What a gradient penalty adds to the critic's estimate of W1, on the line, where its optimum can be written down.

/**
 * E f(x) - E f(G(z)) of the critic that maximises E_p f - E_q f - lambda E (|f'(x-hat)| - 1)^2, two-sided or one-sided.
 * With F - G the difference of the distribution functions and r the density of x-hat, the objective is an integral of
 * -(F - G) f' - lambda r (|f'| - 1)^2, largest at |f'| = 1 + |F - G| / (2 lambda r), so the estimate is
 *
 *     W1 + 1 / (2 lambda) integral (F - G)^2 / r  >=  W1 + W1^2 / (2 lambda)
 *
 * The inequality is Cauchy's and Schwarz's. On the line only: in more dimensions W1 + W1^2 / (4 lambda) is what scaling
 * the best potential gives, a lower bound.
 * @param difference F - G at the middles of cells
 * @param density of x-hat there; above 0 wherever the difference is not 0
 * @param width of a cell
 */
export function penalisedEstimate(
  difference: readonly number[],
  density: readonly number[],
  width: number,
  lambda: number,
): number {
  return difference.reduce((sum, gap, k) => {
    if (gap === 0) return sum;
    return sum + width * Math.abs(gap) * (1 + Math.abs(gap) / (2 * lambda * density[k]));
  }, 0);
}

/**
 * The same between two points at a distance of w1, where x-hat is uniform between them and the difference is 1: on the
 * line W1 + W1^2 / (2 lambda), exactly.
 */
export function estimateBetweenPoints(w1: number, lambda: number): number {
  return w1 === 0 ? 0 : penalisedEstimate([1], [1 / w1], w1, lambda);
}

/** What the estimate is at least in any number of dimensions: W1 + W1^2 / (4 lambda). */
export function leastEstimate(w1: number, lambda: number): number {
  return w1 + (w1 * w1) / (4 * lambda);
}
