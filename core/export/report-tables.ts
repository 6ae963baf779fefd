// The tables of a report: what was measured, how a run was set up and where that differs from its recipe, and what
// happened to it.

import { fieldFacts, fieldName } from '../spec/field-facts.ts';
import { metricFacts } from '../spec/metric.ts';
import { flatten } from '../spec/paths.ts';
import { showValue } from '../spec/problem.ts';
import { differencesFromRecipe, recipes } from '../spec/recipes.ts';
import type { Mark } from '../store/journal.ts';
import type { RunRecord } from '../store/run-record.ts';
import type { Store } from '../store/store.ts';
import { html, type Html } from './html.ts';
import { tableHtml } from './report-table.ts';
import { countText, valueText } from './ticks.ts';

/** Of the list of events, the newest. */
const mostMarks = 200;

export function measuresOf(store: Store, { id }: RunRecord): Html | null {
  const { measures } = store.runs.summary(id);
  const keys = store.series.keys(id);
  if (keys.length === 0) return null;
  const rows = keys.map((key) => {
    const measure = measures[key]!;
    const best =
      measure.bestIteration === null
        ? ['', '']
        : [valueText(measure.best ?? NaN), countText(measure.bestIteration)];
    const cells = [valueText(measure.last), countText(measure.lastIteration), ...best];
    return html`<tr>
      <th scope="row">${metricFacts[key].title}</th>
      ${cells.map((cell) => html`<td class="number">${cell}</td>`)}
      <td class="muted">${metricFacts[key].meaning}</td>
    </tr>`;
  });
  return html`<h3>Measures</h3>
    ${tableHtml('Measures', [{ title: 'Measure' }, { title: 'Last', number: true }, { title: 'At', number: true }, { title: 'Best', number: true }, { title: 'At', number: true }, { title: 'What it is' }], rows)}`;
}

export function recipeOf({ spec }: RunRecord): Html {
  const recipe = recipes[spec.objective.kind];
  const paper = `${recipe.paper}, ${recipe.authors} ${recipe.year}, arXiv:${recipe.arxiv}`;
  const differences = differencesFromRecipe(spec);
  if (differences.length === 0) {
    return html`<h3>Differences from the recipe</h3>
      <p>None: every setting that the recipe has is as it says (${paper}).</p>`;
  }
  const rows = differences.map(
    ({ path, value, recipe: usual, source }) =>
      html`<tr>
        <th scope="row">${sentenceStart(fieldName(path))}</th>
        <td>${valueWords(path, value)}</td>
        <td>${valueWords(path, usual)}</td>
        <td class="muted">${source}</td>
      </tr>`,
  );
  return html`<h3>Differences from the recipe</h3>
    <p class="muted">${paper}</p>
    ${tableHtml('Differences from the recipe', [{ title: 'Setting' }, { title: 'This run' }, { title: 'Recipe' }, { title: 'Source' }], rows)}`;
}

export function settingsOf({ spec }: RunRecord): Html {
  const different = new Set(differencesFromRecipe(spec).map(({ path }) => path));
  const rows = [...flatten(spec)]
    .filter(([path]) => path !== 'format' && path !== 'name')
    .map(([path, value]) => {
      const differs = different.has(path);
      const text = valueWords(path, value);
      return html`<tr><th scope="row">${sentenceStart(fieldName(path))}</th><td class="muted">${path}</td><td${differs ? html` class="differs"` : null}>${text}${differs ? ' (differs from the recipe)' : null}</td></tr>`;
    });
  return html`<h3>All settings</h3>
    ${tableHtml('All settings', [{ title: 'Setting' }, { title: 'Field' }, { title: 'Value' }], rows)}`;
}

const markWords: Readonly<Record<Mark['kind'], string>> = {
  started: 'Started',
  paused: 'Paused',
  continued: 'Continued',
  checkpoint: 'Checkpoint',
  rewound: 'Went back',
  diverged: 'Diverged',
  ended: 'Ended',
  crashed: 'Crashed',
  note: 'Note',
  changed: 'Changed',
};

export function marksOf(store: Store, { id }: RunRecord): Html | null {
  const marks = store.marks.list(id);
  if (marks.length === 0) return null;
  const shown = marks.slice(-mostMarks);
  const left = marks.length - shown.length;
  const rows = shown.map(
    ({ kind, iteration, at, text }) =>
      html`<tr>
        <th scope="row">${markWords[kind]}</th>
        <td class="number">${countText(iteration)}</td>
        <td>${timeText(at)}</td>
        <td>${text}</td>
      </tr>`,
  );
  return html`<h3>What happened</h3>
    ${left === 0 ? null : html`<p class="muted">The last ${shown.length}; ${countText(left)} before are left out.</p>`}
    ${tableHtml('What happened', [{ title: 'Event' }, { title: 'Iteration', number: true }, { title: 'Time' }, { title: '' }], rows)}`;
}

/** A setting as people read it: "Leaky ReLU 0.2", "512, 512", "5e-5". */
export function valueWords(path: string, value: unknown): string {
  if (value === undefined) return 'none';
  const choices = Object.hasOwn(fieldFacts, path) ? fieldFacts[path].choices : undefined;
  if (typeof value === 'string')
    return choices !== undefined && Object.hasOwn(choices, value) ? choices[value] : value;
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.join(', ');
  if (typeof value === 'number' && value !== 0 && Math.abs(value) < 1e-3) return value.toExponential();
  return showValue(value);
}

/** "2026-11-22 08:30 UTC": a report is read anywhere. */
export function timeText(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

function sentenceStart(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
