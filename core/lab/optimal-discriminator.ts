// The best discriminator between two laws, D*(x) = p(x) / (p(x) + q(x)), and what it is worth.
// Source: Goodfellow et al. 2014, arXiv:1406.2661, proposition 1 and theorem 1.

import { integrate } from './integrate.ts';
import type { Law } from './law.ts';

/** D*(x); NaN where neither law has mass and no value is better than another. */
export function optimalDiscriminator(p: Law, q: Law, x: number): number {
  const [logP, logQ] = [p.logDensity(x), q.logDensity(x)];
  if (logP === -Infinity && logQ === -Infinity) return NaN;
  return 1 / (1 + Math.exp(logQ - logP));
}

/** E_p log D* + E_q log(1 - D*), in nats, integrated as it stands: -2 log 2 + 2 JS(p, q), if the theorem is right. */
export function discriminatorValue(p: Law, q: Law): number {
  const term = (x: number): number => {
    const [logP, logQ] = [p.logDensity(x), q.logDensity(x)];
    // log D* = -log(1 + q / p), log(1 - D*) = -log(1 + p / q); 0 log 0 is 0.
    const real = logP === -Infinity ? 0 : Math.exp(logP) * -softplus(logQ - logP);
    const generated = logQ === -Infinity ? 0 : Math.exp(logQ) * -softplus(logP - logQ);
    return real + generated;
  };
  const step = Math.min(p.detail, q.detail) / 4;
  return integrate(term, Math.min(p.from, q.from), Math.max(p.to, q.to), [...p.jumps, ...q.jumps], step);
}

/** -2 log 2 + 2 JS: the value that the theorem gives. */
export function valueFromJs(js: number): number {
  return -2 * Math.LN2 + 2 * js;
}

/** log(1 + e^x) */
function softplus(x: number): number {
  return x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x));
}
