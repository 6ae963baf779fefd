// What was measured of a run, read once and again whenever more is stored, and how far a measurement is.

import { onScopeDispose, ref, shallowRef, type Ref, type ShallowRef } from 'vue';
import type { MeasurementsOf, MeasureRequest, RunId } from '../../../core/protocol/contract.ts';
import { TimeLeft } from '../../../core/spec/time-left.ts';
import type { Session } from '../../bridge/session.ts';

export interface MeasuringProgress {
  readonly step: string;
  readonly done: number;
  readonly of: number;
  /** The run that is measured first, while this one waits. */
  readonly behind: RunId | null;
  /** Seconds; null while that is not known. */
  readonly left: number | null;
}

export interface Measured {
  /** Null until it was read. */
  readonly measurements: Readonly<ShallowRef<MeasurementsOf | null>>;
  /** Null while the run is not being measured. */
  readonly progress: Readonly<ShallowRef<MeasuringProgress | null>>;
  /** Sentences on what could not be measured the last time. */
  readonly problems: Readonly<Ref<readonly string[]>>;
  readonly measure: (request: MeasureRequest) => Promise<void>;
  readonly cancel: () => void;
}

/** @param tell hears of what went wrong */
export function useMeasurements(
  { host, on, whenReady }: Pick<Session, 'host' | 'on' | 'whenReady'>,
  run: RunId,
  tell: (error: unknown) => void,
): Measured {
  const measurements = shallowRef<MeasurementsOf | null>(null);
  const progress = shallowRef<MeasuringProgress | null>(null);
  const problems = ref<readonly string[]>([]);
  /** Of the last part that was stored. */
  let stored = -1;
  let timeLeft = new TimeLeft();
  /** A number for each measurement; those that were cancelled are known. */
  let begun = 0;
  const cancelled = new Set<number>();

  function read(): void {
    host.readMeasurements(run).then((read) => {
      measurements.value = read;
    }, tell);
  }
  onScopeDispose(whenReady(read));
  onScopeDispose(
    on('measuring', (told) => {
      if (told.run !== run) return;
      const { step, done, of, behind } = told;
      // Waiting for another run says nothing of the pace, and every measurement has its own.
      if (step === '') timeLeft = new TimeLeft();
      const left = behind === null ? timeLeft.seconds(done, of, performance.now()) : null;
      progress.value = step === '' ? null : { step, done, of, behind, left };
      if (told.stored !== stored || told.step === '') read();
      stored = told.stored;
    }),
  );

  return {
    measurements,
    progress,
    problems,
    async measure(request) {
      problems.value = [];
      begun += 1;
      const mine = begun;
      progress.value = { step: 'Starting', done: 0, of: 1, behind: null, left: null };
      try {
        problems.value = (await host.measureRun(run, request)).problems;
      } catch (error) {
        if (!cancelled.has(mine)) tell(error);
      } finally {
        progress.value = null;
        read();
      }
    },
    cancel() {
      cancelled.add(begun);
      host.cancelMeasuring(run).catch(tell);
    },
  };
}
