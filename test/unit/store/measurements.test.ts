// Measurements and noise floors in the store: kept to the bit, replaced, rewound, and gone with their run.

import { expect, it } from 'vitest';
import type { NoiseFloor, StoredMeasurement } from '../../../core/store/measurements.ts';
import { checkpointAt, metrics, saveCheckpoint, specNamed, start, temporaryStore } from './support.ts';

const one = (iteration: number, value: number, samples = 2000): StoredMeasurement => ({
  ...{ iteration, key: 'precision', value, samples, protocol: 1, at: 1000 + iteration },
});
const floor: NoiseFloor = { key: 'w1', samples: 500, protocol: 1, mean: 0.1, deviation: 0.03, repeats: 8 };

it('keeps values to the bit, in the order of their keys, and replaces older ones', () => {
  const store = temporaryStore();
  const { id } = store.runs.create(specNamed('x'));
  const w1: StoredMeasurement = { ...one(20, 0.1 + 0.2), key: 'w1' };
  store.measurements.put(id, [one(20, NaN), w1, one(10, -0)]);
  expect(store.measurements.list(id)).toEqual([one(10, -0), w1, one(20, NaN)]);
  store.measurements.put(id, [one(20, 0.5, 1000)]);
  expect(store.measurements.list(id)).toEqual([one(10, -0), w1, one(20, 0.5, 1000)]);
  expect(() => {
    store.measurements.put('nobody0000', [one(1, 1)]);
  }).toThrow('nobody0000');
});

it('keeps floors by data, samples, key and protocol', () => {
  const store = temporaryStore();
  store.measurements.putFloors('f00d', [floor, { ...floor, samples: 100 }]);
  store.measurements.putFloors('f00d', [{ ...floor, mean: 0.2 }]);
  expect(store.measurements.floors('f00d')).toEqual([
    { ...floor, samples: 100 },
    { ...floor, mean: 0.2 },
  ]);
  expect(store.measurements.floors('beef')).toEqual([]);
});

it('forgets what was measured after the checkpoint that a run goes on from, and all of a run that is deleted', () => {
  const store = temporaryStore();
  const { id } = store.runs.create(specNamed('x'));
  store.runs.start(id, start);
  store.series.append(id, [metrics(0, { w1: 1 })]);
  saveCheckpoint(store, id, { checkpoint: checkpointAt(50), reason: 'schedule' });
  store.runs.setStatus(id, 'crashed', 'It crashed.');
  store.measurements.put(id, [one(50, 0.5), one(60, 0.6)]);
  store.measurements.putFloors('f00d', [floor]);
  store.rewind(id, 50, start);
  expect(store.measurements.list(id)).toEqual([one(50, 0.5)]);
  store.runs.setStatus(id, 'completed', null);
  store.runs.delete(id);
  expect(() => store.measurements.list(id)).toThrow(id);
  // Floors are of the data, which other runs may share.
  expect(store.measurements.floors('f00d')).toEqual([floor]);
});
