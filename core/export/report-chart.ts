// Charts of a report: inline SVG without scripts. A band from the least to the greatest value of each stretch lies
// behind the line of means, so that thinning hides no spike; what is not finite is a triangle at the top.

import type { Bucket } from '../store/series.ts';
import { html, type Html } from './html.ts';
import { niceRange, tickTexts, ticks } from './ticks.ts';

export interface ReportLine {
  readonly name: string;
  readonly buckets: readonly Bucket[];
  /** Of the six colours of lines, from 1. */
  readonly colour: number;
  readonly dashed: boolean;
}

export interface ReportChart {
  readonly title: string;
  /** Which way is better, or what to beware of. */
  readonly note: string;
  readonly lines: readonly ReportLine[];
  readonly wide?: boolean;
}

/** Room around the plot for its numbers; a pixel of the picture is about one of the screen. */
const [left, right, top, bottom] = [46, 10, 10, 38];

/** One chart with its title and key. A chart without any finite value says so. */
export function chartHtml({ title, note, lines, wide = false }: ReportChart): Html {
  const [width, height] = wide ? [1000, 300] : [340, 210];
  const all = lines.flatMap(({ buckets }) => buckets);
  const finite = all.filter(({ min }) => Number.isFinite(min));
  const lowest = finite.reduce((least, { min }) => Math.min(least, min), Infinity);
  const highest = finite.reduce((most, { max }) => Math.max(most, max), -Infinity);
  const end = all.reduce((most, { last }) => Math.max(most, last), 1);
  if (finite.length === 0) {
    return html`<figure>
      <div class="chart-title">${title}</div>
      <p class="muted">None of its values is a number.</p>
    </figure>`;
  }
  const range = niceRange(Math.min(0, lowest), Math.max(0, highest), 5);
  const toX = (value: number): number => left + (value / end) * (width - left - right);
  const toY = (value: number): number =>
    top + ((range[1] - value) / (range[1] - range[0])) * (height - top - bottom);
  return html`<figure>
    <div class="chart-title">${title}</div>
    <div class="chart-note">${note}</div>
    <svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${summaryOf(title, lines)}">
      ${frame(width, height, range, end, toX, toY)} ${lines.map((line) => drawn(line, toX, toY))}
    </svg>
    ${lines.length < 2 ? null : html`<div class="key">${lines.map(keyOf)}</div>`}
  </figure>`;
}

/** For those who cannot see it. */
function summaryOf(title: string, lines: readonly ReportLine[]): string {
  const ends = lines.map(({ name, buckets }) => {
    const tail = buckets.at(-1)?.tail;
    return `${name} ends at ${tail === undefined ? 'nothing' : String(tail)}`;
  });
  return `${title}: ${ends.join(', ')}`;
}

function keyOf({ name, colour, dashed }: ReportLine): Html {
  return html`<span
    ><svg
      viewBox="0 0 26 6"
      style="display:inline-block;width:26px;height:6px;margin-right:7px;vertical-align:middle"
      aria-hidden="true"
    >
      <path d="M0 3H26" ${strokeOf(colour, dashed)} /></svg
    >${name}</span
  >`;
}

function strokeOf(colour: number, dashed: boolean): Html {
  const dash = dashed ? html` stroke-dasharray="6 4"` : null;
  return html`fill="none" stroke="var(--line-${colour})" stroke-width="2"${dash}`;
}

function frame(
  width: number,
  height: number,
  [low, high]: readonly [number, number],
  end: number,
  toX: (value: number) => number,
  toY: (value: number) => number,
): Html {
  const up = ticks(low, high, 5);
  const across = ticks(0, end, width / 100);
  const floor = height - bottom;
  const upTexts = tickTexts(up);
  const acrossTexts = tickTexts(across);
  return html`${up.map(
      (value, i) =>
        html`<path d="M${left} ${px(toY(value))}H${width - right}" stroke="var(--grid)" /><text
            x="${left - 8}"
            y="${px(toY(value) + 4)}"
            text-anchor="end"
            >${upTexts[i]}</text
          >`,
    )}<path d="M${left} ${floor}H${width - right}" stroke="var(--rule)" />${across.map(
      (value, i) =>
        html`<text
          x="${px(toX(value))}"
          y="${floor + 17}"
          text-anchor="${toX(value) > width - right - 24 ? 'end' : 'middle'}"
          >${acrossTexts[i]}</text
        >`,
    )}<text x="${px((left + width - right) / 2)}" y="${height - 5}" text-anchor="middle"
      >generator iterations</text
    >`;
}

function drawn(
  { buckets, colour, dashed }: ReportLine,
  toX: (value: number) => number,
  toY: (value: number) => number,
): Html {
  const at = (bucket: Bucket): number => (bucket.first + bucket.last) / 2;
  const gaps = buckets.filter(({ nonFinite }) => nonFinite > 0);
  const runs = finiteRuns(buckets);
  const isThinned = buckets.some(({ count }) => count > 1);
  const bands = runs.map((run) => {
    const upper = run.map((bucket) => `${px(toX(at(bucket)))} ${px(toY(bucket.max))}`);
    const lower = run.map((bucket) => `${px(toX(at(bucket)))} ${px(toY(bucket.min))}`).reverse();
    return html`<path
      d="M${[...upper, ...lower].join('L')}Z"
      fill="var(--line-${colour})"
      fill-opacity="0.18"
    />`;
  });
  const lines = runs.map(
    (run) =>
      html`<path
        d="M${run.map((bucket) => `${px(toX(at(bucket)))} ${px(toY(bucket.mean))}`).join('L')}"
        ${strokeOf(colour, dashed)}
        stroke-linejoin="round"
      />`,
  );
  const dots =
    buckets.length > 40
      ? []
      : runs
          .flat()
          .map(
            (bucket) =>
              html`<circle
                cx="${px(toX(at(bucket)))}"
                cy="${px(toY(bucket.mean))}"
                r="2.6"
                fill="var(--line-${colour})"
              />`,
          );
  const marks = gaps.map(
    (bucket) =>
      html`<path d="M${px(toX(at(bucket)))} ${top - 6}l4.5 8h-9Z" fill="var(--line-${colour})"
        ><title>not a number, or infinite</title></path
      >`,
  );
  return html`${isThinned ? bands : []}${lines}${dots}${marks}`;
}

/** Stretches in a row that have finite values. */
function finiteRuns(buckets: readonly Bucket[]): Bucket[][] {
  const runs: Bucket[][] = [];
  let open = false;
  for (const bucket of buckets) {
    const finite = Number.isFinite(bucket.mean);
    if (finite && open) runs.at(-1)!.push(bucket);
    else if (finite) runs.push([bucket]);
    open = finite;
  }
  return runs;
}

/** A tenth of a pixel is as fine as anybody sees. */
const px = (value: number): number => Math.round(value * 10) / 10;
