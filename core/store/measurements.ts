// What was measured of runs at their checkpoints, and noise floors of their data.

import { measurementKeys, type MeasurementKey } from '../spec/measurement.ts';
import type { StoreDatabase } from './database.ts';
import type { Runs } from './runs.ts';
import { fromStored, toStored } from './values.ts';

export interface StoredMeasurement {
  readonly iteration: number;
  readonly key: MeasurementKey;
  readonly value: number;
  /** Generated samples, and as many real ones, that it was measured with. */
  readonly samples: number;
  /** Version of the key's protocol. */
  readonly protocol: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** What a metric gives for two independent sets of real data, held-out against training samples. */
export interface NoiseFloor {
  readonly key: MeasurementKey;
  readonly samples: number;
  readonly protocol: number;
  readonly mean: number;
  /** Standard deviation over the repeats. */
  readonly deviation: number;
  readonly repeats: number;
}

type MeasurementRow = [
  step: number,
  key: string,
  value: number,
  flag: number,
  samples: number,
  protocol: number,
  at: number,
];

const placeOf = (key: MeasurementKey): number => measurementKeys.indexOf(key);

export class Measurements {
  readonly #database: StoreDatabase;
  readonly #runs: Runs;

  constructor(database: StoreDatabase, runs: Runs) {
    this.#database = database;
    this.#runs = runs;
  }

  /** Puts values in place of older ones of the same iteration and key. @throws StoreError when there is no such run */
  put(runId: string, measured: readonly StoredMeasurement[]): void {
    this.#database.change(`save what was measured of the run ${runId}`, () => {
      const run = this.#runs.numberOf(runId);
      putMeasurements(this.#database, run, measured);
    });
  }

  /** By iteration, and by key in the order that keys have. @throws StoreError when there is no such run */
  list(runId: string): StoredMeasurement[] {
    return this.#database.read(`read what was measured of the run ${runId}`, () =>
      this.#database.connection
        .prepare<[number], MeasurementRow>(
          'SELECT step, key, value, flag, samples, protocol, at FROM measurements WHERE run = ?',
        )
        .raw()
        .all(this.#runs.numberOf(runId))
        .map(([iteration, key, value, flag, samples, protocol, at]) => ({
          ...{ iteration, key: key as MeasurementKey, value: fromStored(value, flag), samples, protocol, at },
        }))
        // Keys of a later version say nothing here.
        .filter(({ key }) => measurementKeys.includes(key))
        .sort((a, b) => a.iteration - b.iteration || placeOf(a.key) - placeOf(b.key)),
    );
  }

  /** @throws StoreError */
  putFloors(dataFingerprint: string, floors: readonly NoiseFloor[]): void {
    this.#database.change('save the noise floors of a data set', () => {
      putFloors(this.#database, dataFingerprint, floors);
    });
  }

  /** Of all sample counts, of some data. @throws StoreError */
  floors(dataFingerprint: string): NoiseFloor[] {
    return this.#database.read('read the noise floors of a data set', () =>
      this.#database.connection
        .prepare<[string], NoiseFloor>(
          `SELECT key, samples, protocol, mean, deviation, repeats FROM noise_floors
             WHERE data_fingerprint = ? ORDER BY samples, key, protocol`,
        )
        .all(dataFingerprint),
    );
  }
}

/** Inside a transaction of the caller. @param run its row number */
export function putMeasurements(
  { connection }: StoreDatabase,
  run: number,
  measured: readonly StoredMeasurement[],
): void {
  const put = connection.prepare('INSERT OR REPLACE INTO measurements VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  for (const { iteration, key, value, samples, protocol, at } of measured)
    put.run(run, iteration, key, ...toStored(value), samples, protocol, at);
}

/** Inside a transaction of the caller. */
export function putFloors(
  { connection }: StoreDatabase,
  dataFingerprint: string,
  floors: readonly NoiseFloor[],
): void {
  const put = connection.prepare('INSERT OR REPLACE INTO noise_floors VALUES (?, ?, ?, ?, ?, ?, ?)');
  for (const { samples, key, protocol, mean, deviation, repeats } of floors)
    put.run(dataFingerprint, samples, key, protocol, mean, deviation, repeats);
}
