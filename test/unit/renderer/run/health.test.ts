import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { effectScope, shallowRef, type EffectScope } from 'vue';
import type { RunDetail, SeriesPart, SeriesRequest } from '../../../../core/protocol/contract.ts';
import type { MetricKey } from '../../../../core/spec/metric.ts';
import { presets } from '../../../../core/spec/presets.ts';
import { RecentLog, recentRequests } from '../../../../renderer/components/run/recent-log.ts';
import { useHealth } from '../../../../renderer/components/run/use-health.ts';
import { partOf } from '../charts/support.ts';
import { batchOf, FakeHost, runId } from './fake-session.ts';

const part = (key: MetricKey, values: readonly number[], from = 0): SeriesPart => ({
  ...partOf(values, 1, (i) => from + i),
  key,
});
const ofKey = (log: RecentLog, key: MetricKey): readonly number[] =>
  Array.from(log.recent.get(key)?.iterations ?? []);

test('what is read is every value of the last iterations and a coarse view of thirteen evaluations', () => {
  const [far, close] = recentRequests(['d_real'], 5000, 100);
  expect(far).toMatchObject({ from: 3700, to: 4599 });
  expect(close).toMatchObject({ from: 4600, to: null });
  expect(close.buckets).toBeGreaterThanOrEqual(400);
  const [early] = recentRequests(['d_real'], 30, 100);
  expect(early).toMatchObject({ from: 0, to: 0 });
});

test('the log takes what is newer, once, and forgets what nothing is judged by any more', () => {
  const log = new RecentLog(10);
  log.add(part('critic_loss', [1, 2, 3]));
  log.extend(batchOf(2, [30, 4, 5]));
  expect(ofKey(log, 'critic_loss')).toEqual([0, 1, 2, 3, 4]);
  expect(log.recent.get('critic_loss')?.values[2]).toBe(3);
  for (let at = 5; at < 20_000; at += 100)
    log.extend(
      batchOf(
        at,
        Array.from({ length: 100 }, () => 1),
      ),
    );
  const kept = ofKey(log, 'critic_loss');
  expect(kept.length).toBeLessThan(4000);
  expect(kept.slice(-400)).toEqual(Array.from({ length: 400 }, (_, i) => 19_605 + i));
});

test('a log that reaches far back thins the past, and keeps the last iterations whole', () => {
  const log = new RecentLog(5000);
  log.add(
    part(
      'critic_loss',
      Array.from({ length: 30_000 }, () => 1),
    ),
  );
  const kept = ofKey(log, 'critic_loss');
  expect(kept.length).toBeLessThanOrEqual(4000);
  expect(kept[0]).toBeLessThan(100);
  expect(kept.slice(-400)).toEqual(Array.from({ length: 400 }, (_, i) => 29_600 + i));
});

class HealthHost extends FakeHost {
  readonly requests: SeriesRequest[] = [];
}

let scope: EffectScope;
beforeEach(() => {
  vi.useFakeTimers();
  scope = effectScope();
});
afterEach(() => {
  scope.stop();
  vi.useRealTimers();
});

const detail = (iteration: number): RunDetail =>
  ({
    spec: presets.find(({ id }) => id === 'fashion-gan')!.spec,
    keys: ['critic_loss'],
    summary: { iteration },
  }) as unknown as RunDetail;

test('notes follow the values, at most once a second, and end with the view', async () => {
  const host = new HealthHost();
  const notes = scope.run(() =>
    useHealth(host.session, { id: runId, detail: shallowRef(detail(3)) }, (error) => {
      throw error;
    }),
  )!;
  expect(notes.value).toBeNull();
  await vi.advanceTimersByTimeAsync(400);
  expect(notes.value).toEqual([]);
  host.tell('metrics', batchOf(4, [NaN]));
  await vi.advanceTimersByTimeAsync(500);
  expect(notes.value).toEqual([]);
  await vi.advanceTimersByTimeAsync(600);
  expect(notes.value?.map(({ id }) => id)).toEqual(['diverged']);
  const listeners = host.listeners;
  scope.stop();
  expect(host.listeners).toBe(listeners - 2);
});

test('a run that goes back is judged by what is left of it', async () => {
  const host = new HealthHost();
  host.values = [0, 1, 2, 3, NaN];
  const notes = scope.run(() =>
    useHealth(host.session, { id: runId, detail: shallowRef(detail(4)) }, () => undefined),
  )!;
  await vi.advanceTimersByTimeAsync(400);
  expect(notes.value?.map(({ id }) => id)).toEqual(['diverged']);
  host.values = [0, 1, 2];
  host.tell('rewound', { run: runId, seq: 9, iteration: 2 });
  await vi.advanceTimersByTimeAsync(1500);
  expect(notes.value).toEqual([]);
});
