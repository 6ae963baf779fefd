// A trainer: serves one run over a port. It opens the data and the engine, waits for the word, trains, and tells.

import { BatchOrder } from '../datasets/batches.ts';
import { openDataset } from '../datasets/catalog.ts';
import { DataError, type Dataset } from '../datasets/dataset.ts';
import type { Executor } from '../executors/executor.ts';
import { CommandQueue } from '../gan/commands.ts';
import { buildModel } from '../gan/model.ts';
import { train } from '../gan/train.ts';
import { hasErrors } from '../spec/problem.ts';
import { validateSpec } from '../spec/validate.ts';
import { createEvaluation } from './evaluation.ts';
import type { ChosenEngine, OpenMessage } from './messages.ts';
import type { TrainerPort } from './port.ts';

export type OpenExecutor = (engine: ChosenEngine) => Promise<Executor>;

/** Serves the run that the first message describes; resolves when there is nothing more to say. */
export async function serveRun(port: TrainerPort, openExecutor: OpenExecutor): Promise<void> {
  const { opened, told, commands } = inbox(port);
  const { spec, engine, resourcesDir, checkpoint, seconds } = await opened;
  let dataset: Dataset;
  let evaluate: ReturnType<typeof createEvaluation>;
  try {
    dataset = openDataset(spec.data, resourcesDir);
    checkSpec(spec, dataset);
    evaluate = createEvaluation(dataset, spec.evaluate.samples);
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    await port.post({ kind: 'refused', message: error.message });
    return;
  }
  const executor = await openExecutor(engine);
  const { id, device, version, deterministic } = executor;
  await port.post({
    kind: 'ready',
    engine: { id, device, version, deterministic },
    dataFingerprint: dataset.fingerprint,
  });
  await told;

  const events = train(buildModel(spec, dataset.shape), {
    executor,
    data: {
      order: new BatchOrder(dataset.train.count, spec.seed, checkpoint?.samplesDrawn),
      samples: dataset.train,
    },
    evaluate,
    clock: () => performance.now(),
    commands,
    ...(checkpoint === null ? {} : { from: checkpoint }),
    ...(seconds === null ? {} : { seconds }),
  });
  // Waiting for each message to leave also lets commands in: the runtime blocks while a step runs.
  for await (const event of events) await port.post({ kind: 'event', event });
  await executor.dispose();
}

/** What the host says, sorted: `open` and `train` come once, commands at any time. */
function inbox(port: TrainerPort) {
  const commands = new CommandQueue();
  let open: (message: OpenMessage) => void;
  let begin: () => void;
  const opened = new Promise<OpenMessage>((resolve) => {
    open = resolve;
  });
  const told = new Promise<void>((resolve) => {
    begin = resolve;
  });
  port.receive((message) => {
    switch (message.kind) {
      case 'open':
        open(message);
        break;
      case 'train':
        begin();
        break;
      case 'command':
        commands.push(message.command);
        break;
    }
  });
  return { opened, told, commands };
}

/** What can be known only with the data at hand, such as a batch larger than an IDX file. */
function checkSpec(spec: OpenMessage['spec'], { train: { count }, heldOut }: Dataset): void {
  const problems = validateSpec(spec, { train: count, heldOut: heldOut.count });
  if (hasErrors(problems)) throw new DataError(problems.map(({ sentence }) => sentence).join(' '));
}
