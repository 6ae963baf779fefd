// Integrals over an interval, by Gauss and Legendre's rule with five points on equal panels.

const nodes = [0, 0.5384693101056831, -0.5384693101056831, 0.906179845938664, -0.906179845938664] as const;
const weights = [
  0.5688888888888889, 0.4786286704993665, 0.4786286704993665, 0.2369268850561891, 0.2369268850561891,
] as const;

/**
 * Calls `at` with the places and weights of the rule between `from` and `to`, cut at the cuts inside, with panels no
 * wider than `step`. Exact for polynomials up to degree 9 on each panel. The rule never looks at the ends of a panel,
 * so jumps may lie at the cuts.
 */
export function eachNode(
  from: number,
  to: number,
  cuts: readonly number[],
  step: number,
  at: (x: number, weight: number) => void,
): void {
  const ends = [from, ...cuts.filter((cut) => cut > from && cut < to).sort((a, b) => a - b), to];
  for (let piece = 1; piece < ends.length; piece += 1) {
    const width = ends[piece] - ends[piece - 1];
    // Pieces of rounding errors hold nothing, and a density may be taken on the wrong side of a jump there.
    if (width < 1e-12) continue;
    const panels = Math.max(1, Math.ceil(width / step));
    const half = width / panels / 2;
    for (let panel = 0; panel < panels; panel += 1) {
      const middle = ends[piece - 1] + (2 * panel + 1) * half;
      for (let k = 0; k < nodes.length; k += 1) at(middle + half * nodes[k], half * weights[k]);
    }
  }
}

/** The integral of `f`, by the same rule. */
export function integrate(
  f: (x: number) => number,
  from: number,
  to: number,
  cuts: readonly number[],
  step: number,
): number {
  let sum = 0;
  eachNode(from, to, cuts, step, (x, weight) => {
    sum += weight * f(x);
  });
  return sum;
}

/** Where a function changes its sign, to within 1e-9 of a step; two changes within a step are not seen. */
export function crossings(
  f: (x: number) => number,
  from: number,
  to: number,
  step: number,
): readonly number[] {
  const found: number[] = [];
  const count = Math.max(1, Math.ceil((to - from) / step));
  let [left, before] = [from, f(from)];
  for (let k = 1; k <= count; k += 1) {
    const right = from + ((to - from) * k) / count;
    const after = f(right);
    if (before * after < 0) found.push(bisect(f, left, right, before));
    else if (after === 0 && before !== 0) found.push(right);
    [left, before] = [right, after];
  }
  return found;
}

function bisect(f: (x: number) => number, from: number, to: number, atFrom: number): number {
  let [left, right] = [from, to];
  for (let turn = 0; turn < 30; turn += 1) {
    const middle = (left + right) / 2;
    if (f(middle) * atFrom > 0) left = middle;
    else right = middle;
  }
  return (left + right) / 2;
}
