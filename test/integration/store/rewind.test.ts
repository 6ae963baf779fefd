import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Store } from '../../../core/store/store.ts';
import {
  checkpointAt,
  grid,
  metrics,
  saveCheckpoint,
  specNamed,
  start,
  temporaryStore,
} from '../../unit/store/support.ts';

const step = (iteration: number): ReturnType<typeof metrics> =>
  metrics(
    iteration,
    iteration % 10 === 0 ? { critic_loss: iteration, w1: -iteration } : { critic_loss: iteration },
  );

/** Trains from one iteration to another as far as the store can tell. */
function train(store: Store, id: string, from: number, to: number): void {
  for (let iteration = from; iteration <= to; iteration += 1) {
    store.series.append(id, [step(iteration)]);
    if (iteration % 25 === 0) store.samples.save(id, grid(iteration, [1, 2], Float32Array.of(iteration, 0)));
  }
}

function stopped(): { store: Store; id: string } {
  const store = temporaryStore();
  const { id } = store.runs.create(specNamed('x'));
  store.runs.start(id, start);
  train(store, id, 0, 50);
  saveCheckpoint(store, id, { checkpoint: checkpointAt(50), reason: 'schedule' });
  train(store, id, 51, 130);
  saveCheckpoint(store, id, { checkpoint: checkpointAt(120), reason: 'schedule' });
  store.runs.heartbeat(id, { iteration: 130, criticUpdates: 650, activeSeconds: 99 });
  store.runs.setStatus(id, 'crashed', 'It crashed.');
  return { store, id };
}

describe('rewind', () => {
  it('drops what came after the checkpoint, keeps what is at it, and starts the run', () => {
    const { store, id } = stopped();
    const folder = store.runs.folderOf(id);
    writeFileSync(join(folder, 'checkpoints', '000000140.checkpoint.123.part'), 'half-written');
    const run = store.rewind(id, 50, start);
    expect(run).toMatchObject({
      status: 'running',
      statusDetail: null,
      pid: process.pid,
      endedAt: null,
      iteration: 50,
      criticUpdates: 250,
      activeSeconds: 6.25,
    });
    expect([...store.series.events(id)]).toEqual(Array.from({ length: 51 }, (_, i) => step(i)));
    expect(store.samples.list(id).map(({ iteration }) => iteration)).toEqual([0, 25, 50]);
    expect(readdirSync(join(folder, 'samples'))).toHaveLength(3);
    expect(store.checkpoints.list(id).map(({ iteration }) => iteration)).toEqual([50]);
    expect(readdirSync(join(folder, 'checkpoints'))).toEqual(['000000050.checkpoint']);
  });

  it('leaves a run that, trained on, is the run that never stopped', () => {
    const { store, id } = stopped();
    const whole = store.runs.create(specNamed('whole')).id;
    train(store, whole, 0, 300);
    store.rewind(id, 50, start);
    train(store, id, 51, 300);
    expect([...store.series.events(id)]).toEqual([...store.series.events(whole)]);
    expect(store.samples.list(id)).toEqual(store.samples.list(whole));
    for (const buckets of [1, 7, 300]) {
      expect(store.series.readBuckets(id, 'critic_loss', buckets)).toEqual(
        store.series.readBuckets(whole, 'critic_loss', buckets),
      );
    }
  });

  it('drops chunks that reach beyond the checkpoint', () => {
    const { store, id } = stopped();
    const length = 30_000;
    store.series.append(
      id,
      Array.from({ length }, (_, i) => metrics(131 + i, { critic_loss: 1e6 })),
    );
    store.rewind(id, 50, start);
    store.series.append(
      id,
      Array.from({ length }, (_, i) => metrics(51 + i, { critic_loss: -1 })),
    );
    const { buckets } = store.series.readBuckets(id, 'critic_loss', 10);
    expect(Math.max(...buckets.map(({ max }) => max))).toBe(50);
    expect(buckets.reduce((sum, { count }) => sum + count, 0)).toBe(51 + length);
  });

  it('changes nothing when there is no such checkpoint or another process trains the run', () => {
    const { store, id } = stopped();
    const before = [...store.series.events(id)];
    expect(() => store.rewind(id, 60, start)).toThrow(/has no checkpoint of iteration 60/);
    expect(store.runs.get(id).status).toBe('crashed');
    store.runs.start(id, { ...start, pid: process.ppid });
    expect(() => store.rewind(id, 50, start)).toThrow(/is being trained by process/);
    expect(store.runs.get(id).iteration).toBe(130);
    expect([...store.series.events(id)]).toEqual(before);
  });
});
