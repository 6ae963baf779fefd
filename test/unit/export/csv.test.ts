import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { csvLines, exportCsv } from '../../../core/export/csv.ts';
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

  it('writes long runs to a file in full', () => {
    const store = temporaryStore();
    const { id } = store.runs.create(specNamed('x'));
    const values = Array.from({ length: 7000 }, (_, i) => Math.sin(i) / 3);
    store.series.append(
      id,
      values.map((value, i) => metrics(i, { critic_loss: value })),
    );
    const file = join(temporaryFolder(), 'run.csv');
    exportCsv(store, id, file);
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

  it('says when the file cannot be written, and leaves nothing', () => {
    const store = temporaryStore();
    const { id } = store.runs.create(specNamed('x'));
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'taken'));
    expect(() => {
      exportCsv(store, id, join(folder, 'taken'));
    }).toThrow(/Cannot write the export: .*taken/);
    expect(() => {
      exportCsv(store, id, join(folder, 'no', 'where.csv'));
    }).toThrow(/Cannot write the export: .*where\.csv/);
  });
});
