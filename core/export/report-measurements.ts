// The table of a report with what was measured of a run after training, at its newest measured checkpoint, beside the
// noise floors of its data.

import { directionWords, floorOf, measurementFacts, measurementText } from '../spec/measurement.ts';
import type { RunRecord } from '../store/run-record.ts';
import type { Store } from '../store/store.ts';
import { html, type Html } from './html.ts';
import { tableHtml } from './report-table.ts';
import { countText } from './ticks.ts';

const heads = [
  { title: 'Metric' },
  { title: 'Value', number: true },
  { title: 'Noise floor', number: true },
  { title: 'Better' },
  { title: 'Samples', number: true },
  { title: 'What it is' },
];

/** Null where nothing was measured. */
export function measurementsOf(store: Store, { id, dataFingerprint }: RunRecord): Html | null {
  const all = store.measurements.list(id);
  const newest = all.at(-1)?.iteration;
  if (newest === undefined) return null;
  const floors = dataFingerprint === null ? [] : store.measurements.floors(dataFingerprint);
  const rows = all
    .filter(({ iteration }) => iteration === newest)
    .map((one) => {
      const { key, value, samples } = one;
      const { title, better, meaning, protocol } = measurementFacts[key];
      const floor = floorOf(floors, one);
      const floorWords =
        floor === null
          ? ''
          : `${measurementText(key, floor.mean)} ± ${measurementText(key, 2 * floor.deviation)}`;
      const cells = [measurementText(key, value), floorWords];
      return html`<tr>
        <th scope="row">${title}</th>
        ${cells.map((cell) => html`<td class="number">${cell}</td>`)}
        <td>${directionWords(better, key)}</td>
        <td class="number">${countText(samples)}</td>
        <td class="muted">${meaning} ${protocol}.</td>
      </tr>`;
    });
  return html`<h3>Quality at iteration ${countText(newest)}</h3>
    <p class="muted">
      The noise floor is what two independent sets of real data get, mean ± 2 standard deviations.
    </p>
    ${tableHtml('Quality', heads, rows)}`;
}
