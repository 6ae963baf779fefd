// What a gradient penalty adds to the critic's estimate of W1.

/**
 * The least that E f(x) - E f(G(z)) can be, W1 + W1^2 / (4 lambda), of the critic that maximises
 *
 *     E_p f - E_q f - lambda E (|f'(x-hat)| - 1)^2
 *
 * two-sided or one-sided, in any number of dimensions: what scaling the best potential gives. On the line the optimum
 * can be written down. With F - G the difference of the distribution functions and r the density of x-hat, the
 * objective is an integral of -(F - G) f' - lambda r (|f'| - 1)^2, largest at |f'| = 1 + |F - G| / (2 lambda r), so
 * there the estimate is
 *
 *     W1 + 1 / (2 lambda) integral (F - G)^2 / r  >=  W1 + W1^2 / (2 lambda)
 *
 * by the inequality of Cauchy and Schwarz.
 */
export function leastEstimate(w1: number, lambda: number): number {
  return w1 + (w1 * w1) / (4 * lambda);
}
