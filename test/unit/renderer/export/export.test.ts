import { expect, test, vi } from 'vitest';
import type { Session } from '../../../../renderer/bridge/session.ts';
import { exportRows } from '../../../../renderer/components/export/export-choices.ts';
import { partBytes, sendBundle } from '../../../../renderer/components/export/send-bundle.ts';
import { importedWords, importKindOf } from '../../../../renderer/components/export/use-import.ts';

const ids = (runs: readonly string[], grid: number | null = 5): readonly string[] =>
  exportRows(runs, grid).map(({ id }) => id);

test('one run offers its grid and its model, several do not', () => {
  expect(ids(['a'])).toEqual(
    expect.arrayContaining(['grid', 'copy', 'film', 'csv', 'json', 'onnx', 'bundle', 'report']),
  );
  expect(ids(['a', 'b'])).not.toEqual(expect.arrayContaining(['grid']));
  expect(ids(['a', 'b'])).not.toContain('onnx');
  // A figure takes two runs: those of the comparison, where there is one.
  expect(ids(['a'])).not.toContain('figure-svg');
  const figure = exportRows(['a'], 5, ['a', 'b']).find(({ id }) => id === 'figure-svg');
  expect(figure?.choice).toMatchObject({ request: { runs: ['a', 'b'], format: 'svg' } });
  // Of several runs it shows what the window shows.
  const shown = { axis: 'seconds', until: 60 } as const;
  const pair = exportRows(['a', 'b'], null, [], shown).find(({ id }) => id === 'figure-pdf');
  expect(pair?.choice).toMatchObject({ request: { runs: ['a', 'b'], axis: 'seconds', until: 60 } });
  expect(new Set(ids(['a'])).size).toBe(ids(['a']).length);
});

test('what cannot be is disabled and says why', () => {
  const withoutGrid = exportRows(['a'], null).filter(({ disabled }) => disabled);
  expect(withoutGrid.map(({ id }) => id)).toEqual(['grid', 'copy']);
  const seven = exportRows(['1', '2', '3', '4', '5', '6', '7'], null);
  const disabled = seven.filter((row) => row.disabled);
  expect(disabled.map(({ id }) => id)).toEqual(['film', 'figure-png', 'figure-svg', 'figure-pdf', 'report']);
  expect(disabled.every(({ label }) => label.includes('at most 6 runs'))).toBe(true);
});

test('a file of a run is fetched, whatever has to be made is asked for', () => {
  const byId = new Map(exportRows(['a'], 1200).map((row) => [row.id, row]));
  expect(byId.get('grid')).toMatchObject({
    label: 'Grid at 1,200 (PNG)',
    choice: { kind: 'file', file: 'grid-1200.png' },
  });
  expect(byId.get('onnx')?.choice).toEqual({
    kind: 'make',
    request: { kind: 'onnx', runs: ['a'], iteration: null },
  });
});

test('the grid and the film are of the series that is looked at', () => {
  const rows = exportRows(['a'], 7, [], undefined, 'fresh');
  expect(rows.find(({ id }) => id === 'grid')).toMatchObject({
    label: 'Grid at 7, fresh noise (PNG)',
    choice: { file: 'grid-fresh-7.png' },
  });
  expect(rows.find(({ id }) => id === 'film')?.label).toBe('Film, fresh noise …');
});

test('files are told by their endings', () => {
  expect(importKindOf('A run.CRITIC')).toBe('bundle');
  expect(importKindOf('spec.json')).toBe('design');
  expect(importKindOf('critic')).toBeUndefined();
  expect(importKindOf('x.json.exe')).toBeUndefined();
});

test('a bundle whose runs were here already says so', () => {
  expect(importedWords('a.critic', 2, 2)).toBe('2 runs are imported.');
  expect(importedWords('a.critic', 0, 1)).toContain('was here already');
  expect(importedWords('a.critic', 1, 3)).toBe('1 run is imported; 2 of a.critic were here already.');
});

function host() {
  const parts: Uint8Array[] = [];
  const calls = {
    beginImport: vi.fn(() => Promise.resolve('i')),
    addToImport: vi.fn((_: string, part: Uint8Array) => Promise.resolve(void parts.push(part))),
    finishImport: vi.fn(() => Promise.resolve(['run'] as readonly string[])),
  };
  return { parts, calls, host: calls as unknown as Session['host'] };
}
const file = (bytes: number): File =>
  new File([Uint8Array.from({ length: bytes }, (_, i) => i % 251)], 'a.critic');

test('a bundle goes in parts, in order and whole', async () => {
  const { parts, calls, host: to } = host();
  const sent: number[] = [];
  const size = 2 * partBytes + 17;
  const runs = await sendBundle(to, file(size), {
    signal: new AbortController().signal,
    sent: (bytes) => sent.push(bytes),
  });
  expect(runs).toEqual(['run']);
  expect(calls.beginImport).toHaveBeenCalledWith('a.critic', size);
  expect(sent).toEqual([partBytes, 2 * partBytes, size]);
  const wanted = new Uint8Array(await file(size).arrayBuffer());
  const came = parts.flatMap((part) => [...part]);
  expect(came.length).toBe(size);
  expect(came.every((value, at) => value === wanted[at])).toBe(true);
});

test('one that is given up, or that the host does not take, is not left on the way', async () => {
  const given = host();
  const own = new AbortController();
  given.calls.finishImport.mockRejectedValue(new Error('Only a part has come.'));
  const runs = await sendBundle(given.host, file(3 * partBytes), {
    signal: own.signal,
    sent: () => {
      own.abort();
    },
  });
  expect(runs).toBeNull();
  expect(given.calls.addToImport).toHaveBeenCalledTimes(1);
  expect(given.calls.finishImport).toHaveBeenCalledTimes(1);

  const full = host();
  full.calls.addToImport.mockRejectedValue(new Error('The disk is full.'));
  await expect(
    sendBundle(full.host, file(10), { signal: new AbortController().signal, sent: () => undefined }),
  ).rejects.toThrow('The disk is full.');
  expect(full.calls.finishImport).toHaveBeenCalledTimes(1);
});
