import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../core/store/store.ts';
import { metrics, specNamed, temporaryFolder } from './store-fixtures.ts';

describe('a store that several processes have open', () => {
  it('is created once and takes all of their runs and metrics', async () => {
    const directory = join(temporaryFolder(), 'data');
    const names = ['one', 'two', 'three'];
    // All at once on a directory that is not there yet: they race for creating the database, too.
    const children = names.map((name) =>
      spawn(process.execPath, [join(import.meta.dirname, 'store-neighbour.ts'), directory, name], {
        stdio: ['ignore', 'ignore', 'inherit'],
      }),
    );
    const exits = (await Promise.all(children.map((child) => once(child, 'exit')))) as [number][];
    expect(exits.map(([code]) => code)).toEqual([0, 0, 0]);
    const store = openStore(directory);
    const runs = store.runs.list();
    expect(runs).toHaveLength(30);
    expect(new Set(runs.map(({ id }) => id)).size).toBe(30);
    for (const { id, name } of runs) {
      const expected = Array.from({ length: 40 }, (_, i) => metrics(i, { w1: i * name.length }));
      expect([...store.series.events(id)]).toEqual(expected);
    }
    store.close();
  });

  it('shows one process what another has written, while both have it open', () => {
    const directory = join(temporaryFolder(), 'data');
    const [writer, reader] = [openStore(directory), openStore(directory)];
    const { id } = writer.runs.create(specNamed('shared'));
    expect(reader.runs.get('shared').id).toBe(id);
    writer.series.append(id, [metrics(0, { w1: 3 })]);
    expect(reader.series.lastValues(id)).toEqual({ w1: { iteration: 0, value: 3 } });
    reader.runs.delete(id);
    expect(() => {
      writer.series.append(id, [metrics(1, { w1: 2 })]);
    }).toThrow(/may have been deleted/);
    writer.close();
    reader.close();
  });
});
