// What a report says of one run: how it went, its samples early, midway and last, its curves, what was measured, how it
// was set up, and what happened to it.

import { metricFacts, type MetricKey } from '../spec/metric.ts';
import { dataWords, objectiveWords, trainingWords } from '../spec/words.ts';
import type { RunRecord } from '../store/run-record.ts';
import type { Store } from '../store/store.ts';
import { html, type Html } from './html.ts';
import { gridPng } from './grid.ts';
import { chartHtml, type ReportLine } from './report-chart.ts';
import { measurementsOf } from './report-measurements.ts';
import { marksOf, measuresOf, recipeOf, settingsOf, timeText } from './report-tables.ts';
import type { Points } from './point-square.ts';
import { scatterPng } from './scatter.ts';
import { countText, durationText } from './ticks.ts';

export interface RunReportOptions {
  /** Held-out points of a run's data; none for images. */
  readonly realOf: (run: RunRecord) => Points;
  readonly fontFolder: string;
}

/** Stretches that a curve is drawn with. */
export const curveBuckets = 240;
/** Curves that share an axis, the most telling first. */
const chartKeys: readonly (readonly MetricKey[])[] = [
  ['sliced_wasserstein', 'ema_sliced_wasserstein'],
  ['w1', 'ema_w1'],
  ['em_estimate'],
  ['critic_gap'],
  ['d_real', 'd_fake'],
  ['js_bound'],
  ['divergence_bound'],
  ['critic_loss'],
  ['generator_loss'],
  ['penalty'],
  ['gradient_norm'],
  ['clipped_share'],
  ['modes'],
  ['high_quality'],
  ['reverse_kl'],
  ['sample_spread'],
];
/** A run among several, under its name. @param colour of the six colours of lines, from 1 */
export function runSection(store: Store, run: RunRecord, colour: number, options: RunReportOptions): Html {
  return html`<section class="run">
    <h2><span class="swatch" style="background:var(--line-${colour})"></span>${run.name}</h2>
    <p class="lead">${objectiveWords(run.spec.objective)}. ${trainingWords(run.spec)}.</p>
    ${runBody(store, run, colour, options)}
  </section>`;
}

/** All that there is to say of a run but its name. */
export function runBody(store: Store, run: RunRecord, colour: number, options: RunReportOptions): Html {
  return html`${labelsOf(store, run)} ${factsOf(run)} ${samplesOf(store, run, options)}
  ${chartsOf(store, run, colour)} ${measuresOf(store, run)} ${measurementsOf(store, run)} ${recipeOf(run)}
  ${settingsOf(run)} ${marksOf(store, run)}`;
}

function labelsOf(store: Store, { id }: RunRecord): Html {
  const { note, tags } = store.runs.summary(id);
  return html`${note === '' ? null : html`<p>${note}</p>`}${tags.length === 0 ? null : html`<p class="muted">Tags: ${tags.join(', ')}</p>`}`;
}

function factsOf(run: RunRecord): Html {
  const { spec, engine, startedAt, endedAt } = run;
  const facts: readonly (readonly [string, string])[] = [
    ['State', run.statusDetail === null ? run.status : `${run.status}: ${run.statusDetail}`],
    ['Iterations', `${countText(run.iteration)} of ${countText(spec.iterations)}`],
    ['Critic updates', countText(run.criticUpdates)],
    ['Trained for', durationText(run.activeSeconds)],
    ['Data', dataWords(spec.data)],
    ['Batch', countText(spec.batch)],
    ['Seed', String(spec.seed)],
    ['Engine', engine === null ? 'none yet' : `${engine.id}, ${engine.device}`],
    ['Started', startedAt === null ? 'not yet' : timeText(startedAt)],
    ['Ended', endedAt === null ? 'not yet' : timeText(endedAt)],
  ];
  return html`<dl class="facts">
    ${facts.map(
      ([term, value]) =>
        html`<div>
          <dt>${term}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}

function samplesOf(store: Store, run: RunRecord, options: RunReportOptions): Html {
  const steps = store.samples.list(run.id);
  if (steps.length === 0)
    return html`<h3>Samples</h3>
      <p class="muted">It has none.</p>`;
  const chosen = earlyMiddleLast(steps.map(({ iteration }) => iteration));
  const pictures = chosen.map((iteration) => {
    const grid = store.samples.read(run.id, iteration);
    const isImages = grid.shape.length === 4;
    const png = isImages
      ? gridPng(grid, run.spec.grid.columns)
      : scatterPng(grid.data, {
          ...{ real: options.realOf(run), fontFolder: options.fontFolder },
          title: `Iteration ${countText(iteration)}`,
        });
    const url = `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
    const text = `${isImages ? 'Grid of samples' : 'Generated points over held-out ones'} at iteration ${countText(iteration)}`;
    return html`<figure>
      <img
        class="${isImages ? 'pixels' : 'points'}"
        src="${url}"
        alt="${text}"
      />${isImages ? html`<figcaption>Iteration ${countText(iteration)}</figcaption>` : null}
    </figure>`;
  });
  return html`<h3>Samples from the same fixed noise</h3>
    <div class="pictures">${pictures}</div>`;
}

/** Three of the iterations: near a hundredth and a tenth of the last one, and that. */
export function earlyMiddleLast(iterations: readonly number[]): readonly number[] {
  const last = iterations.at(-1)!;
  const nearest = (wanted: number): number =>
    iterations.reduce((best, one) => (Math.abs(one - wanted) < Math.abs(best - wanted) ? one : best));
  return [...new Set([nearest(last / 100), nearest(last / 10), last])];
}

function chartsOf(store: Store, run: RunRecord, colour: number): Html {
  const there = new Set(store.series.keys(run.id));
  const charts = chartKeys.flatMap((keys) => {
    const known = keys.filter((key) => there.has(key));
    if (known.length === 0) return [];
    const lines = known.map((key, i): ReportLine => ({
      name: metricFacts[key].title,
      buckets: store.series.readBuckets(run.id, key, curveBuckets).buckets,
      colour,
      dashed: i > 0,
    }));
    const title = known.map((key) => metricFacts[key].title).join(' and ');
    return [chartHtml({ title, note: betterText(known[0]), lines })];
  });
  if (charts.length === 0)
    return html`<h3>Curves</h3>
      <p class="muted">Nothing was measured.</p>`;
  return html`<h3>Curves</h3>
    <p class="muted">
      Each on its own scale. Lines are means of short stretches; the band reaches from the least to the
      greatest value.
    </p>
    <div class="charts">${charts}</div>`;
}

export function betterText(key: MetricKey): string {
  const { better } = metricFacts[key];
  return better === null ? 'says nothing about samples by itself' : `${better} is better`;
}
