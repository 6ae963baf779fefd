// `stacked_modes`, `stacked_kl`: how many of the modes of stacked digits a generator reaches, and how evenly, by the
// protocol of VEEGAN (arXiv:1705.07761) and PacGAN (arXiv:1712.04086), who take 26,000 samples:
//   a stack is of the mode (a, b, c) that a classifier of single digits sees in its channels; a mode with a stack is captured;
//   KL = sum_abc p_abc log(p_abc / q_a q_b q_c) in nats, p the shares of the modes in generated stacks, q those of digits.
// A perfect sampler of K modes and a classifier without errors show a KL near (K - 1) / 2n.

export interface StackedCounts {
  readonly modes: number;
  readonly kl: number;
}

/**
 * @param digits `[n, 3]`, the classes of the channels of n stacks
 * @param shares of the classes among the digits that stacks are made of; above 0 for every class that is seen
 */
export function countStacks(digits: Uint16Array, shares: Float64Array): StackedCounts {
  const n = digits.length / 3;
  const classes = shares.length;
  const counts = new Uint32Array(classes ** 3);
  for (let i = 0; i < n; i += 1) {
    counts[(digits[3 * i] * classes + digits[3 * i + 1]) * classes + digits[3 * i + 2]] += 1;
  }
  let modes = 0;
  let kl = 0;
  counts.forEach((count, mode) => {
    if (count === 0) return;
    modes += 1;
    const [a, b, c] = [Math.floor(mode / classes ** 2), Math.floor(mode / classes) % classes, mode % classes];
    kl += (count / n) * Math.log(count / n / (shares[a] * shares[b] * shares[c]));
  });
  return { modes, kl };
}

/** Shares of classes; half a digit is added to each, so that none is 0. */
export function digitShares(labels: ArrayLike<number>, classes: number): Float64Array {
  const counts = new Float64Array(classes).fill(0.5);
  for (let i = 0; i < labels.length; i += 1) counts[labels[i]] += 1;
  return counts.map((count) => count / (labels.length + classes / 2));
}

/** What a perfect sampler of so many modes shows with n samples, in nats, to first order in 1 / n. */
export function perfectKl(modes: number, n: number): number {
  return (modes - 1) / (2 * n);
}
