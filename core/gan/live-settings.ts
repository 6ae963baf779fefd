// The settings that may change while a run trains, as they are in force now.

import { changeProblem, specifiedValue, type ChangeablePath, type ChangedValues } from '../spec/changes.ts';
import type { RunSpec } from '../spec/run-spec.ts';

export class LiveSettings {
  readonly #spec: RunSpec;
  #changed: ChangedValues;

  /** @param changed what is in force instead of the specification's values */
  constructor(spec: RunSpec, changed: ChangedValues = {}) {
    this.#spec = spec;
    this.#changed = changed;
  }

  /** What differs from the specification. Another object after every change, and the same one until then. */
  get changed(): ChangedValues {
    return this.#changed;
  }

  /** @throws RangeError for one that the specification does not have */
  of(path: ChangeablePath): number {
    const value = this.#changed[path] ?? specifiedValue(this.#spec, path);
    if (value === undefined) throw new RangeError(`This run has no ${path}.`);
    return value;
  }

  /**
   * Puts a value in force.
   * @returns the one before, or null where it is the same and nothing changes
   * @throws RangeError for a value that no specification could have: whoever asks looks at that first
   */
  change(path: ChangeablePath, to: number): number | null {
    const problem = changeProblem(this.#spec, path, to);
    if (problem !== null) throw new RangeError(problem);
    const from = this.of(path);
    if (from === to) return null;
    const changed = Object.entries({ ...this.#changed, [path]: to }).filter(
      ([name, value]) => value !== specifiedValue(this.#spec, name as ChangeablePath),
    );
    this.#changed = Object.fromEntries(changed);
    return from;
  }
}
