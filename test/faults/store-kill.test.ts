import Database from 'better-sqlite3';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../core/nn/random.ts';
import { openStore } from '../../core/store/store.ts';
import { checkpointAt, metrics, temporaryFolder } from './store-fixtures.ts';

/** Lets a writer work, kills it soon after its `acknowledged`th checkpoint, and gives the last one it spoke of. */
async function writeAndKill(directory: string, acknowledged: number, delayMs: number): Promise<number> {
  const writer = spawn(process.execPath, [join(import.meta.dirname, 'store-writer.ts'), directory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let last = -1;
  let lines = 0;
  const reader = createInterface(writer.stdout);
  reader.on('line', (line) => {
    last = Number(line);
    lines += 1;
    if (lines === acknowledged) setTimeout(() => writer.kill('SIGKILL'), delayMs);
  });
  const [, signal] = (await once(writer, 'exit')) as [number | null, string | null];
  expect(signal).toBe('SIGKILL');
  return last;
}

describe('a writer that is killed', () => {
  it('leaves a store that opens, is whole, and holds everything it had acknowledged', async () => {
    const directory = join(temporaryFolder(), 'data');
    const random = RandomStream.of(1, 'evaluation');
    for (let round = 0; round < 8; round += 1) {
      const acknowledged = await writeAndKill(directory, 1 + random.integer(4), random.integer(25));
      const connection = new Database(join(directory, 'critic.db'));
      expect(connection.pragma('quick_check', { simple: true })).toBe('ok');
      connection.close();

      const store = openStore(directory);
      const { id } = store.runs.get('killed');
      expect(store.runs.reconcile()).toMatchObject([{ id, status: 'crashed' }]);
      const latest = store.checkpoints.latest(id);
      const iteration = latest?.checkpoint.iteration ?? -1;
      expect(latest?.skipped).toEqual([]);
      expect(latest?.checkpoint).toEqual(checkpointAt(iteration, 20_000));
      expect(iteration).toBeGreaterThanOrEqual(acknowledged);
      for (const one of store.checkpoints.list(id)) {
        expect(store.checkpoints.read(id, one.iteration)).toEqual(checkpointAt(one.iteration, 20_000));
      }
      const grids = store.samples.list(id);
      expect(grids.length).toBeGreaterThan(iteration);
      for (const one of grids) expect(store.samples.read(id, one.iteration).data[0]).toBe(one.iteration);
      const events = [...store.series.events(id)];
      expect(events).toEqual(events.map((_, i) => metrics(i, { critic_loss: i, penalty: -i })));
      expect(events.length).toBeGreaterThan(iteration);
      store.close();
    }
  });
});
