// Trials of designs: one real iteration each, in a process of its own. What they said outlives the view.

import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import type { HostEvents, Trial } from '../../../core/protocol/contract.ts';
import type { RunSpec } from '../../../core/spec/run-spec.ts';
import { useShell } from '../../bridge/shell.ts';
import { useDesigner } from '../../stores/designer.ts';
import { trialKey } from './cost.ts';

export interface TriedArm {
  /** Of the design that was tried. */
  readonly key: string;
  readonly trial: Trial;
}

export const useTrials = defineStore('trials', () => {
  const { session } = useShell();
  const designer = useDesigner();
  /** The newest trial of every arm, also when the design has changed since. */
  const tried = shallowRef<readonly (TriedArm | null)[]>([]);
  /** The arm at work, with what it does. */
  const atWork = shallowRef<{ readonly arm: number; readonly progress: HostEvents['busy'] | null } | null>(
    null,
  );
  const failure = shallowRef<string | null>(null);

  session.on('busy', (progress) => {
    if (progress.what === 'trial' && atWork.value !== null) atWork.value = { ...atWork.value, progress };
  });

  const keys = computed(() => designer.specs.map((spec) => trialKey(spec, designer.draft.engine)));
  const known = new Map<string, Trial>();

  async function tryArm(arm: number, spec: RunSpec, key: string, engine: string): Promise<void> {
    atWork.value = { arm, progress: null };
    const trial = await session.host.tryOut(spec, engine);
    known.set(key, trial);
    tried.value = Object.assign([...tried.value], { [arm]: { key, trial } });
  }

  return {
    atWork,
    failure,
    /** Per arm of the design: its newest trial, and whether the design has changed since. */
    arms: computed(() =>
      keys.value.map((key, arm) => {
        const trial = known.get(key);
        const newest = tried.value.at(arm) ?? null;
        if (trial !== undefined) return { trial, changed: false };
        return newest === null ? null : { trial: newest.trial, changed: true };
      }),
    ),
    /** Every arm, one after the other. */
    async tryAll(): Promise<void> {
      if (atWork.value !== null) return;
      failure.value = null;
      const { engine } = designer.draft;
      const [specs, wanted] = [designer.specs, keys.value];
      try {
        for (const [arm, spec] of specs.entries()) await tryArm(arm, spec, wanted[arm], engine);
      } catch (error) {
        failure.value = error instanceof Error ? error.message : String(error);
      } finally {
        atWork.value = null;
      }
    },
  };
});
