import { expect, it } from 'vitest';
import { endNotification } from '../../electron/notifications.ts';

const run = { name: 'Rings', detail: null, iteration: 20_000, iterations: 20_000 };

it.each([
  ['completed', {}, 'Completed: 20,000 iterations.'],
  ['completed', { iteration: 1234 }, 'Completed: its time was up after 1,234 iterations.'],
  [
    'diverged',
    { detail: 'The critic became NaN at iteration 12.' },
    'The critic became NaN at iteration 12.',
  ],
  ['diverged', { iteration: 12 }, 'Diverged at iteration 12.'],
  ['crashed', {}, 'Its training process ended unexpectedly at iteration 20,000.'],
  ['failed', { detail: 'The disk is full.' }, 'The disk is full.'],
] as const)('says how a run ended: %s %j', (state, more, body) => {
  expect(endNotification({ ...run, state, ...more })).toEqual({ title: 'Rings', body });
});

it.each(['interrupted', 'queued', 'starting', 'running', 'paused'] as const)(
  'says nothing of one that is %s',
  (state) => {
    expect(endNotification({ ...run, state })).toBeNull();
  },
);
