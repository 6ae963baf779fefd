// The known word nearest to a mistyped one, by the number of letters to insert, delete, replace or swap.

/** Optimal string alignment distance (Damerau's edits, none applied twice to one place). */
function distance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replace = last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      let cost = Math.min(replace, last[j] + 1, row[j - 1] + 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) cost = Math.min(cost, beforeLast[j - 2] + 1);
      row.push(cost);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length];
}

/** Edits still taken for a slip: none in one letter, one in up to three, two in up to eight, at most four. */
function tolerance(word: string): number {
  if (word.length <= 2) return word.length - 1;
  return Math.min(4, Math.max(word.length > 3 ? 2 : 1, Math.floor(word.length / 3)));
}

/**
 * The candidate that `word` was probably meant to be: the one with the fewest edits (the first of
 * equals), else the first that one of the two begins with; undefined when none is near. Letter case is
 * ignored.
 */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const wanted = word.toLowerCase();
  let best: string | undefined;
  let bestDistance = tolerance(wanted) + 1;
  for (const candidate of candidates) {
    const edits = distance(wanted, candidate.toLowerCase());
    if (edits < bestDistance) {
      best = candidate;
      bestDistance = edits;
    }
  }
  if (best !== undefined || wanted.length < 2) return best;
  return candidates.find((candidate) => {
    const known = candidate.toLowerCase();
    return known.startsWith(wanted) || (known.length > 3 && wanted.startsWith(known));
  });
}
