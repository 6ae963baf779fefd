// A trainer that computes nothing: what it says is decided by the name of the run. For tests of the host.

import type { Checkpoint, CheckpointEvent, TrainCommand } from '../../core/gan/events.ts';
import { isToy, sampleShape } from '../../core/spec/data-facts.ts';
import { writeCheckpoint } from '../../core/store/checkpoint-file.ts';
import { StoreError } from '../../core/store/errors.ts';
import { toByte } from '../../core/store/pixels.ts';
import type {
  DrawnContent,
  FromTrainer,
  PreviewMessage,
  StudioMessage,
  StudioRequest,
  ToldEvent,
  ToTrainer,
  TrainMessage,
} from '../../core/trainer/messages.ts';

const post = (message: FromTrainer): void => {
  process.send!(message);
};
const say = (event: ToldEvent): void => {
  post({ kind: 'event', event });
};
const at = (iteration: number) => ({
  iteration,
  criticUpdates: 5 * iteration,
  activeSeconds: iteration / 10,
});

let name = '';
let from = 0;
let iteration = 0;
/** Where checkpoints go, and under which run's id. */
let place: Pick<TrainMessage, 'run' | 'checkpoints'> | null = null;

const metrics = (iteration: number): void => {
  say({ kind: 'metrics', ...at(iteration), scalars: { critic_loss: 1 / iteration } });
};
const grid = (iteration: number): void => {
  say({ kind: 'samples', series: 'fixed', ...at(iteration), shape: [1, 2], data: Float32Array.of(1, 2) });
};
const checkpoint = (iteration: number, reason: CheckpointEvent['reason']): void => {
  const { run, checkpoints } = place!;
  const tensors = { w: { shape: [2], data: Float32Array.of(iteration, Number.NaN) } };
  const streams = { penalty: { words: [1, 2, 3, 4], spare: null } };
  const saved: Checkpoint = { format: 1, ...at(iteration), tensors, streams, samplesDrawn: iteration };
  say({ kind: 'checkpoint', ...at(iteration), reason, ...writeCheckpoint(checkpoints, run, saved) });
};

function fail(reason: 'error' | 'storage', message: string): void {
  clearInterval(going);
  name = 'deaf';
  post({ kind: 'failed', reason, message, detail: 'stack' });
  setTimeout(() => {
    process.exit(70);
  }, 20);
}

function ready(): void {
  post({
    kind: 'ready',
    engine: { id: 'reference', device: 'none', version: '1', deterministic: true },
    dataFingerprint: process.env['FINGERPRINT'] ?? 'f00d',
  });
}

function train(): void {
  iteration = from;
  const steps = (last: number): void => {
    while (iteration < last) metrics((iteration += 1));
  };
  switch (name) {
    case 'completes':
      steps(700);
      grid(700);
      checkpoint(700, 'end');
      say({ kind: 'finished', iteration, how: 'completed' });
      break;
    case 'diverges':
      steps(4);
      checkpoint(4, 'schedule');
      say({ kind: 'metrics', ...at(5), scalars: { critic_loss: -Infinity } });
      say({ kind: 'diverged', iteration: 5, what: 'critic_loss', value: -Infinity });
      say({ kind: 'finished', iteration: 5, how: 'diverged' });
      break;
    case 'aborts':
      steps(6);
      checkpoint(6, 'schedule');
      steps(9);
      process.stderr.write('the driver gave up\n');
      setTimeout(() => {
        process.kill(process.pid, 'SIGABRT');
      }, 50);
      break;
    case 'throws':
      steps(3);
      fail('error', 'the runtime said no');
      break;
    case 'waits':
    case 'deaf':
      steps(2);
      break;
    case 'goes on':
      steps(2);
      goOn();
      break;
  }
}

let going: NodeJS.Timeout | undefined;

/** An iteration every few milliseconds and a grid at every 50th, until it is stopped. */
function goOn(): void {
  going = setInterval(() => {
    metrics((iteration += 1));
    if (iteration % 50 === 0) grid(iteration);
  }, 2);
}

function obey(command: TrainCommand): void {
  switch (command.kind) {
    case 'pause':
      clearInterval(going);
      say({ kind: 'paused', iteration });
      break;
    case 'resume':
      say({ kind: 'resumed', iteration });
      if (name === 'goes on') goOn();
      break;
    case 'checkpoint':
      checkpoint(iteration, 'request');
      break;
    case 'change':
      say({ kind: 'changed', iteration, path: command.path, from: 1, to: command.value });
      break;
    case 'stop':
      clearInterval(going);
      checkpoint(iteration, 'interrupted');
      say({ kind: 'finished', iteration, how: 'interrupted' });
      break;
  }
}

/** Toys give points 0, 1, 2, …, everything else grey pictures that grow lighter. */
function preview({ data, count }: PreviewMessage): void {
  if (data.kind === 'idx') {
    post({ kind: 'refused', message: `${data.images} is missing; choose another file.` });
    return;
  }
  const counts = { train: 100, heldOut: 10, classes: null, skipped: [], notes: [] };
  const common = { kind: 'preview', title: data.kind, ...counts } as const;
  if (data.kind === 'fashion-mnist') {
    const shape = [count, data.size, data.size, data.channels];
    const pixels = new Uint8Array(count * data.size ** 2 * data.channels);
    for (let i = 0; i < count; i += 1) pixels.fill(i, (i * pixels.length) / count);
    post({ ...common, shape, data: pixels });
  } else {
    post({ ...common, shape: [count, 2], data: Float32Array.from({ length: 2 * count }, (_, i) => i) });
  }
}

function trial(): void {
  switch (name) {
    case 'refused':
      post({ kind: 'refused', message: 'The file is too short; get it again.' });
      break;
    case 'dies early':
      process.exit(3);
      break;
    case 'throws':
      fail('error', 'the runtime said no');
      break;
    case 'slow to open':
      post({ kind: 'progress', step: 'Reading the data', done: 0, of: 3 });
      break;
    default:
      for (const [done, step] of ['Reading the data', 'Compiling', 'Training'].entries())
        post({ kind: 'progress', step, done, of: 3 });
      post({
        kind: 'trial',
        openSeconds: 0.5,
        secondsPerIteration: 0.01,
        peakBytes: 100_000_000,
        checkpointBytes: 2000,
        gridBytes: 300,
        problem: name === 'diverges' ? 'critic_loss became infinite at iteration 1.' : null,
      });
  }
}

/** The studio that is open. */
let opened: StudioMessage | null = null;

function studio(message: StudioMessage): void {
  name = message.spec.name;
  switch (name) {
    case 'refused':
      post({ kind: 'refused', message: 'The checkpoint is damaged.' });
      break;
    case 'dies early':
      process.exit(3);
      break;
    case 'throws':
      fail('error', 'the runtime said no');
      break;
    case 'slow to open':
      break;
    default: {
      opened = message;
      const { size: z } = message.spec.latent;
      const directions = Float32Array.from({ length: z * z }, (_, i) => (i % (z + 1) === 0 ? 1 : 0));
      const extent = isToy(message.spec.data) ? { xMin: -2, xMax: 2, yMin: -2, yMax: 2 } : null;
      post({ kind: 'studio', z, directions, extent });
    }
  }
}

/** Every value of a sample is the first number of its latent; the nearest of a sample is itself, further by each. */
function reply(request: StudioRequest): void {
  const { spec } = opened!;
  const { id } = request;
  const { size: z } = spec.latent;
  const sample = sampleShape(spec.data);
  const volume = sample.reduce((product, size) => product * size, 1);
  const content = (values: Uint8Array | Float32Array): DrawnContent => {
    const shape = [values.length / volume, ...sample];
    return values instanceof Uint8Array
      ? { kind: 'images', shape, pixels: values }
      : { kind: 'points', shape, points: values };
  };
  switch (request.kind) {
    case 'draw': {
      const { latents } = request;
      if (latents.length === 0) {
        post({ kind: 'declined', id, message: 'There is no latent to draw.' });
        break;
      }
      const length = (latents.length / z) * volume;
      const points = Float32Array.from({ length }, (_, i) => latents[z * Math.floor(i / volume)]);
      post({
        kind: 'drawn',
        id,
        content: content(isToy(spec.data) ? points : Uint8Array.from(points, toByte)),
      });
      break;
    }
    case 'latents': {
      const seed = request.from === 'grid' ? spec.seed : request.seed;
      const latents = Float32Array.from({ length: request.count * z }, (_, i) => seed / 100 + i / 1000);
      post({ kind: 'latents', id, latents });
      break;
    }
    case 'nearest': {
      const indices = Float64Array.from({ length: request.samples.length / volume }, (_, i) => i);
      post({ kind: 'nearest', id, indices, distances: indices, content: content(request.samples) });
      break;
    }
  }
}

function hear(message: ToTrainer): void {
  switch (message.kind) {
    case 'open':
      name = message.spec.name;
      from = message.checkpoint?.iteration ?? 0;
      if (name === 'refused') post({ kind: 'refused', message: 'The file is too short; get it again.' });
      else if (name === 'dies early') process.exit(3);
      else if (name !== 'slow to open') ready();
      break;
    case 'preview':
      preview(message);
      break;
    case 'trial':
      name = message.spec.name;
      trial();
      break;
    case 'studio':
      studio(message);
      break;
    case 'measure':
      post({ kind: 'measuring-done' });
      break;
    case 'draw':
    case 'latents':
    case 'nearest':
      reply(message);
      break;
    case 'train':
      place = message;
      train();
      break;
    case 'command':
      if (name === 'waits' || name === 'goes on') obey(message.command);
      break;
  }
}

process.on('message', (message: ToTrainer) => {
  try {
    hear(message);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    fail('storage', error.message);
  }
});
process.on('disconnect', () => process.exit());
