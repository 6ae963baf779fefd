// How far a run is, in one line: on a terminal a line that is rewritten, elsewhere a new line now and then.

import { countText, durationText } from '../export/ticks.ts';
import type { MetricsEvent } from '../gan/events.ts';
import type { RunSpec } from '../spec/run-spec.ts';
import type { MetricKey } from '../store/series.ts';
import { measureText, tellingMetrics } from './measures.ts';
import type { Output } from './output.ts';

/** At most ten times a second; where lines pile up, every ten seconds. */
const liveMs = 100;
const plainMs = 10_000;
/** The rate is an average over about this many seconds of training. */
const memorySeconds = 5;

export class Progress {
  readonly #output: Output;
  readonly #spec: RunSpec;
  readonly #seconds: number | null;
  readonly #clock: () => number;
  readonly #latest = new Map<MetricKey, number>();
  #last: MetricsEvent | null = null;
  /** What happened lately; what happened earlier counts for less. */
  readonly #recent = { iterations: 0, seconds: 0 };
  #paused = false;
  #shownAt: number;

  /** @param seconds of training after which the run ends, where it does not end by iterations */
  constructor(
    output: Output,
    spec: RunSpec,
    seconds: number | null,
    clock: () => number = () => performance.now(),
  ) {
    this.#output = output;
    this.#spec = spec;
    this.#seconds = seconds;
    this.#clock = clock;
    this.#shownAt = clock();
  }

  /** Takes metrics in, and shows them when it is time. */
  add(events: readonly MetricsEvent[]): void {
    for (const event of events) {
      for (const [key, value] of Object.entries(event.scalars)) this.#latest.set(key as MetricKey, value);
    }
    const last = events.at(-1);
    if (last === undefined) return;
    if (this.#last !== null) this.#measureRate(this.#last, last);
    this.#last = last;
    this.#show();
  }

  set paused(paused: boolean) {
    this.#paused = paused;
    this.#show();
  }

  /** "fashion-wgan-gp  412/1,200  8.3 it/s  1 min 35 s left  EM 3.21  SWD 0.41" */
  text(): string {
    const { name } = this.#spec;
    if (this.#last === null) return `${name}  starting`;
    const measures = tellingMetrics(this.#spec).flatMap((key) => {
      const value = this.#latest.get(key);
      return value === undefined ? [] : [measureText(key, value)];
    });
    const rate = this.#rate;
    const pace = rate === null ? [] : [rateText(rate), this.#left(this.#last, rate)];
    return [name, this.#place(this.#last), ...(this.#paused ? ['paused'] : pace), ...measures].join('  ');
  }

  #place({ iteration, activeSeconds }: MetricsEvent): string {
    if (this.#seconds === null) return `${countText(iteration)}/${countText(this.#spec.iterations)}`;
    return `${countText(iteration)}  ${durationText(activeSeconds)} of ${durationText(this.#seconds)}`;
  }

  #left({ iteration, activeSeconds }: MetricsEvent, rate: number): string {
    const byIterations = (this.#spec.iterations - iteration) / rate;
    const left = Math.min(byIterations, (this.#seconds ?? Infinity) - activeSeconds);
    return `${durationText(Math.max(0, Math.round(left)))} left`;
  }

  #measureRate(before: MetricsEvent, now: MetricsEvent): void {
    const seconds = now.activeSeconds - before.activeSeconds;
    const kept = Math.exp(-Math.max(0, seconds) / memorySeconds);
    this.#recent.iterations = this.#recent.iterations * kept + (now.iteration - before.iteration);
    this.#recent.seconds = this.#recent.seconds * kept + seconds;
  }

  /** Iterations per second of training; null before there is a measurement. */
  get #rate(): number | null {
    const { iterations, seconds } = this.#recent;
    return iterations > 0 && seconds > 0 ? iterations / seconds : null;
  }

  #show(): void {
    if (this.#output.json) return;
    const now = this.#clock();
    const { interactive } = this.#output;
    if (now - this.#shownAt < (interactive ? liveMs : plainMs)) return;
    this.#shownAt = now;
    if (interactive) this.#output.live(this.text());
    else this.#output.note(this.text());
  }
}

function rateText(rate: number): string {
  return `${rate >= 100 ? Math.round(rate) : rate.toPrecision(2)} it/s`;
}
