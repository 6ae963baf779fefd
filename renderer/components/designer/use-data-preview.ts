// The first samples of the data set that is chosen, read by the host a moment after the last change.

import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue';
import type { DataPreview } from '../../../core/protocol/contract.ts';
import { isToy } from '../../../core/spec/data-facts.ts';
import { inFieldNames } from '../../../core/spec/field-facts.ts';
import type { DataSpec } from '../../../core/spec/run-spec.ts';
import { useShell } from '../../bridge/shell.ts';
import { isAsked } from './data-kinds.ts';
import { useDesigner } from '../../stores/designer.ts';

const afterMs = 250;
const images = 40;
const points = 1024;

export interface ShownPreview {
  readonly preview: DataPreview | null;
  /** Why there is none. */
  readonly failure: string | null;
}

export function useDataPreview(): Readonly<ShallowRef<ShownPreview>> {
  const { session } = useShell();
  const designer = useDesigner();
  const shown = shallowRef<ShownPreview>({ preview: designer.preview, failure: null });
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wanted = '';

  function ask(key: string, data: DataSpec): void {
    session.host.previewData(data, isToy(data) ? points : images).then(
      (preview) => {
        if (key !== wanted) return;
        shown.value = { preview, failure: null };
        designer.preview = preview;
      },
      (error: unknown) => {
        if (key !== wanted) return;
        shown.value = {
          preview: null,
          failure: inFieldNames(error instanceof Error ? error.message : String(error)),
        };
      },
    );
  }
  function look(): void {
    const { spec, texts } = designer.draft.arms[0];
    const { data } = spec;
    // A path that has yet to be typed is no path to look at.
    const key = isAsked(texts) ? '' : JSON.stringify(data);
    if (key === wanted) return;
    wanted = key;
    designer.preview = null;
    clearTimeout(timer);
    if (key === '') shown.value = { preview: null, failure: null };
    else timer = setTimeout(ask, afterMs, key, data);
  }

  watch(() => designer.draft, look, { immediate: true });
  const undo = session.whenReady(() => {
    wanted = '';
    look();
  });
  onScopeDispose(() => {
    clearTimeout(timer);
    undo();
  });
  return shown;
}
