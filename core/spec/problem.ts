// A problem of a run's specification: one sentence about one field. Errors keep a run from starting, warnings do not.

export interface Problem {
  /** The field, as in `objective.lambda`; empty when the whole specification is meant. */
  readonly path: string;
  /** Names the field, says what it must be and what it is. */
  readonly sentence: string;
  readonly severity: 'error' | 'warning';
}

export function error(path: string, sentence: string): Problem {
  return { path, sentence, severity: 'error' };
}

export function warning(path: string, sentence: string): Problem {
  return { path, sentence, severity: 'warning' };
}

export function hasErrors(problems: readonly Problem[]): boolean {
  return problems.some((problem) => problem.severity === 'error');
}

const longestShown = 60;

/** A value as a sentence shows it: `"ten"`, `0.5`, `[1,2]`, `an object`, `nothing`. Long ones are cut. */
export function showValue(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'number') return String(value);
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) return 'an object';
  // Functions and symbols have no JSON; they can only come from code, never from a file.
  const text = (JSON.stringify(value) as string | undefined) ?? `a ${typeof value}`;
  return text.length > longestShown ? `${text.slice(0, longestShown - 1)}…` : text;
}

/** A number for people: 60,000. */
export function showCount(count: number): string {
  return count.toLocaleString('en-US');
}

/** `a, b or c`. */
export function showChoices(choices: readonly (string | number | boolean)[]): string {
  const texts = choices.map(String);
  const last = texts.at(-1) ?? '';
  return texts.length < 2 ? last : `${texts.slice(0, -1).join(', ')} or ${last}`;
}
