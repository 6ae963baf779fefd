// critic measure: how good the samples of runs are, at one checkpoint or all of them.

import { chooseEngine } from '../../executors/choose.ts';
import { countText } from '../../export/ticks.ts';
import { measureRun, type MeasuringOptions } from '../../host/measuring.ts';
import { forkTrainer } from '../../host/run-process.ts';
import { directionWords, floorOf, measurementFacts, measurementText } from '../../spec/measurement.ts';
import type { RunRecord } from '../../store/run-record.ts';
import type { Store } from '../../store/store.ts';
import type { Context } from '../context.ts';
import { dataDirectory } from '../directories.ts';
import { engineReports } from '../engine.ts';
import { exitCodes, type ExitCode } from '../exit.ts';
import { longWork } from '../long-work.ts';
import type { MeasureRequest } from '../request.ts';
import { withStoreMeanwhile } from '../stored.ts';
import { table } from '../table.ts';

export async function measure(request: MeasureRequest, context: Context): Promise<ExitCode> {
  const { output, environment, places } = context;
  return withStoreMeanwhile(dataDirectory(request.data, environment), async (store) => {
    // All of them are found before the first is measured.
    const runs = request.runs.map((reference) => store.runs.get(reference));
    const options: MeasuringOptions = {
      ...{ store, fork: forkTrainer, trainerEntry: places.trainer, resourcesDir: places.resources },
      choose: async (requested) => chooseEngine(requested, await engineReports(context)),
    };
    const { checkpoint = 'newest', samples = null } = request;
    const checkpoints = typeof checkpoint === 'number' ? [checkpoint] : checkpoint;
    const problems: string[] = [];
    for (const run of runs) {
      const code = await longWork(context, `Measuring ${run.id}`, async ({ signal, onProgress }) => {
        const outcome = await measureRun(
          options,
          { run: run.id, checkpoints, samples },
          {
            ...(signal === undefined ? {} : { signal }),
            ...(onProgress === undefined
              ? {}
              : {
                  onProgress: (step, done, of) => {
                    onProgress(done, of, step);
                  },
                }),
          },
        );
        for (const problem of outcome.problems) output.note(problem);
        problems.push(...outcome.problems);
        tell(context, store, run, outcome.iterations);
        return exitCodes.done;
      });
      if (code !== exitCodes.done) return code;
    }
    return problems.length === 0 ? exitCodes.done : exitCodes.failed;
  });
}

function tell({ output }: Context, store: Store, run: RunRecord, iterations: readonly number[]): void {
  const floors = store.measurements.floors(run.dataFingerprint ?? '');
  const measured = store.measurements.list(run.id);
  for (const iteration of iterations) {
    output.line(`${run.name} (${run.id}) at iteration ${countText(iteration)}`);
    const rows = measured
      .filter((one) => one.iteration === iteration)
      .map((one) => {
        const { key, value, samples } = one;
        const { title, better, protocol } = measurementFacts[key];
        const floor = floorOf(floors, one);
        output.object({
          ...{ kind: 'measurement', run: run.id, iteration, key, value, samples, better, protocol },
          floor:
            floor === null ? null : { mean: floor.mean, deviation: floor.deviation, repeats: floor.repeats },
        });
        const floorText =
          floor === null
            ? ''
            : `${measurementText(key, floor.mean)} ± ${measurementText(key, 2 * floor.deviation)}`;
        return [
          title,
          measurementText(key, value),
          floorText,
          directionWords(better, key),
          countText(samples),
        ];
      });
    const headings = ['', 'value', 'floor', 'better', 'samples'];
    for (const text of table([headings, ...rows], ['left', 'right', 'right', 'left', 'right']))
      output.line(text);
  }
}
