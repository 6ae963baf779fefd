import { expect, test } from 'vitest';
import { presets } from '../../../../core/spec/presets.ts';
import type { RunState, RunSummary } from '../../../../core/protocol/contract.ts';
import { bannerOf, waitingWords } from '../../../../renderer/components/run/run-words.ts';
import { specSections } from '../../../../renderer/components/run/spec-rows.ts';

const run = (state: RunState, rest: Partial<RunSummary> = {}): RunSummary =>
  ({ state, detail: null, iteration: 320, resumable: true, queuePlace: null, ...rest }) as RunSummary;

test('an end that was not wanted says so and offers what can be done', () => {
  expect(bannerOf(run('crashed'))).toMatchObject({ tone: 'bad', title: 'Crashed at iteration 320' });
  expect(bannerOf(run('crashed'))?.text).toContain('Resume');
  expect(bannerOf(run('crashed', { detail: 'Out of memory.' }))?.text).toBe('Out of memory.');
  expect(bannerOf(run('failed', { resumable: false }))?.text).not.toContain('Resume');
  expect(bannerOf(run('completed'))).toBeNull();
});

test('a queued run says its place and what it waits for', () => {
  expect(waitingWords(run('queued', { queuePlace: 2 }), ['a', 'b', 'c'])).toBe(
    'Place 2 in the queue. It starts when there is room beside “a” and “b” and 1 more.',
  );
  expect(waitingWords(run('queued', { queuePlace: 1 }), [])).toContain('as soon as there is room');
});

test('settings are all there, each once, with what the recipe has where they differ', () => {
  const spec = presets.find(({ id }) => id === 'fashion-wgan-gp')!.spec;
  const rows = specSections(spec).flatMap((section) => section.rows);
  expect(new Set(rows.map(({ path }) => path)).size).toBe(rows.length);
  const lr = rows.find(({ path }) => path === 'optimizer.critic.lr');
  expect(lr).toMatchObject({ value: '5e-4', recipe: { value: '1e-4' } });
  expect(rows.find(({ path }) => path === 'objective.lambda')?.recipe).toBeNull();
  const shown = new Set(rows.map(({ path }) => path));
  for (const path of ['data.kind', 'latent.size', 'batch', 'seed', 'warmup.criticSteps', 'grid.every']) {
    expect(shown.has(path), path).toBe(true);
  }
});
