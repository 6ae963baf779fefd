// From what somebody wrote to a run that can start: completed, checked, with what the papers warn of.

import { completeSpec } from './complete.ts';
import { hasErrors, type Problem } from './problem.ts';
import type { RunSpec } from './run-spec.ts';
import { validateSpec } from './validate.ts';

export type ReadSpec =
  | {
      readonly spec: RunSpec;
      /** Paths that were not given and filled in from the recipe and the defaults. */
      readonly completed: readonly string[];
      readonly warnings: readonly Problem[];
    }
  | { readonly problems: readonly Problem[] };

/** Reads a specification, short or whole, as JSON.parse gives it. */
export function readSpec(input: unknown): ReadSpec {
  const result = completeSpec(input);
  if ('problems' in result) return result;
  const problems = validateSpec(result.spec);
  return hasErrors(problems) ? { problems } : { ...result, warnings: problems };
}
