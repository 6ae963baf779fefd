import { readdirSync, readFileSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Write } from '../../../core/store/files.ts';
import type { Store } from '../../../core/store/store.ts';
import { checkpointAt, saveCheckpoint, specNamed, temporaryStore } from './support.ts';

function storeWithRun(): { store: Store; id: string; folder: string } {
  const store = temporaryStore();
  const { id } = store.runs.create(specNamed('x'));
  return { store, id, folder: join(store.runs.folderOf(id), 'checkpoints') };
}

const fileOf = (iteration: number): string => `${String(iteration).padStart(9, '0')}.checkpoint`;

describe('checkpoints', () => {
  it('come back to the bit', () => {
    const { store, id } = storeWithRun();
    const checkpoint = checkpointAt(50);
    saveCheckpoint(store, id, { checkpoint, reason: 'schedule' });
    const read = store.checkpoints.read(id, 50);
    expect(read).toEqual(checkpoint);
    expect(Object.keys(read.tensors)).toEqual(Object.keys(checkpoint.tensors));
    expect(store.checkpoints.latest(id)).toEqual({ checkpoint, reason: 'schedule', skipped: [] });
    expect(store.checkpoints.list(id)).toEqual([
      { iteration: 50, criticUpdates: 250, activeSeconds: 6.25, reason: 'schedule' },
    ]);
  });

  it('keep the two newest and the end', () => {
    const { store, id, folder } = storeWithRun();
    const reasons = ['schedule', 'end', 'schedule', 'interrupted', 'request'] as const;
    reasons.forEach((reason, i) => {
      saveCheckpoint(store, id, { checkpoint: checkpointAt(i * 10), reason });
    });
    expect(store.checkpoints.list(id).map(({ iteration }) => iteration)).toEqual([10, 30, 40]);
    expect(readdirSync(folder).sort()).toEqual([10, 30, 40].map(fileOf));
  });

  it('can be saved again for an iteration', () => {
    const { store, id, folder } = storeWithRun();
    saveCheckpoint(store, id, { checkpoint: checkpointAt(10), reason: 'schedule' });
    saveCheckpoint(store, id, { checkpoint: checkpointAt(10), reason: 'end' });
    expect(store.checkpoints.list(id)).toMatchObject([{ iteration: 10, reason: 'end' }]);
    expect(readdirSync(folder)).toEqual([fileOf(10)]);
  });

  it('are none at first', () => {
    const { store, id } = storeWithRun();
    expect(store.checkpoints.latest(id)).toBeNull();
    expect(() => store.checkpoints.read(id, 5)).toThrow(/has no checkpoint of iteration 5/);
    expect(() => store.checkpoints.latest('gone')).toThrow(/no run with the id gone/);
  });

  it('fall back to the newest that verifies, and say which was skipped', () => {
    const { store, id, folder } = storeWithRun();
    for (const iteration of [10, 20]) {
      saveCheckpoint(store, id, { checkpoint: checkpointAt(iteration), reason: 'schedule' });
    }
    const newest = join(folder, fileOf(20));
    truncateSync(newest, readFileSync(newest).length - 1);
    const latest = store.checkpoints.latest(id);
    expect(latest?.checkpoint).toEqual(checkpointAt(10));
    expect(latest?.skipped).toMatchObject([{ iteration: 20 }]);
    expect(latest?.skipped[0]?.why).toMatch(/000000020\.checkpoint is damaged/);
    expect(() => store.checkpoints.read(id, 20)).toThrow(/is damaged/);

    writeFileSync(join(folder, fileOf(10)), '');
    expect(() => store.checkpoints.latest(id)).toThrow(
      /No checkpoint of the run .* trained anew\. The newest:/,
    );
  });

  it('are not taken for one another', () => {
    const { store, id, folder } = storeWithRun();
    for (const iteration of [10, 20]) {
      saveCheckpoint(store, id, { checkpoint: checkpointAt(iteration), reason: 'schedule' });
    }
    writeFileSync(join(folder, fileOf(20)), readFileSync(join(folder, fileOf(10))));
    expect(() => store.checkpoints.read(id, 20)).toThrow(/is not the checkpoint of iteration 20/);
  });

  it('leave the older ones alone when the disk fills up', () => {
    let room = Infinity;
    const write: Write = (descriptor, bytes) => {
      if (room <= 0) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
      room -= bytes.length;
      return writeSync(descriptor, bytes);
    };
    const { store, id } = storeWithRun();
    for (const iteration of [10, 20]) {
      saveCheckpoint(store, id, { checkpoint: checkpointAt(iteration), reason: 'schedule' }, write);
    }
    room = 100;
    expect(() => {
      saveCheckpoint(store, id, { checkpoint: checkpointAt(30), reason: 'schedule' }, write);
    }).toThrow(/Cannot save the checkpoint of iteration 30: the disk .* is full/);
    expect(store.checkpoints.latest(id)?.checkpoint).toEqual(checkpointAt(20));
    expect(store.checkpoints.read(id, 10)).toEqual(checkpointAt(10));
    expect(readdirSync(join(store.runs.folderOf(id), 'checkpoints')).sort()).toEqual([10, 20].map(fileOf));
  });
});
