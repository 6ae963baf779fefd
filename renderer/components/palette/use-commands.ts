// All that can be done from the command palette at the moment: actions of the view that is shown, views, runs, presets,
// the window's own.

import { computed, type ComputedRef } from 'vue';
import { useRouter } from 'vue-router';
import type { Theme } from '../../../core/protocol/contract.ts';
import { pairKinds } from '../../../core/lab/pairs.ts';
import { presets } from '../../../core/spec/presets.ts';
import { shortcuts } from '../../composables/use-shortcuts.ts';
import { useNotices } from '../../stores/notices.ts';
import { useRuns } from '../../stores/runs.ts';
import { useSettings } from '../../stores/settings.ts';
import { guidePages } from '../guide/guide.ts';
import { startState, writeLab } from '../lab/lab-state.ts';
import { pairViews } from '../lab/pair-views.ts';
import { useImport } from '../export/use-import.ts';
import type { Command, CommandSection } from './commands.ts';

/** Its shortcuts go to views, which have a section of their own. */
const everywhere = 'Anywhere';

const themes = [
  { theme: 'light', label: 'Light theme' },
  { theme: 'dark', label: 'Dark theme' },
  { theme: 'system', label: 'Theme of the system' },
] as const satisfies readonly { theme: Theme; label: string }[];

/** @param ownKeys of the palette itself, which it does not offer */
export function useCommands(ownKeys: string): ComputedRef<readonly CommandSection[]> {
  const router = useRouter();
  const runs = useRuns();
  const settings = useSettings();
  const notices = useNotices();
  const importing = useImport();

  function actions(isView: boolean): readonly Command[] {
    // As if it were pressed with the focus nowhere: what needs a row, or a control, is not offered.
    const nowhere = new KeyboardEvent('keydown');
    return shortcuts.value
      .filter(({ group, keys }) => (group !== everywhere) === isView && keys !== ownKeys)
      .filter(({ when }) => when?.(nowhere) ?? true)
      .map(({ label, group, keys, run }) => ({
        ...{ id: `do ${group} ${label}`, label, keys },
        ...(isView ? { detail: group } : {}),
        run: () => {
          run(nowhere);
        },
      }));
  }
  const runCommands = computed(() =>
    (runs.all ?? []).map(({ id, name, state, dataTitle }): Command => ({
      ...{ id: `run ${id}`, label: name, detail: `${state}, ${dataTitle}` },
      run: () => void router.push({ name: 'run', params: { id } }),
    })),
  );
  const presetCommands = presets.map(({ id, title }): Command => ({
    ...{ id: `preset ${id}`, label: title, detail: 'new run' },
    run: () => void router.push({ name: 'new-run', query: { preset: id } }),
  }));
  const guideCommands = guidePages.map(({ id, title, summary }): Command => ({
    ...{ id: `guide ${id}`, label: title, detail: `guide: ${summary}` },
    run: () => void router.push({ name: 'guide', params: { id } }),
  }));
  const labCommands = pairKinds.map((pair): Command => ({
    ...{ id: `lab ${pair}`, label: pairViews[pair].title, detail: 'divergence lab' },
    run: () => void router.push({ name: 'lab', query: writeLab({ ...startState, pair, t: 1 }) }),
  }));
  const experimentsCommand: Command = {
    ...{ id: 'experiments', label: 'Experiments of the literature', detail: 'guide: to be done again' },
    run: () => void router.push({ name: 'experiments' }),
  };
  const windowCommands: readonly Command[] = [
    {
      ...{ id: 'import', label: 'Import a bundle or a design …', detail: '.critic, .json' },
      run: importing.pick,
    },
    ...themes.map(({ theme, label }) => ({
      ...{ id: `theme ${theme}`, label },
      run: () => {
        settings.change({ theme }).catch(notices.fail);
      },
    })),
  ];
  return computed(() => [
    { title: 'In this view', commands: actions(true) },
    { title: 'Anywhere', commands: actions(false) },
    { title: 'Runs', commands: runCommands.value },
    { title: 'Start from', commands: presetCommands },
    { title: 'Divergence lab', commands: labCommands },
    { title: 'Guide', commands: [experimentsCommand, ...guideCommands] },
    { title: 'Window', commands: windowCommands },
  ]);
}
