// The table of what was measured of a run: one row for each metric, one column for each checkpoint.

import type { Measurement, MeasurementsOf, NoiseFloor } from '../../../core/protocol/contract.ts';
import {
  directionWords,
  floorOf,
  measurementFacts,
  measurementKeys,
  measurementText,
  type MeasurementKey,
} from '../../../core/spec/measurement.ts';
import { formatCount } from '../../composables/format.ts';

export interface QualityCell {
  readonly text: string;
  /** Whether it cannot be told from real data: within two deviations of the floor, or on the better side of it. */
  readonly isWithinFloor: boolean;
}

export interface QualityRow {
  readonly key: MeasurementKey;
  readonly title: string;
  readonly meaning: string;
  readonly protocol: string;
  /** By iteration; null where it was not measured. */
  readonly cells: readonly (QualityCell | null)[];
  /** "0.042 ± 0.016"; null where there is none for as many samples. */
  readonly floor: string | null;
  /** "↓ lower", "↑ higher", "→ near 1" */
  readonly better: string;
  /** "2,000", or "512 and 2,000" where values differ in that. */
  readonly samples: string;
}

export interface QualityTable {
  readonly iterations: readonly number[];
  readonly rows: readonly QualityRow[];
}

export function qualityTable({ values, floors }: MeasurementsOf): QualityTable {
  const iterations = [...new Set(values.map(({ iteration }) => iteration))].sort((a, b) => a - b);
  const rows = measurementKeys.flatMap((key) => {
    const ofKey = values.filter((one) => one.key === key);
    const newest = ofKey.at(-1);
    if (newest === undefined) return [];
    const { title, meaning, protocol, better } = measurementFacts[key];
    const floor = floorOf(floors, newest);
    const counts = [...new Set(ofKey.map(({ samples }) => samples))].sort((a, b) => a - b);
    return [
      {
        ...{ key, title, meaning, protocol },
        cells: iterations.map((iteration) => {
          const one = ofKey.find((value) => value.iteration === iteration);
          return one === undefined ? null : cellOf(one, floors);
        }),
        floor: floor === null ? null : floorText(floor),
        better: `${arrowOf(better)} ${directionWords(better, key)}`,
        samples: counts.map(formatCount).join(' and '),
      },
    ];
  });
  return { iterations, rows };
}

const arrowOf = (better: 'lower' | 'higher' | number): string =>
  better === 'lower' ? '↓' : better === 'higher' ? '↑' : '→';

function cellOf(measured: Measurement, floors: readonly NoiseFloor[]): QualityCell {
  const { key, value } = measured;
  const floor = floorOf(floors, measured);
  return { text: measurementText(key, value), isWithinFloor: floor !== null && isWithin(key, value, floor) };
}

function isWithin(key: MeasurementKey, value: number, { mean, deviation }: NoiseFloor): boolean {
  const { better } = measurementFacts[key];
  if (better === 'lower') return value <= mean + 2 * deviation;
  if (better === 'higher') return value >= mean - 2 * deviation;
  return Math.abs(value - mean) <= 2 * deviation;
}

export function floorText({ key, mean, deviation }: NoiseFloor): string {
  return `${measurementText(key, mean)} ± ${measurementText(key, 2 * deviation)}`;
}

/** For a spreadsheet: a line for each value. */
export function qualityCsv({ values, floors }: MeasurementsOf): string {
  const head = 'iteration,metric,value,samples,floor_mean,floor_deviation,protocol_version';
  const lines = values.map((one) => {
    const floor = floorOf(floors, one);
    return [
      ...[one.iteration, one.key, one.value, one.samples],
      ...[floor?.mean ?? '', floor?.deviation ?? '', one.protocol],
    ].join(',');
  });
  return `${[head, ...lines].join('\n')}\n`;
}
