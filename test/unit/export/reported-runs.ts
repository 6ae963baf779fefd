// Runs to report of, one of them named and annotated by somebody who means ill.

import type { ReportOptions } from '../../../core/export/report.ts';
import type { RunSpec } from '../../../core/spec/run-spec.ts';
import type { Store } from '../../../core/store/store.ts';
import { grid, metrics, specNamed, start } from '../store/support.ts';
import { fontFolder, images, ring } from './support.ts';

export const options: ReportOptions = {
  fontFolder,
  version: '9.9.9',
  at: Date.UTC(2026, 0, 2, 3, 4),
  realOf: ({ spec }) => (spec.data.kind === 'fashion-mnist' ? new Float32Array(0) : ring(200, 1.4, 0.02, 1)),
};
export const nasty = `<img src=x onerror=alert(1)> & "quotes" 'too' </script><script>alert(2)</script>`;

export function trained(store: Store, spec: RunSpec): string {
  const { id } = store.runs.create(spec);
  store.runs.start(id, start);
  const isImage = spec.data.kind === 'fashion-mnist';
  for (const iteration of [0, 1, 2, 5, 10, 20, 50, 100, 200]) {
    const data = isImage ? images(8, 28, 1, iteration / 200, iteration) : ring(30, 1.4, 0.1, iteration + 1);
    store.samples.save(id, grid(iteration, isImage ? [8, 28, 28, 1] : [30, 2], data));
  }
  store.series.append(
    id,
    Array.from({ length: 1000 }, (_, i) =>
      metrics(i, {
        em_estimate: i === 500 ? NaN : 10 / (i + 1),
        critic_loss: Math.sin(i),
        ...(i % 50 === 0 ? { [isImage ? 'sliced_wasserstein' : 'w1']: 1 / (i + 1) } : {}),
      }),
    ),
  );
  store.marks.add(id, { kind: 'note', iteration: 7, text: nasty });
  store.runs.heartbeat(id, { iteration: 999, criticUpdates: 4995, activeSeconds: 61 });
  store.runs.setStatus(id, 'completed');
  store.runs.edit(id, { note: nasty, tags: ['<b>', 'fine'] });
  return id;
}

export const toy = specNamed('toy');
export const fashion: RunSpec = {
  ...specNamed(nasty),
  data: { kind: 'fashion-mnist', size: 28, channels: 1 },
  objective: { kind: 'wgan-gp', lambda: 10, nCritic: 3 },
};
