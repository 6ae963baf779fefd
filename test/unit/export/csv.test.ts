import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { csvChunks, csvLines, csvLinesOf } from '../../../core/export/csv.ts';
import { writeParts } from '../../../core/export/file.ts';
import { metrics, specNamed, temporaryFolder, temporaryStore } from '../store/support.ts';

describe('csv', () => {
  it('has a row for each iteration and a column for each metric, and every value as it was', () => {
    const store = temporaryStore();
    const { id } = store.runs.create(specNamed('x'));
    store.series.append(id, [
      metrics(0, { w1: 0.1 }),
      metrics(1, { critic_loss: NaN, penalty: Infinity }),
      metrics(2, { critic_loss: -0, penalty: -Infinity, w1: 1e-20 }),
      metrics(4, {}),
    ]);
    expect([...csvLines(store, id)].join('')).toBe(
      [
        'iteration,critic_updates,images_seen,active_seconds,critic_loss,penalty,w1',
        '0,0,0,0,,,0.1',
        '1,5,160,0.125,NaN,Infinity,',
        '2,10,320,0.25,-0,-Infinity,1e-20',
        '4,20,640,0.5,,,',
        '',
      ].join('\r\n'),
    );
  });

  it('writes long runs to a file in full', async () => {
    const store = temporaryStore();
    const { id } = store.runs.create(specNamed('x'));
    const values = Array.from({ length: 7000 }, (_, i) => Math.sin(i) / 3);
    store.series.append(
      id,
      values.map((value, i) => metrics(i, { critic_loss: value })),
    );
    const file = join(temporaryFolder(), 'run.csv');
    await writeParts(file, csvChunks(store, [id]));
    const rows = readFileSync(file, 'utf8').split('\r\n');
    expect(rows).toHaveLength(7002);
    expect(rows.slice(1, -1).map((row) => Number(row.split(',')[4]))).toEqual(values);
  });

  it('of a run without metrics is a heading', () => {
    const store = temporaryStore();
    const { id } = store.runs.create(specNamed('x'));
    expect([...csvLines(store, id)]).toEqual(['iteration,critic_updates,images_seen,active_seconds\r\n']);
    expect(() => [...csvLines(store, 'nothing')]).toThrow(/There is no run "nothing"/);
  });

  it('of several runs says which each row is of, and leaves empty what a run does not have', async () => {
    const store = temporaryStore();
    const ids = ['a, "b"', 'c'].map((name) => store.runs.create(specNamed(name)).id);
    store.series.append(ids[0], [metrics(0, { w1: 1 })]);
    store.series.append(ids[1], [metrics(0, { em_estimate: 2 }), metrics(1, { w1: NaN })]);
    const text = [
      'run,name,iteration,critic_updates,images_seen,active_seconds,em_estimate,w1',
      `${ids[0]},"a, ""b""",0,0,0,0,,1`,
      `${ids[1]},c,0,0,0,0,2,`,
      `${ids[1]},c,1,5,160,0.125,,NaN`,
      '',
    ].join('\r\n');
    expect([...csvLinesOf(store, ids)].join('')).toBe(text);
    const file = join(temporaryFolder(), 'runs.csv');
    await writeParts(file, csvChunks(store, [...ids, ids[0]]));
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it('says when the file cannot be written or it is given up, and leaves nothing', async () => {
    const store = temporaryStore();
    const { id } = store.runs.create(specNamed('x'));
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'taken'));
    const writing = (...path: string[]) => writeParts(join(folder, ...path), csvChunks(store, [id]));
    await expect(writing('taken')).rejects.toThrow(/Cannot write the export: .*taken/);
    await expect(writing('no', 'where.csv')).rejects.toThrow(/Cannot write the export: .*where\.csv/);
    writeFileSync(join(folder, 'before.csv'), 'before');
    const work = { signal: AbortSignal.abort(new Error('given up')) };
    const file = join(folder, 'before.csv');
    await expect(writeParts(file, csvChunks(store, [id], work))).rejects.toThrow('given up');
    expect(readFileSync(file, 'utf8')).toBe('before');
    expect(readdirSync(folder).sort()).toEqual(['before.csv', 'taken']);
  });
});
