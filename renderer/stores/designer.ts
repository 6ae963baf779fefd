// The design being worked on: edited, undone, remembered by the host, and started. It outlives its view.

import { defineStore } from 'pinia';
import { computed, shallowRef, watch } from 'vue';
import type { Budget, DataPreview, EngineList, RunId } from '../../core/protocol/contract.ts';
import type { Role } from '../../core/spec/layer-lists.ts';
import { presets } from '../../core/spec/presets.ts';
import { differencesFromRecipe } from '../../core/spec/recipes.ts';
import type { DataSpec, ObjectiveKind, RunSpec } from '../../core/spec/run-spec.ts';
import { diffSpecs, type SpecDifference } from '../../core/spec/spec-diff.ts';
import { planSweep, type SweepDraw, type SweptField } from '../../core/spec/sweep.ts';
import { useShell } from '../bridge/shell.ts';
import { converted, planned } from '../components/designer/budget.ts';
import { readDesign, readDraft, type ImportProblem } from '../components/designer/designs.ts';
import {
  changeArm,
  draftOf,
  presetDraft,
  revertAll,
  revertField,
  setText,
  setValue,
  unswept,
  withPrunedSweep,
  type Arm,
  type Draft,
} from '../components/designer/draft.ts';
import {
  classicLayers,
  withLayers,
  writtenOut,
  type Classic,
  type Layers,
} from '../components/designer/layer-edits.ts';
import { createHistory } from '../components/designer/history.ts';
import { asPair, asSingle, withBudgetText } from '../components/designer/pair.ts';
import { problemsOf } from '../components/designer/problems.ts';
import { changeArray, changeData, changeObjective, fitHeldOut } from '../components/designer/rebase.ts';
import { newSweepGroup } from '../components/designer/sweep-group.ts';
import { sweptFields } from '../components/designer/swept-text.ts';
import { useNotices } from './notices.ts';
import { useSettings } from './settings.ts';

const rememberAfterMs = 500;
const rememberedAs = 'draft';

/** What a change of recipe or data did to the other fields. */
export interface Aftermath {
  readonly arm: number;
  /** "WGAN-GP" */
  readonly what: string;
  readonly changed: readonly SpecDifference[];
}

/** What the design is swept over. */
export interface DesignedSweep {
  readonly fields: readonly SweptField[];
  /** None while there are problems. */
  readonly specs: readonly RunSpec[];
}

/** What was put into the queue. */
export interface Started {
  readonly runs: readonly RunId[];
  /** The name that the runs of a sweep share. */
  readonly sweep: string | null;
}

export const useDesigner = defineStore('designer', () => {
  const { session } = useShell();
  const settings = useSettings();
  const history = createHistory<Draft>(
    draftOf([presets[0].spec], { kind: 'preset', id: presets[0].id }, 'auto'),
  );
  const draft = history.present;
  /** False until what was remembered has been read. */
  const loaded = shallowRef(false);
  /** The arm that the recipes are chosen for. */
  const active = shallowRef(0);
  const aftermath = shallowRef<Aftermath | null>(null);
  const preview = shallowRef<DataPreview | null>(null);
  /** Why the data cannot be used. */
  const refusal = shallowRef<string | null>(null);
  const engines = shallowRef<EngineList | null>(null);

  const specs = computed(() =>
    planned(
      draft.value.arms.map(({ spec }) => spec),
      draft.value.budget,
    ),
  );
  const plan = computed(() => {
    const { arms, sweep } = draft.value;
    const fields = sweptFields(arms[0].spec, sweep);
    return fields.length === 0
      ? null
      : { fields, planned: planSweep(arms[0].spec, { fields, draw: sweep.draw }) };
  });
  const sweep = computed<DesignedSweep | null>(() => {
    if (plan.value === null) return null;
    const { fields, planned } = plan.value;
    return { fields, specs: 'specs' in planned ? planned.specs : [] };
  });
  const problems = computed(() => {
    const planned = plan.value?.planned;
    const ofSweep = planned !== undefined && 'problems' in planned ? planned.problems : [];
    return problemsOf(draft.value, { counts: preview.value, refusal: refusal.value, ofSweep });
  });
  /** Per arm, by path: where it departs from the recipe of its objective. */
  const recipeMarks = computed(() =>
    draft.value.arms.map(({ spec }) => new Map(differencesFromRecipe(spec).map((one) => [one.path, one]))),
  );
  /** By path: where the first arm departs from the run that it was copied from. */
  const originMarks = computed(() => {
    const { origin, arms } = draft.value;
    if (origin.kind !== 'run') return new Map<string, SpecDifference>();
    return new Map(diffSpecs(origin.spec, arms[0].spec).map((one) => [one.path, one]));
  });
  const errors = computed(() => problems.value.filter(({ severity }) => severity === 'error'));

  const stopLoading = watch(
    () => settings.current,
    (current) => {
      if (current === null) return;
      const remembered = readDraft(settings.recall(rememberedAs));
      history.reset(remembered ?? { ...draft.value, engine: current.engine });
      loaded.value = true;
      queueMicrotask(() => {
        stopLoading();
      });
    },
    { immediate: true },
  );

  let timer: ReturnType<typeof setTimeout> | null = null;
  function remember(): void {
    if (timer === null) return;
    clearTimeout(timer);
    timer = null;
    // Without a line it is kept here, and remembered after the next change.
    void settings.remember(rememberedAs, draft.value).catch(() => undefined);
  }
  watch(draft, () => {
    if (active.value >= draft.value.arms.length) active.value = 0;
    if (!loaded.value) return;
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(remember, rememberAfterMs);
  });
  addEventListener('pagehide', remember);

  session.whenReady(() => {
    void session.host.listEngines(false).then(
      (list) => (engines.value = list),
      // The line broke; it is asked again when it is back.
      () => undefined,
    );
  });

  function change(next: Draft, what: string | null = null): void {
    history.change(withPrunedSweep(next), what);
    aftermath.value = null;
  }
  function rework(arms: readonly number[], what: string, rework: (arm: Arm) => Arm): void {
    const before = draft.value;
    const next = arms.reduce((one, at) => changeArm(one, at, rework), before);
    change(next);
    const [first] = arms;
    const changed = diffSpecs(before.arms[first].spec, next.arms[first].spec);
    aftermath.value = {
      arm: first,
      what,
      changed: changed.filter(({ path }) => path !== 'objective.kind' && path !== 'data.kind'),
    };
  }
  const everyArm = (): number[] => draft.value.arms.map((_, at) => at);

  return {
    draft,
    loaded,
    active,
    aftermath,
    engines,
    /** Of the data set of the design, once the host has read it. */
    preview,
    refusal,
    /** What would be started; of a sweep, one of its runs. */
    specs,
    /** Null where every field has one value. */
    sweep,
    /** In the order of the fields. */
    problems,
    errors,
    recipeMarks,
    originMarks,
    canUndo: history.canUndo,
    canRedo: history.canRedo,
    undo: (): void => {
      history.undo();
      aftermath.value = null;
    },
    redo: (): void => {
      history.redo();
      aftermath.value = null;
    },
    remember,

    setText(path: string, arm: number, text: string): void {
      change(setText(draft.value, path, arm, text), `${arm} ${path}`);
    },
    setValue(path: string, arm: number, value: unknown): void {
      if (path === 'data.kind')
        rework(everyArm(), 'The new data', (one) => changeData(one, value as DataSpec['kind']));
      else if (path === 'data.size' && draft.value.arms[0].spec.data.kind === 'npy')
        rework(everyArm(), 'Reading the array so', (one) =>
          changeArray(one, value === false ? null : (value as 28 | 32 | 64)),
        );
      else change(setValue(draft.value, path, arm, value));
    },
    /** The network of an arm as a list of its layers, in all arms. */
    editLayers(role: Role, arm: number): void {
      change(withLayers(draft.value, role, writtenOut(draft.value.arms[arm].spec, role)) ?? draft.value);
    },
    startLayers(role: Role, kind: Classic): void {
      const network = classicLayers(draft.value.arms[0].spec, role, kind);
      change(withLayers(draft.value, role, network) ?? draft.value);
    },
    /** @param what edits of the same thing that follow each other quickly are undone as one */
    setLayers(role: Role, layers: Layers, what: string | null): void {
      const network = draft.value.arms[0].spec[role];
      if (network.kind === 'real-plus-noise') return;
      const { init } = network;
      change(withLayers(draft.value, role, { kind: 'layers', layers, init }) ?? draft.value, what);
    },
    /** @param what points of one stroke are undone together */
    drawPoints(points: readonly number[], what: string | null): void {
      change(setValue(draft.value, 'data.points', 0, points), what);
    },
    /** Holds out no more of the data than there are to spare, now that it is known how many there are. */
    fitHeldOut(heldOut: number): void {
      rework(everyArm(), 'The size of the data', (one) => fitHeldOut(one, heldOut));
    },
    chooseRecipe(kind: ObjectiveKind, title: string): void {
      if (draft.value.arms[active.value].spec.objective.kind === kind) return;
      rework([active.value], title, (arm) => changeObjective(arm, kind));
    },
    /** Back to one value. */
    unsweep(path: string): void {
      change(unswept(draft.value, path));
    },
    setDraw(draw: SweepDraw): void {
      change({ ...draft.value, sweep: { ...draft.value.sweep, draw } }, 'draw');
    },
    setTogether(together: boolean): void {
      change({ ...draft.value, sweep: { ...draft.value.sweep, together } });
    },
    revert(path: string, arm: number): void {
      change(revertField(draft.value, path, arm));
    },
    revertAll(arm: number): void {
      change(revertAll(draft.value, arm));
    },
    setEngine(engine: string): void {
      change({ ...draft.value, engine });
    },
    setBudgetText(text: string): void {
      change(withBudgetText(draft.value, text), 'budget');
    },
    setBudgetUnit(unit: Budget['unit'], secondsPerIteration: number | null): void {
      const budget = converted(draft.value.budget, unit, draft.value.arms[0].spec, secondsPerIteration);
      change({ ...draft.value, budget, budgetText: null });
    },
    /** One design becomes a comparison, and a comparison the arm that is chosen. A sweep stays what it is. */
    togglePair(): void {
      if (sweep.value !== null) {
        useNotices().say(
          'A sweep varies one design and cannot be paired. Give its swept fields one value first.',
          { tone: 'bad' },
        );
        return;
      }
      const single = draft.value.arms.length === 1;
      change(single ? asPair(draft.value) : asSingle(draft.value, active.value));
      active.value = 0;
    },

    startFromPreset(id: string): void {
      const next = presetDraft(id, draft.value.engine);
      if (next !== undefined) change(next);
    },
    /** @throws CallError `unknown` */
    async startFromRun(id: RunId): Promise<void> {
      const { spec, summary } = await session.host.readRun(id);
      change(draftOf([spec], { kind: 'run', id, name: summary.name, spec }, draft.value.engine));
    },
    /** Nothing changes where there are problems. */
    startFromText(text: string, from: string): readonly ImportProblem[] {
      const imported = readDesign(text, from, draft.value.engine);
      if ('problems' in imported) return imported.problems;
      change(imported.draft);
      return [];
    },
    /** Puts it into the queue. @throws CallError, its sentence says why */
    async start(): Promise<Started> {
      const { engine, budget } = draft.value;
      const group = sweep.value === null ? null : newSweepGroup();
      const runs = await session.host.startRuns({
        ...{ specs: sweep.value?.specs ?? specs.value, engine, group },
        budget: specs.value.length > 1 ? budget : null,
      });
      return { runs, sweep: group };
    },
  };
});
