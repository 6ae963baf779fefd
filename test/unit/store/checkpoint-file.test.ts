import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCheckpoint, writeCheckpoint } from '../../../core/store/checkpoint-file.ts';
import { checkpointAt, specNamed, temporaryFolder, temporaryStore } from './support.ts';

describe('writeCheckpoint', () => {
  it('gives what it wrote, and it comes back to the bit', () => {
    const folder = temporaryFolder();
    const { file, bytes } = writeCheckpoint(folder, 'a-run', checkpointAt(70));
    expect(readdirSync(folder)).toEqual([file]);
    expect(statSync(join(folder, file)).size).toBe(bytes);
    expect(readCheckpoint(join(folder, file), 70)).toEqual(checkpointAt(70));
    expect(() => readCheckpoint(join(folder, file), 71)).toThrow(/is not the checkpoint of iteration 71/);
  });

  it('keeps changed settings, and refuses those that make no sense', () => {
    const folder = temporaryFolder();
    const settings = {
      ...{ 'optimizer.critic.lr': 2e-4, 'objective.nCritic': 3 },
      ...{ 'objective.lambda': 0, 'penalty.lambda': 2.5, 'penalty.gamma': 10 },
    };
    const { file } = writeCheckpoint(folder, 'a-run', { ...checkpointAt(7), settings });
    expect(readCheckpoint(join(folder, file), 7)).toEqual({ ...checkpointAt(7), settings });
    for (const wrong of [
      { 'optimizer.critic.lr': 0 },
      { 'objective.nCritic': 1.5 },
      { 'objective.lambda': -1 },
      { 'penalty.gamma': Infinity },
      { 'objective.clip': 1 },
      { 'objective.nCritic': '3' },
    ]) {
      const damaged = { ...checkpointAt(8), settings: wrong as unknown as typeof settings };
      const written = writeCheckpoint(folder, 'a-run', damaged);
      expect(() => readCheckpoint(join(folder, written.file), 8)).toThrow(/is damaged/);
    }
  });

  it('says when it cannot, and leaves nothing', () => {
    const folder = temporaryFolder();
    const write = (): number => {
      throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
    };
    expect(() => writeCheckpoint(folder, 'a-run', checkpointAt(1), write)).toThrow(
      /Cannot save the checkpoint of iteration 1: the disk .* is full/,
    );
    expect(readdirSync(folder)).toEqual([]);
    expect(() => writeCheckpoint(join(folder, 'nowhere'), 'a-run', checkpointAt(1))).toThrow(/Cannot save/);
  });

  // The trainer uses it: its process has no business with a database.
  it('needs no SQLite, not even through what it imports', () => {
    const seen = new Set<string>();
    const follow = (path: string): void => {
      if (seen.has(path)) return;
      seen.add(path);
      const imports = readFileSync(path, 'utf8').matchAll(/^import (?!type\b)[^;]*? from '([^']+)';/gms);
      for (const [, name] of imports) {
        expect(name, path).not.toBe('better-sqlite3');
        if (name.startsWith('.')) follow(resolve(dirname(path), name));
      }
    };
    follow(join(import.meta.dirname, '../../../core/store/checkpoint-file.ts'));
    expect([...seen].map((path) => path.split('/').at(-1))).toContain('container.ts');
  });
});

describe('adopt', () => {
  it('keeps a file that somebody else has written, and removes older ones', () => {
    const store = temporaryStore();
    const { id } = store.runs.create(specNamed('x'));
    const folder = store.checkpoints.folderOf(id);
    for (const iteration of [10, 20, 30]) {
      const checkpoint = checkpointAt(iteration);
      const { criticUpdates, activeSeconds } = checkpoint;
      const written = writeCheckpoint(folder, id, checkpoint);
      store.checkpoints.adopt(id, {
        iteration,
        criticUpdates,
        activeSeconds,
        reason: 'schedule',
        ...written,
      });
    }
    expect(store.checkpoints.list(id).map(({ iteration }) => iteration)).toEqual([20, 30]);
    expect(readdirSync(folder)).toHaveLength(2);
    expect(store.checkpoints.latest(id)?.checkpoint).toEqual(checkpointAt(30));
  });

  it('refuses what is not there as it was written, or lies elsewhere', () => {
    const store = temporaryStore();
    const { id } = store.runs.create(specNamed('x'));
    const { file, bytes } = writeCheckpoint(store.checkpoints.folderOf(id), id, checkpointAt(10));
    const step = { iteration: 10, criticUpdates: 50, activeSeconds: 1, reason: 'schedule' } as const;
    for (const wrong of [
      { file, bytes: bytes - 1 },
      { file: 'other.checkpoint', bytes },
      { file: '../spec.json', bytes: statSync(join(store.runs.folderOf(id), 'spec.json')).size },
      { file: '', bytes: 0 },
    ]) {
      expect(() => store.checkpoints.adopt(id, { ...step, ...wrong })).toThrow(/does not hold \d+ bytes/);
    }
    expect(store.checkpoints.list(id)).toEqual([]);
    expect(store.marks.list(id)).toEqual([]);
  });
});
