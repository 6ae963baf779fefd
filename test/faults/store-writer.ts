// A process that writes to a store as fast as it can until it is killed: `store-writer.ts DIRECTORY`. It goes on with
// the run that is there, and prints an iteration once the store has said that its checkpoint is safe.

import { openStore } from '../../core/store/store.ts';
import { checkpointAt, grid, metrics, saveCheckpoint, specNamed, start } from './store-fixtures.ts';

const store = openStore(process.argv[2]);
const known = store.runs.list().at(0);
const { id } = known ?? store.runs.create(specNamed('killed'));
const latest = store.checkpoints.latest(id);
if (latest === null) store.runs.start(id, start);
else store.rewind(id, latest.checkpoint.iteration, start);

for (let iteration = (latest?.checkpoint.iteration ?? -1) + 1; ; iteration += 1) {
  store.series.append(id, [metrics(iteration, { critic_loss: iteration, penalty: -iteration })]);
  store.samples.save(id, grid(iteration, [1, 2], Float32Array.of(iteration, 1)));
  saveCheckpoint(store, id, { checkpoint: checkpointAt(iteration, 20_000), reason: 'schedule' });
  process.stdout.write(`${iteration}\n`);
}
