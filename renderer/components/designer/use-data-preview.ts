// The first samples of the data set that is chosen, read by the host a moment after the last change.

import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue';
import type { DataPreview, HostEvents } from '../../../core/protocol/contract.ts';
import { isToy } from '../../../core/spec/data-facts.ts';
import { inFieldNames } from '../../../core/spec/field-facts.ts';
import type { DataSpec, DownloadSpec } from '../../../core/spec/run-spec.ts';
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

export interface DataPreviewView {
  readonly shown: Readonly<ShallowRef<ShownPreview>>;
  /** While the data are prepared or downloaded. */
  readonly work: Readonly<ShallowRef<HostEvents['busy'] | null>>;
  /** Gives up what is at work. */
  readonly cancel: () => void;
  /** Fetches the data, and shows them. */
  readonly download: (name: DownloadSpec['name']) => void;
}

export function useDataPreview(): DataPreviewView {
  const { session } = useShell();
  const designer = useDesigner();
  const shown = shallowRef<ShownPreview>({ preview: designer.preview, failure: null });
  const work = shallowRef<HostEvents['busy'] | null>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wanted = '';
  /** What the host reads now. */
  let reading: DataSpec | null = null;

  const sentenceOf = (error: unknown): string =>
    inFieldNames(error instanceof Error ? error.message : String(error));

  function ask(key: string, data: DataSpec): void {
    reading = data;
    session.host
      .previewData(data, isToy(data) ? points : images)
      .then(
        (preview) => {
          if (key !== wanted) return;
          shown.value = { preview, failure: null };
          designer.preview = preview;
        },
        (error: unknown) => {
          if (key === wanted) shown.value = { preview: null, failure: sentenceOf(error) };
        },
      )
      .finally(() => {
        if (reading === data) reading = null;
      });
  }
  function giveUp(): void {
    if (reading === null) return;
    // Nobody waits for an answer, and its failure is told by `ask`.
    session.host.cancelPreview(reading).catch(() => undefined);
    reading = null;
  }
  function look(): void {
    const { spec, texts } = designer.draft.arms[0];
    const { data } = spec;
    // A path that has yet to be typed is no path to look at.
    const key = isAsked(texts) ? '' : JSON.stringify(data);
    if (key === wanted) return;
    wanted = key;
    designer.preview = null;
    giveUp();
    clearTimeout(timer);
    if (key === '') shown.value = { preview: null, failure: null };
    else timer = setTimeout(ask, afterMs, key, data);
  }
  function cancel(): void {
    if (work.value?.what === 'download') session.host.cancelDownload().catch(() => undefined);
    else giveUp();
  }
  function download(name: DownloadSpec['name']): void {
    const key = wanted;
    session.host.downloadData(name).then(
      () => {
        wanted = '';
        look();
      },
      (error: unknown) => {
        if (key === wanted) shown.value = { preview: null, failure: sentenceOf(error) };
      },
    );
  }

  watch(() => designer.draft, look, { immediate: true });
  const undo = session.whenReady(() => {
    wanted = '';
    look();
  });
  const deaf = session.on('busy', (busy) => {
    if (busy.what === 'preview' || busy.what === 'download') work.value = busy.step === '' ? null : busy;
  });
  onScopeDispose(() => {
    clearTimeout(timer);
    giveUp();
    undo();
    deaf();
  });
  return { shown, work, cancel, download };
}
