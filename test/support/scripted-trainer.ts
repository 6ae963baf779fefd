// A trainer that computes nothing: what it says is decided by the name of the run. For tests of the host.

import type { FromTrainer, ToTrainer } from '../../core/trainer/messages.ts';
import type { TrainEvent } from '../../core/gan/events.ts';

const post = (message: FromTrainer): void => {
  process.send!(message);
};
const say = (event: TrainEvent): void => {
  post({ kind: 'event', event });
};
const at = (iteration: number) => ({
  iteration,
  criticUpdates: 5 * iteration,
  activeSeconds: iteration / 10,
});
const metrics = (iteration: number): void => {
  say({ kind: 'metrics', ...at(iteration), scalars: { critic_loss: 1 / iteration } });
};
const checkpoint = (iteration: number, reason: 'schedule' | 'end' | 'interrupted'): void => {
  const tensors = { w: { shape: [2], data: Float32Array.of(iteration, Number.NaN) } };
  const streams = { penalty: { words: [1, 2, 3, 4], spare: null } };
  say({
    kind: 'checkpoint',
    ...at(iteration),
    reason,
    checkpoint: { format: 1, ...at(iteration), tensors, streams, samplesDrawn: iteration },
  });
};

let name = '';
let from = 0;
let iteration = 0;

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
      say({ kind: 'samples', series: 'fixed', ...at(700), shape: [1, 2], data: Float32Array.of(1, 2) });
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
      post({ kind: 'failed', message: 'the runtime said no', detail: 'stack' });
      setTimeout(() => {
        process.exit(70);
      }, 20);
      break;
    case 'waits':
    case 'deaf':
      steps(2);
      break;
  }
}

process.on('message', (message: ToTrainer) => {
  switch (message.kind) {
    case 'open':
      name = message.spec.name;
      from = message.checkpoint?.iteration ?? 0;
      if (name === 'refused') post({ kind: 'refused', message: 'The file is too short; get it again.' });
      else if (name === 'dies early') process.exit(3);
      else if (name !== 'slow to open') ready();
      break;
    case 'train':
      train();
      break;
    case 'command':
      if (name !== 'waits') break;
      if (message.command.kind === 'pause') say({ kind: 'paused', iteration });
      if (message.command.kind === 'resume') say({ kind: 'resumed', iteration });
      if (message.command.kind === 'stop') {
        checkpoint(iteration, 'interrupted');
        say({ kind: 'finished', iteration, how: 'interrupted' });
      }
      break;
  }
});
process.on('disconnect', () => process.exit());
