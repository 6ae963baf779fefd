// Runs that are cut short, and go on: whatever happened, the resumed run holds what one that never stopped holds.

import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readContainer } from '../../core/store/container.ts';
import { openStore, type Store } from '../../core/store/store.ts';
import { jsonLines, place, small, type Place, type Running } from '../support/critic.ts';

const training = [
  ...['train', 'toy-8gaussians-wgan-gp', '--iterations', '1200', ...small],
  ...['--set', 'checkpoint.every=100', '--set', 'grid.every=300', '--set', 'evaluate.every=100'],
];

function withStore<T>(data: string, look: (store: Store) => T): T {
  const store = openStore(data);
  try {
    return look(store);
  } finally {
    store.close();
  }
}

/** All there is of the only run, but times. */
function contents(data: string): object {
  return withStore(data, (store) => {
    const [{ id, status, iteration, criticUpdates }] = store.runs.list();
    const { checkpoint } = store.checkpoints.latest(id)!;
    return {
      status,
      iteration,
      criticUpdates,
      metrics: [...store.series.events(id)].map((event) => ({ ...event, activeSeconds: 0 })),
      grids: store.samples
        .list(id)
        .map((step) => [step.iteration, store.samples.read(id, step.iteration).data]),
      checkpoint: { ...checkpoint, activeSeconds: 0 },
    };
  });
}

let expected: object | null = null;
/** What a run that never stopped leaves behind. */
async function uninterrupted(): Promise<object> {
  if (expected === null) {
    const { run, data } = place();
    expect((await run(...training)).code).toBe(0);
    expected = contents(data);
  }
  return expected;
}

/** Starts training and waits until it has a checkpoint and is well beyond it. */
async function midway({ start }: Place): Promise<Running> {
  const running = start(...training, '--json');
  await running.said(/"kind":"metrics","run":"[^"]+","iteration":2[3-9]\d,/);
  return running;
}

function onlyRun(data: string): { id: string; pid: number } {
  return withStore(data, ({ runs }) => {
    const [{ id, pid }] = runs.list();
    return { id, pid: pid! };
  });
}

async function gone(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** What a terminal does: everybody in the foreground group gets the signal. */
function pressCtrlC({ child }: Running): void {
  process.kill(-child.pid!, 'SIGINT');
}

/** What a system that shuts down sends to everyone. */
function shutDown({ child }: Running): void {
  process.kill(-child.pid!, 'SIGTERM');
}

describe('a run', () => {
  it('whose trainer is killed has crashed, and resumes to the same bits', async () => {
    const here = place();
    const running = await midway(here);
    const { id, pid } = onlyRun(here.data);
    process.kill(pid, 'SIGKILL');
    const result = await running.result;
    expect(result.code).toBe(1);
    expect(jsonLines(result).at(-1)).toMatchObject({ kind: 'run', status: 'crashed' });
    expect(result.stderr).toMatch(
      /crashed\. Its trainer was ended by SIGKILL.* at iteration \d+\. Resume it to go on from the checkpoint at iteration \d+00\./,
    );
    expect(result.stderr).toContain(`resume ${id}`);
    expect(await here.run('resume', id)).toMatchObject({ code: 0 });
    expect(contents(here.data)).toEqual(await uninterrupted());
  });

  it('is saved and stopped by Ctrl-C and by a shutdown, with code 130, and resumes to the same bits', async () => {
    const here = place();
    const running = await midway(here);
    pressCtrlC(running);
    const result = await running.result;
    expect(result.code).toBe(130);
    const last = jsonLines(result).at(-1)!;
    expect(last).toMatchObject({ kind: 'run', status: 'interrupted', statusDetail: null });
    const { id } = onlyRun(here.data);
    expect(result.stderr).toContain(`resume ${id}`);
    expect(withStore(here.data, ({ checkpoints }) => checkpoints.list(id).at(-1))).toMatchObject({
      reason: 'interrupted',
      iteration: last['iteration'],
    });
    // And again, by a shutdown.
    const again = here.start('resume', id, '--json');
    await again.said(/"kind":"metrics","run":"[^"]+","iteration":[56]\d\d,/);
    shutDown(again);
    expect((await again.result).code).toBe(130);
    expect(await here.run('resume', id)).toMatchObject({ code: 0 });
    expect(contents(here.data)).toEqual(await uninterrupted());
  });

  it('is ended at once by a second Ctrl-C', async () => {
    const here = place();
    const running = await midway(here);
    // The first goes to the host alone, as if its trainer were slow to answer: it is stopped from answering.
    const { id, pid } = onlyRun(here.data);
    process.kill(pid, 'SIGSTOP');
    process.kill(running.child.pid!, 'SIGINT');
    await running.said(/Saving and stopping/);
    // What comes at once is the same press, told twice; the next press comes later.
    process.kill(running.child.pid!, 'SIGINT');
    await new Promise((resolve) => setTimeout(resolve, 700));
    process.kill(running.child.pid!, 'SIGINT');
    const result = await running.result;
    expect(result.code).toBe(130);
    expect(result.stderr).toMatch(/Stopped at once at iteration \d+, without saving\. Resume it/);
    await gone(pid);
    expect(await here.run('resume', id)).toMatchObject({ code: 0 });
    expect(contents(here.data)).toEqual(await uninterrupted());
  });

  it('that is stopped before it starts leaves nothing behind', async () => {
    const here = place();
    const running = here.start(...training);
    await running.said(/Engine onnx:cpu/);
    // The trainer takes far longer to open than this.
    await new Promise((resolve) => setTimeout(resolve, 50));
    pressCtrlC(running);
    const result = await running.result;
    expect(result).toMatchObject({ code: 130, stdout: '' });
    expect(result.stderr).toContain('Stopped before anything was trained.');
    expect(withStore(here.data, ({ runs }) => runs.list())).toEqual([]);
  });

  it('whose host is killed takes its trainer along, is found crashed, and resumes to the same bits', async () => {
    const here = place();
    const running = await midway(here);
    const { id, pid } = onlyRun(here.data);
    running.child.kill('SIGKILL');
    await running.result;
    await gone(pid);
    const [listed] = jsonLines(await here.run('runs', 'list', '--json'));
    expect(listed).toMatchObject({ id, status: 'crashed' });
    expect(listed['statusDetail']).toMatch(/checkpoint at iteration \d+00/);
    expect(await here.run('resume', id)).toMatchObject({ code: 0 });
    expect(contents(here.data)).toEqual(await uninterrupted());
  });

  it('goes on from the checkpoint before when the newest one is damaged', async () => {
    const here = place();
    const running = await midway(here);
    const { id, pid } = onlyRun(here.data);
    process.kill(pid, 'SIGKILL');
    await running.result;
    const newest = here
      .dataFiles()
      .filter((file) => file.endsWith('.checkpoint'))
      .toSorted()
      .at(-1)!;
    damage(`${here.data}/${newest}`);
    const result = await here.run('resume', id);
    expect(result.code).toBe(0);
    expect(result.stderr).toMatch(/\.checkpoint is damaged/);
    expect(contents(here.data)).toEqual(await uninterrupted());
  });
});

function damage(path: string): void {
  const bytes = readFileSync(path);
  bytes[bytes.length >> 1] ^= 1;
  writeFileSync(path, bytes);
  expect(() => readContainer(path)).toThrow(/damaged/);
}
