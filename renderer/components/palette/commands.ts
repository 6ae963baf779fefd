// What the command palette offers for what was typed, by section, the best first.

import { fit } from './fuzzy.ts';

export interface Command {
  /** The same in every window, for what was used last. */
  readonly id: string;
  readonly label: string;
  /** Beside the label, and found too: a run's state and data, a preset's sentence. */
  readonly detail?: string;
  readonly keys?: string;
  readonly run: () => void;
}

export interface CommandSection {
  readonly title: string;
  readonly commands: readonly Command[];
}

/** Shown of each section for what was typed. */
const mostFound = 8;
/** Shown of each section while nothing was typed, the one of recent commands apart. */
const mostAtRest = 6;
const mostRecent = 6;

/** @param recent ids of what was used last, the newest first */
export function offered(
  sections: readonly CommandSection[],
  query: string,
  recent: readonly string[],
): readonly CommandSection[] {
  return query.trim() === '' ? atRest(sections, recent) : found(sections, query, recent);
}

function atRest(sections: readonly CommandSection[], recent: readonly string[]): readonly CommandSection[] {
  const byId = new Map(sections.flatMap(({ commands }) => commands).map((command) => [command.id, command]));
  const known = recent.flatMap((id) => byId.get(id) ?? []).slice(0, mostRecent);
  const shown = new Set(known);
  const rest = sections.map(({ title, commands }) => ({
    title,
    commands: commands.filter((command) => !shown.has(command)).slice(0, mostAtRest),
  }));
  return [{ title: 'Recent', commands: known }, ...rest].filter(({ commands }) => commands.length > 0);
}

function found(
  sections: readonly CommandSection[],
  query: string,
  recent: readonly string[],
): readonly CommandSection[] {
  return sections
    .map(({ title, commands }) => ({ title, hits: hitsOf(commands, query, recent) }))
    .filter(({ hits }) => hits.length > 0)
    .sort((a, b) => b.hits[0].score - a.hits[0].score)
    .map(({ title, hits }) => ({ title, commands: hits.slice(0, mostFound).map(({ command }) => command) }));
}

interface Hit {
  readonly command: Command;
  readonly score: number;
}

function hitsOf(commands: readonly Command[], query: string, recent: readonly string[]): readonly Hit[] {
  const hits: Hit[] = [];
  for (const command of commands) {
    const byLabel = fit(query, command.label);
    // A hit in what stands beside it counts, but less.
    const score = byLabel ?? halved(fit(query, `${command.label} ${command.detail ?? ''}`));
    if (score !== null) hits.push({ command, score: score + (recent.includes(command.id) ? 1 : 0) });
  }
  return hits.sort((a, b) => b.score - a.score);
}

const halved = (score: number | null): number | null => (score === null ? null : score / 2);

/** The ids of what was used last, with one more. */
export function withRecent(recent: readonly string[], id: string): readonly string[] {
  return [id, ...recent.filter((other) => other !== id)].slice(0, mostRecent);
}
