// The normal law's distribution function, to double precision.

/** log(sqrt(2 pi)) */
export const logRootTwoPi = 0.5 * Math.log(2 * Math.PI);

/**
 * P(Z <= x) of a standard normal Z. Relative error below 1e-13 in the lower tail as well.
 * Series and continued fraction: Abramowitz and Stegun, 26.2.11 and 26.2.14.
 */
export function normalCdf(x: number): number {
  if (x > 0) return 1 - normalCdf(-x);
  if (x < -38) return 0;
  const density = Math.exp(-0.5 * x * x - logRootTwoPi);
  if (x > -3) {
    // 1/2 + phi(x) (x + x^3/3 + x^5/(3 5) + ...)
    let [term, sum] = [x, x];
    for (let odd = 3; Math.abs(term) > 1e-17 * Math.abs(sum); odd += 2) {
      term *= (x * x) / odd;
      sum += term;
    }
    return 0.5 + density * sum;
  }
  // phi(x) / (|x| + 1/(|x| + 2/(|x| + ...)))
  let fraction = 0;
  for (let k = 200; k > 0; k -= 1) fraction = k / (-x + fraction);
  return density / (-x + fraction);
}
