import { describe, expect, it } from 'vitest';
import { bracketOf, compareGroups } from '../../../../renderer/components/runs/brackets.ts';
import { columns, findColumn, usualColumns } from '../../../../renderer/components/runs/columns.ts';
import {
  canDelete,
  canStop,
  deletedSentence,
  inTrainingSentence,
} from '../../../../renderer/components/runs/run-rules.ts';
import {
  everything,
  extended,
  kept,
  nothing,
  toggled,
} from '../../../../renderer/components/runs/selection.ts';
import { clickedSort, sortRuns, type Sort } from '../../../../renderer/components/runs/sort-runs.ts';
import {
  mostFilters,
  readMemory,
  usualMemory,
  widthOf,
  withColumn,
  withFilter,
  withMoved,
  withoutFilter,
  withWidth,
} from '../../../../renderer/components/runs/table-memory.ts';
import { changedTags, newTags } from '../../../../renderer/components/runs/tags.ts';
import { measured, run } from './support.ts';

const order = (runs: Parameters<typeof sortRuns>[0], sort: Sort): string =>
  sortRuns(runs, sort)
    .map(({ id }) => id)
    .join('');

describe('columns', () => {
  it('have ids of their own, and widths that are allowed', () => {
    expect(new Set(columns.map(({ id }) => id)).size).toBe(columns.length);
    for (const { id, width, least } of columns) expect(width, id).toBeGreaterThanOrEqual(least);
    for (const id of usualColumns) expect(findColumn(id), id).toBeDefined();
  });

  it('name NaN and say which metric a distance is', () => {
    const last = findColumn('last');
    const broken = run({ measures: { w1: measured(Number.NaN) } });
    expect(last?.text?.(broken, 0)).toBe('NaN');
    expect(last?.prefix?.(broken)).toBe('W1');
    const images = run({
      data: 'fashion-mnist',
      sampleShape: [28, 28, 1],
      measures: { sliced_wasserstein: measured(0.5, 0.25), w1: measured(1) },
    });
    expect(last?.text?.(images, 0)).toBe('0.5000');
    expect(last?.prefix?.(images)).toBe('SWD');
    expect(findColumn('best')?.text?.(images, 0)).toBe('0.2500');
    expect(last?.hint?.(images, 0)).toContain('lower is better');
  });
});

describe('order', () => {
  it('is by value, and newest first among equals, in both directions', () => {
    const runs = [run({ id: 'a', seed: 2 }), run({ id: 'b', seed: 1 }), run({ id: 'c', seed: 2 })];
    expect(order(runs, { column: 'seed', direction: 'up' })).toBe('bca');
    expect(order(runs, { column: 'seed', direction: 'down' })).toBe('cab');
  });

  it('has NaN and then nothing last, in both directions', () => {
    const runs = [
      run({ id: 'a', measures: {} }),
      run({ id: 'b', measures: { w1: measured(Number.NaN) } }),
      run({ id: 'c', measures: { w1: measured(3) } }),
      run({ id: 'd', measures: { w1: measured(1) } }),
      run({ id: 'e', measures: { w1: measured(Infinity) } }),
    ];
    expect(order(runs, { column: 'metric:w1', direction: 'up' })).toBe('dceba');
    expect(order(runs, { column: 'metric:w1', direction: 'down' })).toBe('ecdba');
    const mixed = [2, Number.NaN, 1, 4, Number.NaN, 3].map((last, at) =>
      run({ id: String(at), measures: { w1: measured(last) } }),
    );
    expect(order(mixed, { column: 'metric:w1', direction: 'up' })).toBe('205341');
    expect(order(mixed, { column: 'metric:w1', direction: 'down' })).toBe('350241');
  });

  it('keeps distances of points and of images apart', () => {
    const images = { data: 'fashion-mnist', dataTitle: '' } as const;
    const runs = [
      run({ id: 'a', ...images, measures: { sliced_wasserstein: measured(0.1) } }),
      run({ id: 'b', measures: { w1: measured(5) } }),
      run({ id: 'c', measures: { w1: measured(4) } }),
    ];
    expect(order(runs, { column: 'last', direction: 'up' })).toBe('cba');
    expect(order(runs, { column: 'last', direction: 'down' })).toBe('bca');
  });

  it('counts numbers in names as numbers', () => {
    const runs = [run({ id: 'a', name: 'run 10' }), run({ id: 'b', name: 'run 9' })];
    expect(order(runs, { column: 'name', direction: 'up' })).toBe('ba');
  });

  it('does not change the list it is given, and survives a column that is gone', () => {
    const runs = [run({ id: 'a', createdAt: 1 }), run({ id: 'b', createdAt: 2 })];
    expect(order(runs, { column: 'no such', direction: 'up' })).toBe('ba');
    expect(runs[0].id).toBe('a');
  });

  it('turns round at the second click', () => {
    const size = findColumn('size');
    if (size === undefined) throw new Error('There is no column for the size.');
    const first = clickedSort({ column: 'name', direction: 'up' }, size);
    expect(first).toEqual({ column: 'size', direction: 'down' });
    expect(clickedSort(first, size)).toEqual({ column: 'size', direction: 'up' });
  });

  it('takes little for 5,000 runs', () => {
    const runs = Array.from({ length: 5000 }, (_, i) =>
      run({ id: String(i), measures: { w1: measured(Math.sin(i)) } }),
    );
    const before = performance.now();
    sortRuns(runs, { column: 'metric:w1', direction: 'up' });
    expect(performance.now() - before).toBeLessThan(500);
  });
});

describe('selection', () => {
  const shown = ['a', 'b', 'c', 'd'];
  const ids = (selection: typeof nothing): string => [...selection.ids].join('');

  it('toggles one, and extends from there', () => {
    const one = toggled(nothing, 'b');
    expect(ids(one)).toBe('b');
    expect(ids(extended(one, shown, 'd'))).toBe('bcd');
    expect(ids(extended(extended(one, shown, 'd'), shown, 'a'))).toBe('ab');
    expect(ids(toggled(one, 'b'))).toBe('');
  });

  it('extends from a run that is no longer shown to just the one', () => {
    expect(ids(extended({ ids: new Set(), anchor: 'gone' }, shown, 'c'))).toBe('c');
  });

  it('is all that is shown, and never what is not', () => {
    expect(ids(everything(nothing, shown))).toBe('abcd');
    const some = everything(nothing, shown);
    expect(ids(kept(some, new Set(['b'])))).toBe('b');
    expect(kept(some, new Set(shown))).toBe(some);
  });
});

describe('brackets', () => {
  const pair = [
    run({ id: 'a', name: 'gan', compareGroup: 'g' }),
    run({ id: 'b', name: 'wgan', compareGroup: 'g' }),
  ];
  const other = run({ id: 'c' });
  const groups = compareGroups([...pair, other]);

  it('open and close around neighbours of one comparison', () => {
    expect(bracketOf(pair[0], other, pair[1], groups)).toMatchObject({
      place: 'first',
      label: 'Pair with wgan',
    });
    expect(bracketOf(pair[1], pair[0], undefined, groups)).toMatchObject({
      place: 'last',
      label: 'Pair with gan',
    });
    expect(bracketOf(pair[0], other, undefined, groups)?.place).toBe('alone');
    expect(bracketOf(other, pair[0], pair[1], groups)).toBeNull();
  });

  it('keep their colour', () => {
    expect(bracketOf(pair[0], undefined, undefined, groups)?.hue).toBe(
      bracketOf(pair[1], pair[0], other, groups)?.hue,
    );
  });
});

describe('memory', () => {
  it('is the usual one when there is none, or none that can be read', () => {
    for (const value of [null, undefined, 3, 'x', [], {}, { columns: 'x', sort: 1, filters: {} }])
      expect(readMemory(value), JSON.stringify(value)).toEqual(usualMemory);
  });

  it('comes back as it was written', () => {
    let memory = withMoved(withColumn(usualMemory, 'metric:modes', true), 'metric:modes', -3);
    memory = withFilter(withWidth(memory, 'name', 300), { name: 'Mine', text: 'state:running' });
    memory = { ...memory, sort: { column: 'size', direction: 'up' } };
    expect(readMemory(JSON.parse(JSON.stringify(memory)))).toEqual(memory);
  });

  it('keeps what can be used of another version', () => {
    const memory = readMemory({
      columns: [
        { id: 'size', width: 'wide' },
        { id: 'gone' },
        { id: 'size' },
        7,
        { id: 'name', width: 90_000 },
      ],
      sort: { column: 'gone', direction: 'up' },
      filters: [{ name: ' A ', text: 'x' }, { name: '', text: 'y' }, { name: 'A', text: 'z' }, null],
      later: true,
    });
    expect(memory.columns).toEqual([
      { id: 'size', width: null },
      { id: 'name', width: null },
    ]);
    expect(memory.sort).toEqual(usualMemory.sort);
    expect(memory.filters).toEqual([{ name: 'A', text: 'x' }]);
  });

  it('always shows the name', () => {
    expect(readMemory({ columns: [{ id: 'size', width: null }] }).columns.map(({ id }) => id)).toEqual([
      'name',
      'size',
    ]);
    expect(withColumn(usualMemory, 'name', false)).toEqual(usualMemory);
  });

  it('keeps columns readable', () => {
    const narrow = withWidth(usualMemory, 'name', -50).columns.find(({ id }) => id === 'name');
    expect(widthOf(narrow ?? { id: 'name', width: 0 })).toBe(findColumn('name')?.least);
    expect(withWidth(usualMemory, 'name', null)).toEqual(usualMemory);
  });

  it('moves columns within bounds', () => {
    const ids = (memory: typeof usualMemory): string[] => memory.columns.map(({ id }) => id);
    expect(ids(withMoved(usualMemory, 'star', -1))).toEqual(ids(usualMemory));
    expect(ids(withMoved(usualMemory, 'star', 99)).at(-1)).toBe('star');
    expect(withMoved(usualMemory, 'no such', 1)).toBe(usualMemory);
  });

  it('holds filters by name, and fits into what the host keeps', () => {
    let memory = usualMemory;
    for (let i = 0; i < 150; i += 1)
      memory = withFilter(memory, { name: `filter ${i}`, text: 'x'.repeat(1000) });
    expect(memory.filters.length).toBe(mostFilters);
    expect(JSON.stringify(memory).length).toBeLessThan(65_536);
    expect(readMemory(memory).filters.length).toBe(mostFilters);
    memory = withFilter(withFilter(usualMemory, { name: 'a', text: '1' }), { name: 'a', text: '2' });
    expect(memory.filters).toEqual([{ name: 'a', text: '2' }]);
    expect(withoutFilter(memory, 'a').filters).toEqual([]);
  });
});

describe('tags', () => {
  it('are separated by commas', () => {
    expect(newTags(' a, seed  study ,,a,"b" ')).toEqual(['a', 'seed study', 'b']);
    expect(newTags(' , ')).toEqual([]);
  });

  it('are put on and taken off, and the others stay', () => {
    const changes = new Map([
      ['on', true],
      ['off', false],
    ]);
    expect(changedTags(['x', 'off', 'y'], changes)).toEqual(['x', 'y', 'on']);
    expect(changedTags(['on'], changes)).toEqual(['on']);
  });
});

describe('rules', () => {
  it('delete nothing that is in training', () => {
    expect(canDelete(run({ state: 'paused' }))).toBe(false);
    expect(canDelete(run({ state: 'queued' }))).toBe(true);
    expect(canStop(run({ state: 'queued' }))).toBe(true);
    expect(canStop(run({ state: 'failed' }))).toBe(false);
  });

  it('say how many and how much', () => {
    expect(deletedSentence({ runs: ['a', 'b'], bytes: 9.3e6, until: 0 }, null)).toBe(
      'Deleted 2 runs, 9.3 MB.',
    );
    expect(deletedSentence({ runs: ['a'], bytes: 0, until: 0 }, 'mine')).toBe('Deleted “mine”, 0 B.');
    expect(inTrainingSentence([run({ name: 'mine' })])).toContain('Stop it first');
  });
});
