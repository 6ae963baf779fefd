// Which rows of the table belong to one comparison, and what the bracket beside each looks like.

import type { RunSummary } from '../../../core/protocol/contract.ts';

export interface Bracket {
  /** Its place among the neighbours of the same comparison. */
  readonly place: 'alone' | 'first' | 'middle' | 'last';
  /** Degrees of a colour circle, the same for a comparison at all times. */
  readonly hue: number;
  /** "Pair with fashion-wgan-gp" */
  readonly label: string;
}

/** Far enough apart to be told apart. */
const hues = [25, 70, 145, 195, 250, 320] as const;

/** Runs of each comparison, by its name; taken from all runs, shown or not. */
export function compareGroups(runs: readonly RunSummary[]): ReadonlyMap<string, readonly RunSummary[]> {
  const groups = new Map<string, RunSummary[]>();
  for (const run of runs) {
    if (run.compareGroup === null) continue;
    const group = groups.get(run.compareGroup);
    if (group === undefined) groups.set(run.compareGroup, [run]);
    else group.push(run);
  }
  return groups;
}

/** The bracket beside a row; null for a run that is compared with nothing. */
export function bracketOf(
  run: RunSummary,
  before: RunSummary | undefined,
  after: RunSummary | undefined,
  groups: ReadonlyMap<string, readonly RunSummary[]>,
): Bracket | null {
  const { compareGroup } = run;
  if (compareGroup === null) return null;
  const [above, below] = [before?.compareGroup === compareGroup, after?.compareGroup === compareGroup];
  const place = above ? (below ? 'middle' : 'last') : below ? 'first' : 'alone';
  const others = (groups.get(compareGroup) ?? []).filter(({ id }) => id !== run.id);
  return { place, hue: hueOf(compareGroup), label: labelFor(others) };
}

function labelFor(others: readonly RunSummary[]): string {
  const [other] = others;
  if (others.length === 0) return 'The others of its group were deleted';
  if (others.length === 1) return `Pair with ${other.name}`;
  return `Compared with ${others.map(({ name }) => name).join(', ')}`;
}

function hueOf(name: string): number {
  let hash = 0;
  for (const letter of name) hash = (Math.imul(hash, 31) + letter.charCodeAt(0)) >>> 0;
  return hues[hash % hues.length];
}
