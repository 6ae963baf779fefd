// A trainer: serves one run, preview, trial, studio or measurement over a port. For a run it opens the data and the
// engine, waits for the word, trains, and tells.

import { BatchOrder } from '../datasets/batches.ts';
import { CommandQueue } from '../gan/commands.ts';
import type { TrainEvent } from '../gan/events.ts';
import { buildModel } from '../gan/model.ts';
import { train } from '../gan/train.ts';
import { writeCheckpoint } from '../store/checkpoint-file.ts';
import { serveMeasuring } from './measure.ts';
import type { MeasureMessage } from './measure-messages.ts';
import type {
  OpenMessage,
  PreviewMessage,
  StudioMessage,
  StudioRequest,
  ToldEvent,
  TrainMessage,
  TrialMessage,
} from './messages.ts';
import { openRunData, readOrRefuse, tellProgress, type OpenExecutor } from './opening.ts';
import type { TrainerPort } from './port.ts';
import { preview } from './preview.ts';
import { serveStudio } from './studio.ts';
import { serveTrial } from './trial.ts';

/**
 * Serves what the first message asks for; resolves when there is nothing more to say. Rejects with a StoreError when a
 * checkpoint cannot be written, and with whatever else ends a run.
 * @param stepBack lets everything else on the machine go first; done for what nobody waits for
 */
export async function serve(
  port: TrainerPort,
  openExecutor: OpenExecutor,
  stepBack: () => void = () => undefined,
): Promise<void> {
  const inbox = openInbox(port);
  const request = await inbox.job;
  switch (request.kind) {
    case 'open':
      await serveRun(port, request, inbox, openExecutor);
      break;
    case 'preview': {
      const answer = await readOrRefuse(port, () => preview(request, tellProgress(port)));
      if (answer !== undefined) await port.post(answer);
      break;
    }
    case 'trial':
      await serveTrial(port, request, openExecutor);
      break;
    case 'studio':
      await serveStudio(port, request, inbox.requests, openExecutor);
      break;
    case 'measure':
      stepBack();
      await serveMeasuring(port, request, openExecutor);
      break;
  }
}

async function serveRun(
  port: TrainerPort,
  { spec, engine, resourcesDir, checkpoint, seconds }: OpenMessage,
  { told, commands }: Inbox,
  openExecutor: OpenExecutor,
): Promise<void> {
  const data = await readOrRefuse(port, () => openRunData(spec, resourcesDir, tellProgress(port)));
  if (data === undefined) return;
  const { dataset, evaluate, field } = data;
  const executor = await openExecutor(engine);
  const { id, device, version, deterministic } = executor;
  await port.post({
    kind: 'ready',
    engine: { id, device, version, deterministic },
    dataFingerprint: dataset.fingerprint,
  });
  const place = await told;

  const events = train(buildModel(spec, dataset.shape), {
    executor,
    data: {
      order: new BatchOrder(dataset.train.count, spec.seed, checkpoint?.samplesDrawn),
      samples: dataset.train,
    },
    evaluate,
    clock: () => performance.now(),
    commands,
    ...field,
    ...(checkpoint === null ? {} : { from: checkpoint }),
    ...(seconds === null ? {} : { seconds }),
  });
  // Waiting for each message to leave also lets commands in: the runtime blocks while a step runs.
  for await (const event of events) await port.post({ kind: 'event', event: saved(event, place) });
  await executor.dispose();
}

/** The event as the host is told of it: a checkpoint has been written by then. @throws StoreError */
function saved(event: TrainEvent, { run, checkpoints }: TrainMessage): ToldEvent {
  if (event.kind !== 'checkpoint') return event;
  const { checkpoint, ...rest } = event;
  return { ...rest, ...writeCheckpoint(checkpoints, run, checkpoint) };
}

/** What the host says, sorted: the first message and `train` come once, commands and requests at any time. */
interface Inbox {
  readonly job: Promise<OpenMessage | PreviewMessage | TrialMessage | StudioMessage | MeasureMessage>;
  readonly told: Promise<TrainMessage>;
  readonly commands: CommandQueue;
  /** To a studio. */
  readonly requests: CommandQueue<StudioRequest>;
}

function openInbox(port: TrainerPort): Inbox {
  const commands = new CommandQueue();
  const requests = new CommandQueue<StudioRequest>();
  let ask: (message: Awaited<Inbox['job']>) => void;
  let begin: (message: TrainMessage) => void;
  const job = new Promise<Awaited<Inbox['job']>>((resolve) => {
    ask = resolve;
  });
  const told = new Promise<TrainMessage>((resolve) => {
    begin = resolve;
  });
  port.receive((message) => {
    switch (message.kind) {
      case 'open':
      case 'preview':
      case 'trial':
      case 'studio':
      case 'measure':
        ask(message);
        break;
      case 'train':
        begin(message);
        break;
      case 'command':
        commands.push(message.command);
        break;
      case 'draw':
      case 'latents':
      case 'nearest':
        requests.push(message);
        break;
    }
  });
  return { job, told, commands, requests };
}
