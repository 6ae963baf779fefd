import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exportJson, runJson } from '../../../core/export/json.ts';
import {
  checkpointAt,
  grid,
  metrics,
  saveCheckpoint,
  specNamed,
  start,
  temporaryFolder,
  temporaryStore,
} from '../store/support.ts';

describe('json', () => {
  it('holds the record, the spec and a summary, with numbers that are none as strings', () => {
    const store = temporaryStore();
    const { id } = store.runs.create(specNamed('x'), { compareGroup: 'pair' });
    store.runs.start(id, start);
    store.series.append(id, [
      metrics(0, { critic_loss: 3, w1: NaN, penalty: 1 }),
      metrics(1, { critic_loss: -2, penalty: Infinity }),
      metrics(2, { critic_loss: 1 }),
    ]);
    store.samples.save(id, grid(2, [1, 2], Float32Array.of(1, 2)));
    saveCheckpoint(store, id, { checkpoint: checkpointAt(2), reason: 'end' });
    store.runs.heartbeat(id, { iteration: 2, criticUpdates: 10, activeSeconds: 0.25 });
    store.runs.setStatus(id, 'completed');

    const file = join(temporaryFolder(), 'run.json');
    exportJson(store, id, file);
    const read = JSON.parse(readFileSync(file, 'utf8')) as unknown;
    expect(read).toEqual(runJson(store, id));
    expect(read).toEqual({
      format: 1,
      run: {
        id,
        name: 'x',
        status: 'completed',
        statusDetail: null,
        engine: start.engine,
        iteration: 2,
        criticUpdates: 10,
        imagesSeen: 320,
        activeSeconds: 0.25,
        createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as unknown,
        startedAt: expect.stringMatching(/Z$/) as unknown,
        endedAt: expect.stringMatching(/Z$/) as unknown,
        compareGroup: 'pair',
        dataFingerprint: 'f00d',
      },
      spec: specNamed('x'),
      summary: {
        metrics: {
          critic_loss: { count: 3, nonFinite: 0, last: { iteration: 2, value: 1 }, min: -2, max: 3 },
          penalty: { count: 2, nonFinite: 1, last: { iteration: 1, value: 'Infinity' }, min: 1, max: 1 },
          w1: { count: 1, nonFinite: 1, last: { iteration: 0, value: 'NaN' }, min: null, max: null },
        },
        samples: [2],
        checkpoints: [2],
      },
    });
  });
});
