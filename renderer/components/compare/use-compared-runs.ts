// The runs of a comparison as they are followed: opened and closed as the set changes, each with a look that stays its
// own while it is compared.

import { computed, onScopeDispose, shallowRef, watch, type ComputedRef } from 'vue';
import type { RunId } from '../../../core/protocol/contract.ts';
import type { RunSpec } from '../../../core/spec/run-spec.ts';
import type { Session } from '../../bridge/session.ts';
import { translate, type XAxis } from '../../charts/x-axis.ts';
import { watchRun, type WatchedRun } from '../../stores/watched-run.ts';

/** A run whose design is known. */
export interface ComparedRun {
  readonly id: RunId;
  readonly watched: WatchedRun;
  readonly spec: RunSpec;
  /** Number of its colour and dash pattern. */
  readonly look: number;
}

export interface ComparedRuns {
  /** In the order asked for; those that the host has not answered for are left out. */
  readonly known: ComputedRef<readonly ComparedRun[]>;
  /** Runs that cannot be read, with the reason as a sentence. */
  readonly unreadable: ComputedRef<readonly { readonly id: RunId; readonly reason: string }[]>;
}

export function useComparedRuns(
  session: Pick<Session, 'host' | 'on' | 'whenReady'>,
  ids: () => readonly RunId[],
  tell: (error: unknown) => void,
): ComparedRuns {
  const open = new Map<RunId, { readonly watched: WatchedRun; readonly look: number }>();
  const all = shallowRef<readonly { readonly watched: WatchedRun; readonly look: number }[]>([]);

  watch(
    ids,
    (wanted) => {
      for (const [id, { watched }] of open) {
        if (wanted.includes(id)) continue;
        watched.close();
        open.delete(id);
      }
      all.value = wanted.map((id) => {
        const entry = open.get(id) ?? { watched: watchRun(session, id, tell), look: freeLook() };
        open.set(id, entry);
        return entry;
      });
    },
    { immediate: true },
  );
  /** Those who stay keep their colour. */
  function freeLook(): number {
    const taken = new Set([...open.values()].map(({ look }) => look));
    let look = 0;
    while (taken.has(look)) look += 1;
    return look;
  }
  onScopeDispose(() => {
    for (const { watched } of open.values()) watched.close();
  });

  return {
    known: computed(() =>
      all.value.flatMap(({ watched, look }) => {
        const spec = watched.detail.value?.spec;
        return spec === undefined ? [] : [{ id: watched.id, watched, spec, look }];
      }),
    ),
    unreadable: computed(() =>
      all.value.flatMap(({ watched: { id, detail, problem } }) =>
        detail.value === null && problem.value !== null ? [{ id, reason: problem.value }] : [],
      ),
    ),
  };
}

/** The newest iteration that is known of a run; 1 at least. */
export function newestOf({ watched }: ComparedRun): number {
  const { places, steps, revision } = watched;
  // Values that came in change the places, which are not reactive themselves.
  const known = revision.value < 0 ? 0 : (places.iterations.at(-1) ?? 0);
  return Math.max(1, known, steps.value.iterations.at(-1) ?? 0);
}

/** How far a run has come on an axis. */
export function reachOf(run: ComparedRun, axis: XAxis): number {
  return translate(run.watched.places, newestOf(run), 'iteration', axis, run.spec.batch);
}

/** Names that tell the runs apart: those that are alike get their seed, or a number. */
export function distinctNames(
  names: readonly string[],
  specs: readonly Pick<RunSpec, 'seed'>[],
): readonly string[] {
  return names.map((name, at) => {
    const alike = names.flatMap((other, i) => (other === name ? [i] : []));
    if (alike.length === 1) return name;
    const seeds = new Set(alike.map((i) => specs[i].seed));
    return seeds.size === alike.length
      ? `${name}, seed ${specs[at].seed}`
      : `${name} (${alike.indexOf(at) + 1})`;
  });
}
