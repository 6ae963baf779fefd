// What was measured of compared runs after training: a row for each metric, a cell for each run.

import type { MeasurementsOf, RunId } from '../../../core/protocol/contract.ts';
import {
  directionWords,
  floorOf,
  measurementFacts,
  measurementKeys,
  measurementText,
  type MeasurementKey,
} from '../../../core/spec/measurement.ts';
import { floorText } from '../run/quality-rows.ts';

export interface MeasuredCell {
  readonly text: string;
  readonly iteration: number;
  readonly samples: number;
  readonly wins: boolean;
}

export interface MeasuredRow {
  readonly key: MeasurementKey;
  readonly title: string;
  readonly meaning: string;
  readonly better: string;
  /** By run; null where it was not measured. */
  readonly cells: readonly (MeasuredCell | null)[];
  /** For as many samples as the first run; null where it is not known. */
  readonly floor: string | null;
}

/**
 * Each run at its newest measured checkpoint.
 * @param comparable whether a winner may be named: runs on different data have none
 */
export function measuredRows(
  ids: readonly RunId[],
  measured: ReadonlyMap<RunId, MeasurementsOf>,
  comparable: boolean,
): readonly MeasuredRow[] {
  return measurementKeys.flatMap((key) => {
    const newest = ids.map((id) => measured.get(id)?.values.findLast((one) => one.key === key));
    const first = newest.find((one) => one !== undefined);
    if (first === undefined) return [];
    const { title, meaning, better } = measurementFacts[key];
    // Other numbers of samples have other floors, and other protocols are other metrics.
    const alike = newest.every(
      (one) => one === undefined || (one.samples === first.samples && one.protocol === first.protocol),
    );
    const floors = ids.flatMap((id) => measured.get(id)?.floors ?? []);
    const floor = floorOf(floors, first);
    const winners =
      comparable && alike
        ? winnersOf(
            better,
            newest.map((one) => one?.value ?? NaN),
          )
        : [];
    return [
      {
        ...{ key, title, meaning, better: directionWords(better, key) },
        cells: newest.map((one, at) =>
          one === undefined
            ? null
            : {
                text: measurementText(key, one.value),
                ...{ iteration: one.iteration, samples: one.samples, wins: winners.includes(at) },
              },
        ),
        floor: floor === null ? null : floorText(floor),
      },
    ];
  });
}

/** Places of the best values; none where all are the same. */
function winnersOf(better: 'lower' | 'higher' | number, values: readonly number[]): readonly number[] {
  const goodness = values.map((value) =>
    better === 'lower' ? -value : better === 'higher' ? value : -Math.abs(value - better),
  );
  const finite = goodness.filter(Number.isFinite);
  if (finite.length < 2) return [];
  const best = Math.max(...finite);
  const places = goodness.flatMap((value, at) => (value === best ? [at] : []));
  return places.length === finite.length ? [] : places;
}
