// The first samples of the data set that is chosen, read by the host a moment after the last change.

import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue';
import type { DataPreview, HostEvents } from '../../../core/protocol/contract.ts';
import { CallError } from '../../../core/protocol/call-error.ts';
import { dataPaths, heldOutShare, isToy } from '../../../core/spec/data-facts.ts';
import { usualHeldOut } from '../../../core/spec/complete.ts';
import { inFieldNames } from '../../../core/spec/field-facts.ts';
import type { DataSpec, DownloadSpec } from '../../../core/spec/run-spec.ts';
import { useShell } from '../../bridge/shell.ts';
import { isAsked } from './data-kinds.ts';
import { useDesigner } from '../../stores/designer.ts';

const afterMs = 250;
const images = 40;
const points = 1024;

/** At the field; the preview says all of it beside its button. */
const toDownload = 'It has yet to be downloaded: the button is in the data preview.';

export interface ShownPreview {
  readonly preview: DataPreview | null;
  /** Why there is none. */
  readonly failure: string | null;
  /** While the host reads the data. */
  readonly reading: boolean;
}

const sourceOf = (data: DataSpec): string => JSON.stringify([data.kind, dataPaths(data)]);

export interface DataPreviewView {
  readonly shown: Readonly<ShallowRef<ShownPreview>>;
  /** While the data are prepared or downloaded. */
  readonly work: Readonly<ShallowRef<HostEvents['busy'] | null>>;
  /** Gives up what is at work. */
  readonly cancel: () => void;
  /** Reads the data once more, as when somebody has mended a file. */
  readonly again: () => void;
  /** Fetches the data, and shows them. */
  readonly download: (name: DownloadSpec['name']) => void;
}

export function useDataPreview(): DataPreviewView {
  const { session } = useShell();
  const designer = useDesigner();
  const shown = shallowRef<ShownPreview>({
    ...{ preview: designer.preview, failure: null, reading: false },
  });
  const work = shallowRef<HostEvents['busy'] | null>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wanted = '';
  /** The files whose number of samples has been seen to; null before any. */
  let fittedTo: string | null = null;
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
          shown.value = { preview, failure: null, reading: false };
          designer.preview = preview;
          fit(data, preview);
        },
        (error: unknown) => {
          if (key !== wanted) return;
          fail(error);
          // Anything else may be different the next time: reading that was cancelled, a line that broke.
          if (error instanceof CallError && error.code === 'refused')
            designer.refusal = data.kind === 'download' ? toDownload : sentenceOf(error);
        },
      )
      .finally(() => {
        if (reading === data) reading = null;
      });
  }
  function fail(error: unknown): void {
    shown.value = { preview: null, failure: sentenceOf(error), reading: false };
  }
  /** Of data that have just been named, as many are held out as they have to spare, where nobody has said how many. */
  function fit(data: DataSpec, { train, heldOut }: DataPreview): void {
    const source = sourceOf(data);
    const isNew = fittedTo !== null && fittedTo !== source;
    fittedTo = source;
    if (!isNew || !('heldOut' in data) || data.heldOut !== usualHeldOut(data.kind)) return;
    // Of stacks there are any number.
    const fitting =
      data.kind === 'stacked' ? heldOut : Math.min(heldOut, heldOutShare(train + heldOut, data.heldOut));
    if (fitting < data.heldOut) designer.fitHeldOut(fitting);
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
    designer.refusal = null;
    giveUp();
    clearTimeout(timer);
    fittedTo ??= sourceOf(data);
    // What was there stays until the next is: no flicker while a number is typed.
    const { preview } = shown.value;
    shown.value = { preview: key === '' ? null : preview, failure: null, reading: key !== '' };
    if (key !== '') timer = setTimeout(ask, afterMs, key, data);
  }
  function again(): void {
    wanted = '';
    look();
  }
  function cancel(): void {
    if (work.value?.what === 'download') session.host.cancelDownload().catch(() => undefined);
    else giveUp();
  }
  function download(name: DownloadSpec['name']): void {
    const key = wanted;
    session.host.downloadData(name).then(again, (error: unknown) => {
      if (key === wanted) fail(error);
    });
  }

  watch(() => designer.draft, look, { immediate: true });
  const undo = session.whenReady(again);
  const deaf = session.on('busy', (busy) => {
    if (busy.what === 'preview' || busy.what === 'download') work.value = busy.step === '' ? null : busy;
  });
  onScopeDispose(() => {
    clearTimeout(timer);
    giveUp();
    undo();
    deaf();
  });
  return { shown, work, cancel, download, again };
}
