// Marks that a person adds to made-up runs: changes while they train, notes on the time line. And bundles, which bring
// nothing.

import type { ChangePath, HostEvents, RunMark } from '../../../core/protocol/contract.ts';
import { specifiedValue } from '../../../core/spec/changes.ts';
import type { RunSpec } from '../../../core/spec/run-spec.ts';

type Emit = <K extends keyof HostEvents>(name: K, event: HostEvents[K]) => void;

export interface MadeUpMarks {
  readonly of: (run: string) => readonly RunMark[];
  readonly calls: Readonly<Record<string, (...args: never[]) => unknown>>;
}

/** @param find a run's specification, and where it is */
export function madeUpMarks(
  find: (run: string) => { readonly spec: RunSpec; readonly iteration: number },
  emit: Emit,
  firstRun: () => string,
): MadeUpMarks {
  const marks = new Map<string, RunMark[]>();
  const values = new Map<string, number>();
  let next = 100;
  const of = (run: string): RunMark[] => marks.get(run) ?? [];
  const add = (run: string, kind: RunMark['kind'], iteration: number, text: string): RunMark => {
    const mark = { seq: (next += 1), kind, iteration, at: Date.now(), text };
    marks.set(run, [...of(run), mark]);
    emit('mark', { run, mark });
    return mark;
  };
  return {
    of,
    calls: {
      changeRun(run: string, path: ChangePath, value: number) {
        const { spec, iteration } = find(run);
        const key = `${run} ${path}`;
        const from = values.get(key) ?? specifiedValue(spec, path)!;
        values.set(key, value);
        setTimeout(() => add(run, 'changed', iteration, `${path} changed from ${from} to ${value}.`), 400);
      },
      noteRun: (run: string, iteration: number, text: string) => add(run, 'note', iteration, text),
      editNote(run: string, seq: number, text: string | null) {
        const others = of(run).filter((mark) => mark.seq !== seq);
        const [old] = of(run).filter((mark) => mark.seq === seq);
        marks.set(run, text === null ? others : [...others, { ...old, text }]);
        emit('note', { run, seq, text });
      },
      beginImport: (name: string) => name,
      addToImport: () => new Promise((resolve) => setTimeout(resolve, 200)),
      finishImport: (name: string) => {
        if (name.startsWith('broken')) throw new Error(`${name} is not a bundle of runs. Export it again.`);
        return [firstRun()];
      },
    },
  };
}
