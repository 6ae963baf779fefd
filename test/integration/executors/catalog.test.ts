// The list of engines: what becomes of a probe's answers, and the file they are kept in. Probes are small scripts.

import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createExecutor, engineIds, isEngineId, listEngines } from '../../../core/executors/catalog.ts';
import type { EngineReport } from '../../../core/executors/catalog.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'critic-catalog-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A probe that counts its runs and answers with `answers[id]`, an expression. */
function probe(answers: Readonly<Record<string, string>>): string {
  const file = join(folder, `probe-${randomUUID()}.mjs`);
  const table = Object.entries(answers).map(([id, answer]) => `${JSON.stringify(id)}: () => (${answer})`);
  writeFileSync(
    file,
    `import { appendFileSync } from 'node:fs';
     const id = process.argv[2];
     appendFileSync(${JSON.stringify(join(folder, 'runs'))}, id + '\\n');
     process.send({ ${table.join(', ')} }[id](), () => process.exit(0));`,
  );
  return file;
}

const fine = (device: string): string =>
  `{ ok: true, device: '${device}', software: false, version: 'v', stepMs: 3.5 }`;
const refused = "{ ok: false, kind: 'refused', message: 'no' }";
const answers = {
  'onnx:cpu': fine('cpu'),
  'onnx:webgpu': refused,
  tensorflow: refused,
  reference: fine('js'),
};

const runs = (): number =>
  existsSync(join(folder, 'runs')) ? readFileSync(join(folder, 'runs'), 'utf8').split('\n').length - 1 : 0;
const cacheFile = (): string => join(folder, 'data', 'engines.json');
const list = (
  more: { refresh?: boolean; programVersion?: string; probe?: string } = {},
): Promise<readonly EngineReport[]> =>
  listEngines({ probe: probe(answers), cacheFile: cacheFile(), programVersion: '1.0.0', ...more });

describe('the list of engines', () => {
  it('reports on each, in order, with a reason for those that do not work', async () => {
    const probed: string[] = [];
    const reports = await listEngines({
      probe: probe(answers),
      cacheFile: cacheFile(),
      programVersion: '1.0.0',
      onProbe: (id) => probed.push(id),
    });
    expect(reports.map(({ id }) => id)).toEqual([...engineIds]);
    expect(probed).toEqual([...engineIds]);
    expect(reports[0]).toEqual({
      id: 'onnx:cpu',
      title: 'ONNX Runtime on the processor',
      device: 'cpu',
      available: true,
      reason: null,
      software: false,
      version: 'v',
      stepMs: 3.5,
    });
    expect(reports[1]).toMatchObject({ available: false, version: null, stepMs: null });
    for (const { available, reason } of reports) expect(reason === null).toBe(available);
  });

  it('probes once per machine, and again when asked to or when the program changes', async () => {
    const first = await list();
    expect(runs()).toBe(4);
    expect(await list()).toEqual(first);
    expect(runs()).toBe(4);
    await list({ refresh: true });
    expect(runs()).toBe(8);
    await list({ programVersion: '1.0.1' });
    expect(runs()).toBe(12);
  });

  it.each([
    ['empty', ''],
    ['cut short', '{"key": "'],
    ['not an object', '3'],
    ['null', 'null'],
    ['of another shape', '{"key": "k", "reports": {}}'],
  ])('probes again when the file is %s', async (_what, text) => {
    await list();
    writeFileSync(cacheFile(), text);
    expect((await list()).map(({ id }) => id)).toEqual([...engineIds]);
    expect(runs()).toBe(8);
    expect((JSON.parse(readFileSync(cacheFile(), 'utf8')) as { reports: unknown[] }).reports).toHaveLength(4);
  });

  it.each<[string, (reports: Record<string, unknown>[]) => void]>([
    ['lacks an engine', (reports) => reports.pop()],
    ['lacks a time', (reports) => delete reports[0]['stepMs']],
    ['lacks a reason', (reports) => (reports[1]['reason'] = null)],
    ['has the engines in another order', (reports) => reports.reverse()],
  ])('probes again when the file %s', async (_what, damage) => {
    await list();
    const cache = JSON.parse(readFileSync(cacheFile(), 'utf8')) as { reports: Record<string, unknown>[] };
    damage(cache.reports);
    writeFileSync(cacheFile(), JSON.stringify(cache));
    await list();
    expect(runs()).toBe(8);
  });

  it('leaves nothing but the file behind', async () => {
    await list();
    expect(readdirSync(join(folder, 'data'))).toEqual(['engines.json']);
  });

  it('does not need the file', async () => {
    // A file where its folder would be.
    writeFileSync(join(folder, 'data'), '');
    expect(await list()).toHaveLength(4);
  });

  it('does not keep a list without onnx:cpu, which works everywhere', async () => {
    const broken = probe({ ...answers, 'onnx:cpu': refused });
    await list({ probe: broken });
    expect(existsSync(cacheFile())).toBe(false);
  });
});

describe('engines by name', () => {
  it('are known', () => {
    expect(isEngineId('onnx:cpu')).toBe(true);
    expect(isEngineId('auto')).toBe(false);
    expect(isEngineId('constructor')).toBe(false);
  });

  it('open with the device they are given, or their own', async () => {
    const onnx = await createExecutor('onnx:cpu', { device: 'Ryzen', threads: 1 });
    expect(onnx).toMatchObject({ id: 'onnx:cpu', device: 'Ryzen' });
    await onnx.dispose();
    expect(await createExecutor('reference', { device: 'Ryzen' })).toMatchObject({
      id: 'reference',
      device: 'JavaScript',
    });
  });
});
