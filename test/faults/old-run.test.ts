// A run of version 0.2, which knew no penalty beside an objective, no average and no other networks, is listed, goes on
// and ends as that version would have ended it.
//
// fixtures/version-0.2-run.tar.gz holds the data directory of that program after `kill -9` of the run's trainer, and the
// last checkpoint of the same run, not interrupted, of the same program.

import { unpackTar } from 'modern-tar';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { readCheckpoint } from '../../core/store/checkpoint-file.ts';
import { openStore } from '../../core/store/store.ts';
import { jsonLines, place } from '../support/critic.ts';

const packed = join(import.meta.dirname, 'fixtures', 'version-0.2-run.tar.gz');

it('goes on', async () => {
  const { data, run } = place();
  for (const { header, data: bytes } of await unpackTar(gunzipSync(readFileSync(packed)))) {
    if (header.type !== 'file' || bytes === undefined) continue;
    const path = join(data, '..', header.name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
  }
  const [listed] = jsonLines(await run('runs', 'list', '--json'));
  expect(listed).toMatchObject({ name: 'before', status: 'crashed', iteration: 21 });
  const id = String(listed['id']);
  expect(await run('resume', id)).toMatchObject({ code: 0 });
  expect(await run('measure', id, '--samples', '64')).toMatchObject({ code: 0 });

  const store = openStore(data);
  const { spec, status, iteration } = store.runs.get(id);
  const { tensors, samplesDrawn, streams } = store.checkpoints.read(id, 60);
  store.close();
  expect({ status, iteration }).toEqual({ status: 'completed', iteration: 60 });
  expect(spec).toMatchObject({ penalty: { kind: 'none' }, ema: { decay: 0 } });
  const expected = readCheckpoint(join(data, '..', 'whole-000000060.checkpoint'), 60);
  expect({ samplesDrawn, streams }).toEqual({
    samplesDrawn: expected.samplesDrawn,
    streams: expected.streams,
  });
  expect(Object.keys(tensors)).toEqual(Object.keys(expected.tensors));
  for (const [name, { data: values }] of Object.entries(tensors)) {
    // The reference engine's exponentials are the runtime's own.
    values.forEach((value, i) => {
      expect(value, `${name}[${i}]`).toBeCloseTo(expected.tensors[name].data[i], 6);
    });
  }
});
