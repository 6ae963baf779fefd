// A process that adds ten runs with metrics to a store: `store-neighbour.ts DIRECTORY NAME`.

import { openStore } from '../../core/store/store.ts';
import { metrics, specNamed, start } from './store-fixtures.ts';

const [directory, name] = process.argv.slice(2) as [string, string];
const store = openStore(directory);
for (let run = 0; run < 10; run += 1) {
  const { id } = store.runs.create(specNamed(name));
  store.runs.start(id, start);
  for (let i = 0; i < 40; i += 1) store.series.append(id, [metrics(i, { w1: i * name.length })]);
  store.runs.setStatus(id, 'completed');
}
store.close();
