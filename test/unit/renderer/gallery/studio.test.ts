import { effectScope } from 'vue';
import { expect, test } from 'vitest';
import { CallError } from '../../../../core/protocol/call-error.ts';
import type { Studio } from '../../../../core/protocol/contract.ts';
import { useStudio } from '../../../../renderer/components/gallery/use-studio.ts';
import type { Session } from '../../../../renderer/bridge/session.ts';
import { settle } from '../run/fake-session.ts';

function start() {
  const open = new Set<string>();
  const opened: (number | null)[] = [];
  let refusal: Error | null = null;
  const ready = new Set<() => void>();
  const host = {
    openStudio: async (run: string, iteration: number | null): Promise<Studio> => {
      opened.push(iteration);
      await settle();
      if (refusal !== null) throw refusal;
      const studio = `studio-${opened.length}`;
      open.add(studio);
      const [z, directions] = [2, new Float32Array()];
      return { ...{ studio, run, z, directions }, iteration: iteration ?? 100, distribution: 'normal' };
    },
    closeStudio: (studio: string) => {
      open.delete(studio);
      return Promise.resolve();
    },
  };
  const session = {
    host,
    whenReady(action: () => void) {
      ready.add(action);
      action();
      return () => ready.delete(action);
    },
  } as unknown as Pick<Session, 'host' | 'whenReady'>;
  const scope = effectScope();
  const studio = scope.run(() => useStudio(session, 'run-1'))!;
  const use = () =>
    studio.use(({ studio: id, iteration }) =>
      open.has(id) ? Promise.resolve(iteration) : Promise.reject(new CallError('unknown', 'It is closed.')),
    );
  const reconnect = (): void => {
    open.clear();
    for (const action of ready) action();
  };
  return {
    ...{ scope, studio, open, opened, use, reconnect },
    refuse: (error: Error | null) => (refusal = error),
  };
}

test('is opened by its first use, once, and closed with the view', async () => {
  const { scope, studio, open, opened, use } = start();
  expect(studio.state.value.kind).toBe('closed');
  expect(await Promise.all([use(), use()])).toEqual([100, 100]);
  expect(opened).toEqual([null]);
  scope.stop();
  expect(open.size).toBe(0);
});

test('another checkpoint is another studio', async () => {
  const { studio, open, opened, use } = start();
  await use();
  studio.choose(40);
  expect(open.size).toBe(0);
  expect(await use()).toBe(40);
  expect(opened).toEqual([null, 40]);
  expect(open.size).toBe(1);
});

test('one that comes when another is wanted, or nobody is left, is closed', async () => {
  const { scope, studio, open, use } = start();
  const early = use().catch(() => 'gone');
  studio.choose(40);
  const late = use();
  await early;
  expect(await late).toBe(40);
  expect(open.size).toBe(1);
  studio.choose(50);
  const last = use().catch(() => 'gone');
  scope.stop();
  await last;
  await settle();
  expect(open.size).toBe(0);
});

test('is opened again when the host let it go, and after a broken line', async () => {
  const { open, opened, use, reconnect } = start();
  await use();
  open.clear();
  expect(await use()).toBe(100);
  reconnect();
  expect(await use()).toBe(100);
  expect(opened).toHaveLength(3);
});

test('a refusal is said, and tried again when it is used again', async () => {
  const { studio, use, refuse } = start();
  refuse(new CallError('refused', 'There is no checkpoint yet.'));
  await expect(use()).rejects.toThrow('There is no checkpoint yet.');
  expect(studio.state.value).toEqual({ kind: 'refused', sentence: 'There is no checkpoint yet.' });
  refuse(null);
  expect(await use()).toBe(100);
});
