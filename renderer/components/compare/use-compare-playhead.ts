// One playhead for several runs: a place on the axis by which they are aligned, the stored grid of each run nearest to
// it, and playing through all places at a chosen speed.

import { computed, onScopeDispose, ref, watch, type ComputedRef, type Ref } from 'vue';
import type { RunId, SampleGrid } from '../../../core/protocol/contract.ts';
import { nearestIndex, translate, type XAxis } from '../../charts/x-axis.ts';
import { GridFollower } from './grid-follower.ts';
import { allPlaces, commonEnd, gridNearest, placesOf } from './places.ts';
import type { ComparedRun } from './use-compared-runs.ts';

export interface ComparePlayhead {
  /** Chosen place on the axis; null follows the newest one that all runs have reached. */
  readonly chosen: Readonly<Ref<number | null>>;
  /** Where the playhead stands. */
  readonly here: ComputedRef<number>;
  /** Every place with a grid of one of the runs, in order. */
  readonly places: ComputedRef<Float64Array>;
  /** Place in `places` that is nearest to where the playhead stands. */
  readonly index: ComputedRef<number>;
  /** What is shown of each run; the one before until the wanted one was read. */
  readonly grids: ComputedRef<readonly (SampleGrid | null)[]>;
  readonly playing: Readonly<Ref<boolean>>;
  /** Places per second. */
  readonly speed: Readonly<Ref<number>>;
  readonly goTo: (place: number) => void;
  readonly step: (by: number) => void;
  /** Follows the newest place that all runs have reached. */
  readonly follow: () => void;
  readonly playOrPause: () => void;
  readonly setSpeed: (placesPerSecond: number) => void;
}

export function useComparePlayhead(
  runs: () => readonly ComparedRun[],
  axis: Readonly<Ref<XAxis>>,
  tell: (error: unknown) => void,
): ComparePlayhead {
  const chosen = ref<number | null>(null);
  const playing = ref(false);
  const speed = ref(10);
  const followers = new Map<RunId, GridFollower>();

  const each = computed(() =>
    runs().map(({ watched, spec }) =>
      placesOf(axis.value, { steps: watched.steps.value, batch: spec.batch }),
    ),
  );
  const places = computed(() => allPlaces(each.value));
  const here = computed(() => chosen.value ?? commonEnd(each.value) ?? places.value.at(-1) ?? 0);
  const index = computed(() => nearestIndex(places.value, here.value));
  const wanted = computed(() =>
    runs().map(({ watched }, at) => gridNearest(each.value[at], watched.steps.value, here.value)),
  );

  function follower({ id, watched }: ComparedRun): GridFollower {
    const known = followers.get(id);
    if (known !== undefined) return known;
    const made = new GridFollower(watched.grid, tell);
    followers.set(id, made);
    return made;
  }
  watch(
    wanted,
    (iterations) => {
      for (const id of [...followers.keys()]) if (!runs().some((run) => run.id === id)) followers.delete(id);
      runs().forEach((run, at) => {
        const ahead = [1, 2, -1].flatMap((by) => {
          const place = places.value.at(Math.max(0, index.value + by));
          const next =
            place === undefined ? null : gridNearest(each.value[at], run.watched.steps.value, place);
          return next === null ? [] : [next];
        });
        follower(run).want(iterations[at], ahead);
      });
    },
    { immediate: true },
  );
  // The same place on the other axis, as the first run knows it.
  watch(axis, (now, before) => {
    const first = runs().at(0);
    if (chosen.value === null || first === undefined) return;
    chosen.value = translate(first.watched.places, chosen.value, before, now, first.spec.batch);
  });

  const grids = computed(() => runs().map((run) => follower(run).shown.value));

  function step(by: number): void {
    const { value } = places;
    if (value.length === 0) return;
    chosen.value = value[Math.min(value.length - 1, Math.max(0, index.value + by))];
  }

  let frame: number | null = null;
  let due = 0;
  function advance(now: number): void {
    frame = requestAnimationFrame(advance);
    // Nothing is skipped: who plays wants to see every grid.
    const arrived = grids.value.every((grid, at) => (grid?.iteration ?? null) === wanted.value[at]);
    if (now < due || !arrived) return;
    if (index.value >= places.value.length - 1) {
      playing.value = false;
      return;
    }
    due = Math.max(due + 1000 / speed.value, now);
    step(1);
  }
  watch(playing, (on) => {
    if (frame !== null) cancelAnimationFrame(frame);
    frame = null;
    if (!on) return;
    if (index.value >= places.value.length - 1) chosen.value = places.value.at(0) ?? null;
    due = performance.now() + 1000 / speed.value;
    frame = requestAnimationFrame(advance);
  });
  onScopeDispose(() => {
    if (frame !== null) cancelAnimationFrame(frame);
  });

  return {
    ...{ chosen, here, places, index, grids, playing, speed, step },
    follow() {
      chosen.value = null;
    },
    playOrPause() {
      playing.value = !playing.value;
    },
    setSpeed(placesPerSecond) {
      speed.value = placesPerSecond;
    },
    goTo(place) {
      const at = nearestIndex(places.value, place);
      chosen.value = at < 0 ? null : places.value[at];
    },
  };
}
