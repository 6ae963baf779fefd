// A trial: the same loop that trains a run does a few normal iterations of it, to say what they take.

import { BatchOrder } from '../datasets/batches.ts';
import { CommandQueue } from '../gan/commands.ts';
import type { DivergedEvent, SamplesEvent } from '../gan/events.ts';
import { averaged, buildModel, type Model } from '../gan/model.ts';
import { train } from '../gan/train.ts';
import type { RunSpec } from '../spec/run-spec.ts';
import type { TrialAnswer, TrialMessage } from './messages.ts';
import { openRunData, readOrRefuse, type OpenExecutor } from './opening.ts';
import { peakMemory } from './peak-memory.ts';
import type { TrainerPort } from './port.ts';

/** After the first iteration, which warms up: as many as this, or fewer once they have taken these seconds. */
const measured = { iterations: 5, seconds: 2 };

/** Steps of progress: the data, the engine, compiling, and the iterations. */
const steps = 3 + 1 + measured.iterations;

/** Serves one trial; resolves when there is nothing more to say. */
export async function serveTrial(
  port: TrainerPort,
  { spec, engine, resourcesDir }: TrialMessage,
  openExecutor: OpenExecutor,
): Promise<void> {
  const tell = (step: string, done: number): Promise<void> =>
    port.post({ kind: 'progress', step, done, of: steps });
  const clock = (): number => performance.now() / 1000;

  const begun = clock();
  await tell('Reading the data', 0);
  const data = await readOrRefuse(port, () => openRunData(spec, resourcesDir));
  if (data === undefined) return;
  const { dataset, field } = data;
  await tell('Opening the engine', 1);
  const executor = await openExecutor(engine);
  await tell('Compiling', 2);
  const model = buildModel(normalIterations(spec), dataset.shape);
  const commands = new CommandQueue();
  const events = train(model, {
    executor,
    data: { order: new BatchOrder(dataset.train.count, spec.seed), samples: dataset.train },
    // What an evaluation costs depends on its schedule, not on the iteration.
    evaluate: () => ({}),
    clock: () => performance.now(),
    commands,
    ...field,
  });

  let opened = begun;
  let gridBytes = 0;
  let problem: string | null = null;
  const seconds: number[] = [];
  for (let asked = clock(); ; asked = clock()) {
    const { value: event } = await events.next();
    const took = clock() - asked;
    if (event === undefined) break;
    if (event.kind === 'diverged') problem = sentence(event);
    if (event.kind === 'samples' && event.iteration === 0) gridBytes += bytesOf(event);
    // The first grid is the last thing before the first iteration.
    if (event.kind === 'samples' && event.iteration === 0) opened = clock();
    if (event.kind !== 'metrics') continue;
    // From one question to the metrics of the next iteration is that iteration and nothing else.
    if (event.iteration > 0) seconds.push(took);
    if (isEnough(seconds)) commands.push({ kind: 'stop' });
    else await tell('Training', 3 + seconds.length);
  }
  await executor.dispose();
  await port.post({
    kind: 'trial',
    openSeconds: opened - begun,
    secondsPerIteration: median(warm(seconds)),
    peakBytes: peakMemory(),
    checkpointBytes: stateBytes(model),
    gridBytes,
    problem,
  } satisfies TrialAnswer);
}

/** The run without its warm-up, and with nothing to look at, save or end it on the way. */
function normalIterations(spec: RunSpec): RunSpec {
  const never = Number.MAX_SAFE_INTEGER;
  return {
    ...spec,
    iterations: never,
    warmup: { criticSteps: 0, iterations: 0, every: 0 },
    evaluate: { every: never, samples: 1 },
    grid: { ...spec.grid, every: never },
    checkpoint: { every: never },
  };
}

/** Without the first one, unless it is all there is. */
const warm = (seconds: readonly number[]): readonly number[] =>
  seconds.length > 1 ? seconds.slice(1) : seconds;

function isEnough(seconds: readonly number[]): boolean {
  if (seconds.length < 2) return false;
  const total = warm(seconds).reduce((sum, value) => sum + value, 0);
  return warm(seconds).length >= measured.iterations || total >= measured.seconds;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Everything that a checkpoint holds of a model: weights, running statistics and optimizer state, four bytes each. */
function stateBytes(model: Model): number {
  const size = (parameters: readonly { readonly shape: readonly number[] }[]): number =>
    parameters.reduce((sum, { shape }) => sum + shape.reduce((product, edge) => product * edge, 1), 0);
  const values = (['generator', 'critic'] as const).map((player) => {
    const { parameters, statistics } = model[player];
    return size(parameters) * (1 + model.optimizer[player].slots.length) + size(statistics);
  });
  const average = model.spec.ema.decay === 0 ? 0 : size(averaged(model));
  return 4 * (values[0] + values[1] + average);
}

/** As they are stored: images in eight bits, points and the critic's field in float32. */
function bytesOf({ shape, data, field }: SamplesEvent): number {
  if (shape.length === 4) return data.length;
  return data.byteLength + (field?.values.byteLength ?? 0);
}

function sentence({ what, value, iteration }: DivergedEvent): string {
  const became = Number.isNaN(value) ? 'NaN' : value > 0 ? 'infinite' : 'minus infinity';
  return (
    `${what} became ${became} at iteration ${iteration}. Lower the learning rates ` +
    '(optimizer.critic.lr, optimizer.generator.lr) or choose another objective.'
  );
}
