// What can be done with a run from its view, and when.

import { computed, type ComputedRef } from 'vue';
import { useRouter } from 'vue-router';
import type { RunCommand, RunSummary } from '../../../core/protocol/contract.ts';
import { useShell } from '../../bridge/shell.ts';
import { useNotices } from '../../stores/notices.ts';

export interface RunActions {
  readonly canPause: ComputedRef<boolean>;
  readonly canContinue: ComputedRef<boolean>;
  readonly canSave: ComputedRef<boolean>;
  readonly canStop: ComputedRef<boolean>;
  readonly canResume: ComputedRef<boolean>;
  readonly pauseOrContinue: () => void;
  readonly saveCheckpoint: () => void;
  readonly stop: () => void;
  readonly stopWithoutSaving: () => void;
  readonly resume: () => void;
  readonly duplicate: () => void;
}

export function useRunActions(summary: () => RunSummary | null): RunActions {
  const { session } = useShell();
  const notices = useNotices();
  const router = useRouter();
  const isIn = (...states: readonly RunSummary['state'][]): ComputedRef<boolean> =>
    computed(() => {
      const run = summary();
      return run !== null && states.includes(run.state);
    });
  const canPause = isIn('running');
  const canContinue = isIn('paused');
  const canSave = isIn('running', 'paused');
  const canStop = isIn('queued', 'starting', 'running', 'paused');
  const canResume = computed(() => summary()?.resumable === true);

  function control(command: RunCommand, done?: string): void {
    const run = summary();
    if (run === null) return;
    session.host.controlRun(run.id, command).then(
      () => {
        if (done !== undefined) notices.say(done);
      },
      (error: unknown) => {
        notices.fail(error);
      },
    );
  }

  return {
    ...{ canPause, canContinue, canSave, canStop, canResume },
    pauseOrContinue() {
      if (canPause.value) control('pause');
      else if (canContinue.value) control('continue');
    },
    saveCheckpoint() {
      if (canSave.value) control('checkpoint', 'A checkpoint is written after this iteration.');
    },
    stop() {
      if (!canStop.value) return;
      const queued = summary()?.state === 'queued';
      control(
        'stop',
        queued
          ? 'Taken out of the queue.'
          : 'Stops after this iteration and saves: Resume goes on from there.',
      );
    },
    stopWithoutSaving() {
      if (canStop.value)
        control('kill', 'Stopped without saving: what came after the newest checkpoint is lost on Resume.');
    },
    resume() {
      const run = summary();
      if (run === null || !canResume.value) return;
      session.host.resumeRun(run.id).catch((error: unknown) => {
        notices.fail(error);
      });
    },
    duplicate() {
      const run = summary();
      if (run !== null) void router.push({ name: 'new-run', query: { from: run.id } });
    },
  };
}
