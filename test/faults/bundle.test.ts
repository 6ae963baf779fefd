// Run bundles: what arrives is what left, to the bit; and whatever is done to the file, nothing half-way arrives.

import Database from 'better-sqlite3';
import { createHash } from 'node:crypto';
import { strToU8, unzipSync, zipSync } from 'fflate';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bundleChunks } from '../../core/export/bundle.ts';
import { importBundle } from '../../core/export/bundle-import.ts';
import { checkBundle } from '../../core/export/bundle-unpack.ts';
import { ImportError } from '../../core/export/errors.ts';
import type { HistogramsEvent } from '../../core/gan/events.ts';
import { writeParts } from '../../core/export/file.ts';
import type { Store } from '../../core/store/store.ts';
import { jsonLines, place, small } from '../support/critic.ts';
import {
  checkpointAt,
  grid,
  metrics,
  openAt,
  saveCheckpoint,
  specNamed,
  start,
  temporaryFolder,
} from '../unit/store/support.ts';

const histogramsAt = (iteration: number): HistogramsEvent => ({
  kind: 'histograms',
  ...{ iteration, criticUpdates: 5 * iteration, activeSeconds: iteration },
  tensors: [
    { name: 'critic.out.kernel', low: -0.1, high: 1 / 3, counts: Uint32Array.of(iteration, 0, 3) },
    { name: 'critic.out.kernel/gradient', low: 0, high: 5e-324, counts: Uint32Array.of(4, 0, iteration) },
  ],
});

/** A run with everything that a run can have, and numbers that are hard to keep. */
function fullRun(store: Store, name = 'full', end = 700): string {
  const { id } = store.runs.create(specNamed(name), { compareGroup: 'pair', seconds: 12.5, engine: 'auto' });
  store.runs.start(id, start);
  const hard = [NaN, Infinity, -Infinity, -0, 5e-324, 1.7976931348623157e308, 0.1 + 0.2];
  for (let from = 0; from <= end; from += 50) {
    store.series.append(
      id,
      Array.from({ length: 50 }, (_, i) => {
        const step = from + i;
        const value = step % 11 === 0 ? hard[(step / 11) % hard.length] : Math.sin(step);
        return metrics(step, {
          critic_loss: value,
          modes: 0,
          ...(step % 3 === 0 ? { w1: Math.cos(step) } : {}),
        });
      }).slice(0, Math.min(50, end - from + 1)),
    );
    store.samples.save(id, grid(from, [3, 4, 4, 1], Float32Array.from({ length: 48 }, Math.sin)));
    for (const series of ['fresh', 'ema'] as const)
      store.samples.save(id, { ...grid(from, [1, 2], Float32Array.of(from, 1)), series });
    if (from % 100 === 0) store.histograms.save(id, histogramsAt(from));
    if (from % 200 === 0) saveCheckpoint(store, id, { checkpoint: checkpointAt(from), reason: 'schedule' });
  }
  store.samples.save(id, {
    ...grid(end, [4, 2], Float32Array.of(NaN, -0, 1, 2, 3, 4, 5, Infinity)),
    field: { xMin: -1, xMax: 1, yMin: -2, yMax: 2, columns: 2, rows: 1, values: Float32Array.of(0.5, NaN) },
  });
  saveCheckpoint(store, id, { checkpoint: checkpointAt(end), reason: 'interrupted' });
  store.runs.heartbeat(id, { iteration: end, criticUpdates: end * 5, activeSeconds: 1 / 3 });
  store.marks.add(id, { kind: 'note', iteration: 3, text: 'a "note" with ümlaut\nand a line' });
  store.runs.setStatus(id, 'interrupted', 'Stopped on request.');
  store.runs.edit(id, { name: `${name} again`, tags: ['a', 'b'], note: '<b>mine</b>', starred: true });
  return id;
}

/** Everything that the database and the disk have of a run, floats as their bits. */
function everything(directory: string, id: string): object {
  const connection = new Database(join(directory, 'critic.db'), { readonly: true });
  const number = connection.prepare('SELECT number FROM runs WHERE id = ?').pluck().get(id);
  const bits = (value: unknown): unknown =>
    typeof value === 'number' ? Buffer.from(Float64Array.of(value).buffer).toString('hex') : value;
  const rows = (sql: string): unknown =>
    connection
      .prepare<unknown[], unknown[]>(sql)
      .raw()
      .all(number)
      .map((row) => row.map(bits));
  const columns = connection
    .prepare<[], string>(`SELECT name FROM pragma_table_info('runs') WHERE name NOT IN ('number', 'id')`)
    .pluck()
    .all();
  const named = (table: string, rest: string): unknown =>
    rows(`SELECT name, ${rest} FROM ${table} JOIN metric_keys USING (key) WHERE run = ? ORDER BY 1, 2, 3`);
  const result = {
    run: rows(`SELECT ${columns.join(', ')} FROM runs WHERE number = ?`),
    steps: rows('SELECT step, critic_updates, active_seconds FROM steps WHERE run = ? ORDER BY 1'),
    metrics: named('metrics', 'step, value, flag'),
    chunks: named('chunks', 'size, start, first, last, min, max, tail, tail_flag, count, non_finite, mean'),
    measures: named('run_measures', 'last_step, last, last_flag, best_step, best, count'),
    journal: rows('SELECT seq, kind, step, at, text FROM journal WHERE run = ? ORDER BY 1'),
    samples: rows(
      'SELECT series, step, critic_updates, active_seconds, file FROM samples WHERE run = ? ORDER BY 1, 2',
    ),
    checkpoints: rows(
      'SELECT step, critic_updates, active_seconds, reason, file FROM checkpoints WHERE run = ? ORDER BY 1',
    ),
    histograms: rows('SELECT step, tensors FROM histograms WHERE run = ? ORDER BY 1'),
    files: filesBelow(join(directory, 'runs', id)),
  };
  connection.close();
  return result;
}

function filesBelow(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return Object.fromEntries(
    names
      .filter((name) => statSync(join(folder, name)).isFile())
      .map((name) => [
        name,
        createHash('sha256')
          .update(readFileSync(join(folder, name)))
          .digest('hex'),
      ]),
  );
}

/** Files and rows of a data directory, to see that nothing has changed. */
function traces(directory: string): object {
  const connection = new Database(join(directory, 'critic.db'), { readonly: true });
  const tables = ['runs', 'steps', 'metrics', 'chunks', 'samples', 'checkpoints', 'run_measures', 'journal'];
  const counts = tables.map((table) => connection.prepare(`SELECT count(*) FROM ${table}`).pluck().get());
  connection.close();
  return {
    counts,
    names: readdirSync(directory).filter((name) => !name.startsWith('critic.db')),
    runs: readdirSync(join(directory, 'runs')),
  };
}

interface Home {
  readonly folder: string;
  readonly home: Store;
  readonly away: Store;
  readonly file: string;
}

function twoStores(): Home {
  const folder = temporaryFolder();
  return {
    folder,
    home: openAt(join(folder, 'home')),
    away: openAt(join(folder, 'away')),
    file: join(folder, 'run.critic'),
  };
}

async function exported(store: Store, ids: readonly string[], file: string): Promise<void> {
  await writeParts(file, bundleChunks(store, ids));
}

describe('a bundle', () => {
  it('arrives as it left: every row of every table, and every file, to the bit', async () => {
    const { home, away, file } = twoStores();
    const ids = [fullRun(home), fullRun(home, 'other', 90)];
    const told: number[] = [];
    await writeParts(
      file,
      bundleChunks(home, [...ids, ids[0]], { onProgress: (done, of) => told.push(done / of) }),
    );
    expect(told.at(-1)).toBe(1);
    const imported = await importBundle(away, file);
    expect(imported).toEqual(
      ids.map((id) => ({ id, from: id, name: home.runs.get(id).name, outcome: 'added' })),
    );
    for (const id of ids) {
      expect(everything(away.directory, id)).toEqual(everything(home.directory, id));
      expect(away.runs.get(id)).toEqual(home.runs.get(id));
      expect(away.runs.summary(id)).toEqual(home.runs.summary(id));
      expect(away.checkpoints.latest(id)).toEqual(home.checkpoints.latest(id));
    }
    expect(readdirSync(away.directory)).not.toContain('incoming');
    // And from there back again, as the same file.
    const again = `${file}.again`;
    await exported(away, ids, again);
    expect(readFileSync(again).equals(readFileSync(file))).toBe(true);
  });

  it('of before LSGAN and hinge had a name for their critic’s difference arrives with it, and is present then', async () => {
    const { home, away, file } = twoStores();
    const { id } = home.runs.create({ ...specNamed('old'), objective: { kind: 'hinge', nCritic: 1 } });
    home.runs.start(id, start);
    home.series.append(id, [metrics(0, { critic_gap: 2.5 }), metrics(1, { critic_gap: NaN })]);
    home.runs.heartbeat(id, { iteration: 1, criticUpdates: 5, activeSeconds: 1 });
    home.runs.setStatus(id, 'interrupted', 'Stopped on request.');
    await exported(home, [id], file);
    changed(file, (entries) => {
      entries['runs/1/metrics/em_estimate'] = entries['runs/1/metrics/critic_gap'];
      Reflect.deleteProperty(entries, 'runs/1/metrics/critic_gap');
    });
    expect(await importBundle(away, file)).toMatchObject([{ outcome: 'added' }]);
    expect(everything(away.directory, id)).toEqual(everything(home.directory, id));
    expect(away.series.keys(id)).toEqual(['critic_gap']);
    expect(await importBundle(away, file)).toMatchObject([{ outcome: 'present' }]);
  });

  it('takes along the histograms, and is the same run without them', async () => {
    const { home, away, file } = twoStores();
    const id = fullRun(home);
    await exported(home, [id], file);
    await importBundle(away, file);
    expect(away.histograms.read(id)).toEqual(home.histograms.read(id));
    expect(away.histograms.read(id).map(({ iteration }) => iteration)).toEqual([
      ...[0, 100, 200, 300, 400, 500, 600, 700],
    ]);
    // What an older version has exported of it has none.
    const connection = new Database(join(away.directory, 'critic.db'));
    connection.prepare('DELETE FROM histograms').run();
    connection.close();
    expect(await importBundle(away, file)).toMatchObject([{ id, outcome: 'present' }]);
  });

  it('takes along what was measured, and is the same run without it', async () => {
    const { home, away, file } = twoStores();
    const id = fullRun(home);
    const measured = [0.25, NaN].map((value, at) => ({
      ...({ iteration: 10 + at, key: 'precision', value, samples: 500, protocol: 1, at: 5 } as const),
    }));
    const { dataFingerprint } = home.runs.get(id);
    const floors = [
      { key: 'precision', samples: 500, protocol: 1, mean: 0.9, deviation: 0.01, repeats: 8 } as const,
    ];
    home.measurements.put(id, measured);
    home.measurements.putFloors(dataFingerprint!, floors);
    await exported(home, [id], file);
    await importBundle(away, file);
    expect(away.measurements.list(id)).toEqual(measured);
    expect(away.measurements.floors(dataFingerprint!)).toEqual(floors);
    // Measuring makes no other run of it.
    home.measurements.put(id, [{ ...measured[0], value: 0.5 }]);
    expect(await importBundle(home, file)).toMatchObject([{ id, outcome: 'present' }]);
    expect(home.measurements.list(id)[0].value).toBe(0.5);
  });

  it('is known where it comes from, and leaves it as it is', async () => {
    const { home, file } = twoStores();
    const id = fullRun(home);
    await exported(home, [id], file);
    home.runs.edit(id, { name: 'renamed', tags: [], starred: false });
    const before = everything(home.directory, id);
    expect(await importBundle(home, file)).toEqual([{ id, from: id, name: 'renamed', outcome: 'present' }]);
    expect(everything(home.directory, id)).toEqual(before);
    expect(home.runs.list()).toHaveLength(1);
  });

  it('gets a new id where another run has its own, in the trash or not', async () => {
    for (const trashed of [false, true]) {
      const { home, away, file } = twoStores();
      const id = fullRun(home);
      await exported(home, [id], file);
      await importBundle(away, file);
      away.series.append(id, [metrics(1000, { w1: 1 })]);
      if (trashed) away.runs.trash([id]);
      const [again] = await importBundle(away, file);
      expect(again).toMatchObject({ from: id, outcome: 'added' });
      expect(again.id).not.toBe(id);
      const arrived = { ...everything(away.directory, again.id), run: null };
      const left = { ...everything(home.directory, id), run: null };
      expect(arrived).toEqual(left);
      expect(away.runs.list().map((run) => run.id)).toEqual(trashed ? [again.id] : [again.id, id]);
    }
  });

  it('is refused of a run that trains, waits, is unknown or has a damaged file', async () => {
    const { home, file } = twoStores();
    const { id } = home.runs.create(specNamed('new'));
    await expect(exported(home, [id], file)).rejects.toThrow(/is queued; stop it first/);
    home.runs.start(id, start);
    await expect(exported(home, [id], file)).rejects.toThrow(/is running; stop it first/);
    await expect(exported(home, ['nothing'], file)).rejects.toThrow(/There is no run/);
    await expect(exported(home, [], file)).rejects.toThrow(/at least one run/);
    const whole = fullRun(home);
    const [name] = readdirSync(join(home.directory, 'runs', whole, 'samples'));
    truncateSync(join(home.directory, 'runs', whole, 'samples', name), 40);
    await expect(exported(home, [whole], file)).rejects.toThrow(/is damaged/);
    expect(existsSync(file)).toBe(false);
    expect(readdirSync(join(home.directory, '..'))).toEqual(['away', 'home']);
  });

  it('can be given up, on the way out and on the way in', async () => {
    const { home, away, file, folder } = twoStores();
    const id = fullRun(home);
    const giveUp = { signal: AbortSignal.abort(new Error('given up')) };
    await expect(writeParts(file, bundleChunks(home, [id], giveUp))).rejects.toThrow('given up');
    expect(readdirSync(folder)).toEqual(['away', 'home']);
    await exported(home, [id], file);
    const before = traces(away.directory);
    await expect(importBundle(away, file, giveUp)).rejects.toThrow('given up');
    expect(traces(away.directory)).toEqual(before);
  });
});

/** Takes a bundle apart and puts it together again, changed. */
function changed(
  file: string,
  change: (entries: Record<string, Uint8Array>) => void,
  { proven = true } = {},
): void {
  const entries = unzipSync(readFileSync(file));
  const manifest = JSON.parse(Buffer.from(entries['manifest.json']).toString()) as {
    entries: { name: string; bytes: number; sha256: string }[];
  };
  change(entries);
  if (proven) {
    delete entries['manifest.json'];
    manifest.entries = Object.entries(entries).map(([name, bytes]) => ({
      name,
      bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    }));
    entries['manifest.json'] = strToU8(JSON.stringify(manifest));
  }
  writeFileSync(file, zipSync(entries));
}

function json(entries: Record<string, Uint8Array>, name: string, change: (value: never) => void): void {
  const value = JSON.parse(Buffer.from(entries[name]).toString()) as never;
  change(value);
  entries[name] = strToU8(JSON.stringify(value));
}

const numbers = (bytes: Uint8Array): Float64Array<ArrayBuffer> => new Float64Array(bytes.slice().buffer);

/** Whatever arrives by mail: a name, what is done to the file, and what is said of it. */
const hostile: readonly (readonly [string, (file: string) => void, RegExp])[] = [
  [
    'an empty file',
    (file) => {
      writeFileSync(file, '');
    },
    /is not a run bundle/,
  ],
  [
    'a picture',
    (file) => {
      writeFileSync(file, Buffer.from('\x89PNG\r\n\x1a\n…'));
    },
    /is not a run bundle/,
  ],
  [
    'another zip',
    (file) => {
      writeFileSync(file, zipSync({ a: strToU8('x') }));
    },
    /it has no manifest/,
  ],
  [
    'a zip with a manifest of something else',
    (file) => {
      writeFileSync(file, zipSync({ 'manifest.json': strToU8('{"kind":"x"}') }));
    },
    /its manifest makes no sense/,
  ],
  ...[0.1, 0.5, 0.9, 0.999].map(
    (share) =>
      [
        `one cut off after ${share * 100} %`,
        (file: string) => {
          truncateSync(file, Math.floor(statSync(file).size * share));
        },
        /cut off|end is missing/,
      ] as const,
  ),
  [
    'one with more behind it',
    (file) => {
      writeFileSync(file, Buffer.concat([readFileSync(file), Buffer.alloc(7)]));
    },
    /its end is missing/,
  ],
  [
    'one of a newer format',
    (file) => {
      changed(
        file,
        (entries) => {
          json(entries, 'manifest.json', (it: { format: number }) => (it.format = 99));
        },
        { proven: false },
      );
    },
    /format 99, .*update Critic/,
  ],
  [
    'a flipped bit',
    (file) => {
      changed(file, (entries) => (entries['runs/1/metrics/w1'][5] ^= 1), { proven: false });
    },
    /is not what was exported/,
  ],
  [
    'a missing entry',
    (file) => {
      changed(file, (entries) => delete entries['runs/1/steps'], { proven: false });
    },
    /its manifest does not fit/,
  ],
  [
    'one entry more',
    (file) => {
      changed(file, (entries) => (entries['runs/1/samples/fixed-999999999.grid'] = strToU8('x')), {
        proven: false,
      });
    },
    /its manifest does not fit/,
  ],
  ...[
    '../../evil',
    '/etc/evil',
    'runs/1/../../evil',
    'C:\\evil',
    'runs/1/samples/../x.grid',
    'runs/1/spec.json',
  ].map(
    (name) =>
      [
        `a path to ${name}`,
        (file: string) => {
          changed(file, (entries) => (entries[name] = strToU8('x')));
        },
        /an entry that no bundle has/,
      ] as const,
  ),
  [
    'a grid that is none',
    (file) => {
      changed(file, (entries) => (entries['runs/1/samples/fixed-000000000.grid'] = strToU8('x'.repeat(200))));
    },
    /a grid or a checkpoint in it is damaged/,
  ],
  [
    'a checkpoint of another iteration',
    (file) => {
      changed(file, (entries) => {
        entries['runs/1/checkpoints/000000700.checkpoint'] =
          entries['runs/1/checkpoints/000000600.checkpoint'];
      });
    },
    /a grid or a checkpoint in it is damaged/,
  ],
  [
    'a run that names a file which is not there',
    (file) => {
      changed(file, (entries) => delete entries['runs/1/samples/fixed-000000050.grid']);
    },
    /not those that it names/,
  ],
  [
    'a run without a record',
    (file) => {
      changed(file, (entries) => delete entries['runs/1/run.json']);
    },
    /a run has no run\.json/,
  ],
  [
    'a run in training',
    (file) => {
      changed(file, (entries) => {
        json(entries, 'runs/1/run.json', (it: { status: string }) => (it.status = 'running'));
      });
    },
    /what it says of a run makes no sense/,
  ],
  [
    'an id that is a path',
    (file) => {
      changed(file, (entries) => {
        json(entries, 'runs/1/run.json', (it: { id: string }) => (it.id = '../../evil'));
      });
    },
    /what it says of a run makes no sense/,
  ],
  [
    'a specification with a field of a later version',
    (file) => {
      changed(file, (entries) => {
        json(entries, 'runs/1/run.json', (it: { spec: Record<string, unknown> }) => (it.spec['magic'] = 1));
      });
    },
    /does not know its specification \(.*magic.*Update Critic/s,
  ],
  [
    'a metric of a later version',
    (file) => {
      changed(file, (entries) => (entries['runs/1/metrics/fid'] = entries['runs/1/metrics/w1']));
    },
    /values of "fid", .* update Critic/,
  ],
  [
    'a table that is cut off',
    (file) => {
      changed(
        file,
        (entries) => (entries['runs/1/metrics/w1'] = entries['runs/1/metrics/w1'].subarray(0, -3)),
      );
    },
    /metrics\/w1 of a run is missing or cut off/,
  ],
  [
    'steps out of order',
    (file) => {
      changed(file, (entries) => {
        const steps = numbers(entries['runs/1/steps']);
        steps[3] = 0;
        entries['runs/1/steps'] = new Uint8Array(steps.buffer);
      });
    },
    /out of order/,
  ],
  [
    'half a step',
    (file) => {
      changed(file, (entries) => {
        const steps = numbers(entries['runs/1/steps']);
        steps[3] = 0.5;
        entries['runs/1/steps'] = new Uint8Array(steps.buffer);
      });
    },
    /a step of a run makes no sense/,
  ],
  [
    'a value of a step that is not there',
    (file) => {
      changed(file, (entries) => {
        const values = numbers(entries['runs/1/metrics/w1']);
        values[values.length - 2] = 1e6;
        entries['runs/1/metrics/w1'] = new Uint8Array(values.buffer);
      });
    },
    /belongs to no step/,
  ],
  [
    'a journal that is none',
    (file) => {
      changed(file, (entries) => (entries['runs/1/journal.jsonl'] = strToU8('[1,"boo",0,0,null]\n')));
    },
    /a row of a journal makes no sense/,
  ],
  [
    'a histogram that is none',
    (file) => {
      changed(file, (entries) => {
        entries['runs/1/histograms.jsonl'] = strToU8('[0,[["critic.out.kernel",0,1,[1,-2]]]]\n');
      });
    },
    /a histogram of a run makes no sense/,
  ],
  [
    'histograms of an iteration that was never reached',
    (file) => {
      changed(file, (entries) => {
        entries['runs/1/histograms.jsonl'] = strToU8('[701,[]]\n');
      });
    },
    /the histograms of a run are out of order/,
  ],
  [
    'two runs of one id',
    (file) => {
      changed(file, (entries) => {
        for (const [name, bytes] of Object.entries(entries)) {
          if (name.startsWith('runs/1/')) entries[name.replace('runs/1/', 'runs/2/')] = bytes;
        }
      });
    },
    /two runs of one id/,
  ],
  [
    'a bomb',
    (file) => {
      const zeros = new Uint8Array(200e6);
      const sha256 = createHash('sha256').update(zeros).digest('hex');
      const manifest = {
        ...{ kind: 'critic-bundle', format: 1 },
        entries: [{ name: 'runs/1/steps', bytes: zeros.length, sha256 }],
      };
      writeFileSync(
        file,
        zipSync({ 'runs/1/steps': zeros, 'manifest.json': strToU8(JSON.stringify(manifest)) }),
      );
    },
    /claim to hold 200000000, which no bundle does/,
  ],
  [
    'an entry larger than it says',
    (file) => {
      changed(file, (entries) => (entries['runs/1/journal.jsonl'] = strToU8('[]\n'.repeat(5000))));
      const bytes = readFileSync(file);
      // Both places that say it: the directory here, and the manifest, which has it in plain text.
      const real = Buffer.alloc(4);
      real.writeUInt32LE(15_000);
      const said = Buffer.alloc(4);
      said.writeUInt32LE(10_000);
      for (let at = bytes.indexOf(real); at >= 0; at = bytes.indexOf(real, at + 1)) said.copy(bytes, at);
      writeFileSync(file, bytes);
      expect(unzipSync(bytes, { filter: ({ name }) => name === 'manifest.json' })).toBeDefined();
    },
    /of another size|not of the size that it says/,
  ],
];

describe('what is not a bundle', () => {
  it.each(hostile)('is told in a sentence and leaves nothing: %s', async (_, spoil, says) => {
    const { home, away, file, folder } = twoStores();
    const id = fullRun(home);
    await exported(home, [id], file);
    spoil(file);
    const before = traces(away.directory);
    const problem: unknown = await importBundle(away, file).catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(ImportError);
    expect((problem as Error).message).toMatch(says);
    expect((problem as Error).message).toMatch(/\.$/);
    expect(traces(away.directory)).toEqual(before);
    expect(readdirSync(folder).sort()).toEqual(['away', 'home', 'run.critic']);
    expect(existsSync(join(folder, '..', 'evil'))).toBe(false);
  });

  it('may lie over itself: entries that share their bytes are refused', async () => {
    const { home, away, file } = twoStores();
    await exported(home, [fullRun(home)], file);
    const bytes = readFileSync(file);
    // The second entry of the directory points to the first one's place.
    const end = bytes.length - 22;
    const first = bytes.readUInt32LE(end + 16);
    const second =
      first +
      46 +
      bytes.readUInt16LE(first + 28) +
      bytes.readUInt16LE(first + 30) +
      bytes.readUInt16LE(first + 32);
    bytes.copy(bytes, second + 42, first + 42, first + 46);
    writeFileSync(file, bytes);
    await expect(importBundle(away, file)).rejects.toThrow(/two names|over each other/);
  });

  it('may not be there, or be a folder', async () => {
    const { away, folder } = twoStores();
    await expect(importBundle(away, join(folder, 'none'))).rejects.toThrow(/There is no file/);
    await expect(checkBundle(join(folder, 'none'))).rejects.toThrow(ImportError);
    await expect(importBundle(away, folder)).rejects.toThrow(/is not a file|cannot be read/);
  });

  it('is refused before anything is written where the disk has no room', async () => {
    const { home, away, file } = twoStores();
    await exported(home, [fullRun(home)], file);
    const before = traces(away.directory);
    await expect(importBundle(away, file, { freeBytes: 1e6 })).rejects.toThrow(/needs \d+ MB .* has 1 MB/);
    expect(traces(away.directory)).toEqual(before);
  });

  it('survives any flipped byte', async () => {
    const { home, away, file } = twoStores();
    const id = fullRun(home, 'small', 40);
    await exported(home, [id], file);
    const whole = readFileSync(file);
    const before = traces(away.directory);
    for (let at = 0; at < whole.length; at += Math.ceil(whole.length / 60)) {
      const bytes = Buffer.from(whole);
      bytes[at] ^= 0x55;
      writeFileSync(file, bytes);
      const problem: unknown = await importBundle(away, file).catch((error: unknown) => error);
      // Times and flags that nobody reads may change; what arrives then is what left.
      if (problem instanceof Error) {
        expect(problem, `byte ${at}: ${problem.stack ?? ''}`).toBeInstanceOf(ImportError);
        expect(traces(away.directory)).toEqual(before);
      } else {
        expect(everything(away.directory, id)).toEqual(everything(home.directory, id));
        away.runs.delete(id);
      }
    }
  });

  it('leaves nothing behind when a process was killed in the middle of it', async () => {
    const { home, away, file } = twoStores();
    await exported(home, [fullRun(home)], file);
    const left = join(away.directory, 'incoming', '999999999-1-1', 'runs');
    mkdirSync(left, { recursive: true });
    copyFileSync(file, join(left, 'x'));
    await importBundle(away, file);
    expect(existsSync(join(away.directory, 'incoming'))).toBe(false);
  });
});

describe('a run that moved to another machine', () => {
  it('goes on there with the same bits as at home', async () => {
    const home = place();
    const training = [
      ...['train', 'toy-8gaussians-wgan-gp', '--iterations', '400', ...small],
      ...['--set', 'checkpoint.every=50', '--set', 'grid.every=100'],
    ];
    const running = home.start(...training, '--json');
    await running.said(/"kind":"metrics","run":"[^"]+","iteration":1[2-9]\d,/);
    process.kill(-running.child.pid!, 'SIGINT');
    expect((await running.result).stderr).toMatch(/saved and stopped|Go on with/);
    const listing = await home.run('runs', '--json');
    expect(listing).toMatchObject({ code: 0, stderr: '' });
    const [listed] = jsonLines(listing);
    expect(listed['status']).toBe('interrupted');
    const id = String(listed['id']);
    const file = join(home.folder, 'run.critic');
    expect(await home.run('export', 'bundle', id, '--out', file)).toMatchObject({ code: 0 });

    const away = place();
    const [imported] = jsonLines(await away.run('import', file, '--json'));
    expect(imported).toMatchObject({ kind: 'imported', id, outcome: 'added' });
    for (const there of [home, away]) expect((await there.run('resume', id)).code).toBe(0);
    expect(finished(away.data, id)).toEqual(finished(home.data, id));
  });
});

/** What a run has come to, but for times. */
function finished(data: string, id: string): object {
  const store = openAt(data);
  const { checkpoint } = store.checkpoints.latest(id)!;
  const result = {
    run: store.runs.get(id).status,
    metrics: [...store.series.events(id)].map((event) => ({ ...event, activeSeconds: 0 })),
    grids: store.samples.list(id).map(({ iteration }) => store.samples.readRaw(id, iteration).content),
    checkpoint: { ...checkpoint, activeSeconds: 0 },
  };
  expect(result.metrics).toHaveLength(401);
  store.close();
  return result;
}
