// A report of one run or of several: a single HTML file that needs nothing else, no script and no network, and reads
// well on a screen and on paper.

import { fieldName } from '../spec/field-facts.ts';
import { isToy } from '../spec/data-facts.ts';
import { metricFacts, type MetricKey } from '../spec/metric.ts';
import { flatten, sameValue } from '../spec/paths.ts';
import { diffSpecs } from '../spec/spec-diff.ts';
import { dataWords, objectiveWords, trainingWords } from '../spec/words.ts';
import type { RunRecord } from '../store/run-record.ts';
import type { Store } from '../store/store.ts';
import { ExportError } from './errors.ts';
import { html, type Html } from './html.ts';
import { chartHtml } from './report-chart.ts';
import { betterText, curveBuckets, runBody, runSection, type RunReportOptions } from './report-run.ts';
import { reportStyle } from './report-style.ts';
import { tableHtml } from './report-table.ts';
import { timeText, valueWords } from './report-tables.ts';
import { countText, durationText, valueText } from './ticks.ts';

export interface ReportOptions extends RunReportOptions {
  /** Of the program. */
  readonly version: string;
  /** Milliseconds since 1970; now unless given. */
  readonly at?: number;
}

const mostRuns = 6;
/** Nothing may be fetched or run, whatever a name or a note says. */
const policy =
  "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** The text of the file. @throws ExportError, StoreError */
export function reportHtml(store: Store, runIds: readonly string[], options: ReportOptions): string {
  if (runIds.length < 1 || runIds.length > mostRuns) {
    throw new ExportError(`A report is of one to ${mostRuns} runs, not ${runIds.length}.`);
  }
  const runs = runIds.map((id) => store.runs.get(id));
  const title = runs.map(({ name }) => name).join(', ');
  const [first] = runs;
  const what =
    runs.length === 1
      ? `${objectiveWords(first.spec.objective)}. ${trainingWords(first.spec)}. ${dataWords(first.spec.data)}.`
      : `${runs.length} runs side by side`;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="generator" content="Critic ${options.version}" />
        <title>${title}</title>
        <style>
          ${reportStyle}
        </style>
      </head>
      <body>
        <main>
          <header>
            <h1>${title}</h1>
            <p class="lead">${what}</p>
          </header>
          ${
            runs.length === 1
              ? runBody(store, first, 1, options)
              : [comparison(store, runs), ...runs.map((run, i) => runSection(store, run, i + 1, options))]
          }
          <footer>
            <p>
              Written by Critic ${options.version} on ${timeText(options.at ?? Date.now())}. Numbers are of
              single runs: other seeds give others.
            </p>
            ${runs.map(originOf)}
          </footer>
        </main>
      </body>
    </html> `;
  return page.markup;
}

/** What somebody needs who wants to do it again. */
function originOf({ id, name, engine, dataFingerprint }: RunRecord): Html {
  const parts = [
    `run ${id}`,
    ...(engine === null
      ? []
      : [engine.version, engine.deterministic ? 'the same bits every time' : 'bits may differ']),
    ...(dataFingerprint === null ? [] : [`data ${dataFingerprint.slice(0, 16)}`]),
  ];
  return html`<p>${name}: ${parts.join(' · ')}</p>`;
}

function comparison(store: Store, runs: readonly RunRecord[]): Html {
  return html`<section>
    <h2>Comparison</h2>
    ${resultTable(store, runs)} ${sharedChart(store, runs)} ${differences(runs)}
  </section>`;
}

/** What may be compared between runs: the distance to held-out data, where all have the same data. */
function sharedKey(runs: readonly RunRecord[]): MetricKey | null {
  const [{ spec }] = runs;
  if (!runs.every((run) => sameValue(run.spec.data, spec.data))) return null;
  return isToy(spec.data) ? 'w1' : 'sliced_wasserstein';
}

function resultTable(store: Store, runs: readonly RunRecord[]): Html {
  const key = sharedKey(runs);
  const rows = runs.map((run, i) => {
    const measure = key === null ? undefined : store.runs.summary(run.id).measures[key];
    const distance =
      key === null
        ? null
        : html`<td class="number">${measure === undefined ? 'not measured' : valueText(measure.last)}</td>
            <td class="number">
              ${measure?.bestIteration == null ? '' : `${valueText(measure.best ?? NaN)} at ${countText(measure.bestIteration)}`}
            </td>`;
    return html`<tr>
      <th scope="row">
        <span class="named"
          ><span class="swatch" style="background:var(--line-${i + 1})"></span>${run.name}</span
        >
      </th>
      <td>${objectiveWords(run.spec.objective)}</td>
      <td class="short">${run.status}</td>
      <td class="number">${countText(run.iteration)}</td>
      <td class="number">${countText(run.criticUpdates)}</td>
      <td class="number">${durationText(run.activeSeconds)}</td>
      ${distance}
    </tr>`;
  });
  const distance =
    key === null
      ? []
      : [
          { title: `${metricFacts[key].title}, last`, number: true },
          { title: 'best', number: true },
        ];
  const heads = [
    ...[{ title: 'Run' }, { title: 'Objective' }, { title: 'State' }],
    { title: 'Iterations', number: true },
    { title: 'Critic updates', number: true },
    { title: 'Time', number: true },
    ...distance,
  ];
  return tableHtml('Comparison', heads, rows);
}

function sharedChart(store: Store, runs: readonly RunRecord[]): Html {
  const key = sharedKey(runs);
  if (key === null) {
    return html`<p class="muted">
      The runs have different data, so no measure of one says anything about another.
    </p>`;
  }
  const lines = runs.map(({ id, name }, i) => ({
    name,
    buckets: store.series.readBuckets(id, key, curveBuckets).buckets,
    colour: i + 1,
    dashed: i % 2 === 1,
  }));
  const note = `${betterText(key)}; measured in the same way for every run`;
  const chart = chartHtml({ title: metricFacts[key].title, note, lines, wide: true });
  return html`<h3>One measure for all</h3>
    <div class="charts wide">${chart}</div>`;
}

function differences(runs: readonly RunRecord[]): Html {
  const [first, ...others] = runs;
  const paths = [
    ...new Set(others.flatMap((other) => diffSpecs(first.spec, other.spec).map(({ path }) => path))),
  ];
  if (paths.length === 0)
    return html`<h3>Differences of their designs</h3>
      <p>None: the runs have the same settings.</p>`;
  const values = runs.map(({ spec }) => flatten(spec));
  const rows = paths.map((path) => {
    const name = fieldName(path);
    return html`<tr>
      <th scope="row">${name.charAt(0).toUpperCase() + name.slice(1)}</th>
      ${values.map((of) => html`<td>${valueWords(path, of.get(path))}</td>`)}
    </tr>`;
  });
  return html`<h3>Differences of their designs</h3>
    <p class="muted">Everything else is the same.</p>
    ${tableHtml(
      'Differences of their designs',
      [{ title: 'Setting' }, ...runs.map(({ name }) => ({ title: name }))],
      rows,
    )}`;
}
