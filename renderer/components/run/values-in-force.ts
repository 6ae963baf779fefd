// What a run trains with now, where it was changed while it trained: told by its marks, for the specification stays as
// it was started with.

import type { RunMark } from '../../../core/protocol/contract.ts';
import { changeablePaths, specifiedValue, type ChangeablePath } from '../../../core/spec/changes.ts';
import type { RunSpec } from '../../../core/spec/run-spec.ts';

/** "optimizer.critic.lr changed from 0.0001 to 0.00005." */
const sentence = /^(\S+) changed from (\S+) to (\S+)\.$/;

type InForce = ReadonlyMap<ChangeablePath, number>;

/** What a mark of kind `changed` says; undefined for any other. */
export function changeOf({
  kind,
  text,
}: RunMark): { readonly path: ChangeablePath; readonly from: number; readonly to: number } | undefined {
  const [, name, before, after] = (kind === 'changed' ? sentence.exec(text ?? '') : null) ?? [];
  const path = changeablePaths.find((one) => one === name);
  const [from, to] = [Number(before), Number(after)];
  if (path === undefined || !Number.isFinite(from) || !Number.isFinite(to)) return undefined;
  return { path, from, to };
}

/** Those that are other than the specification says. A checkpoint holds what was in force when it was written. */
export function changedValues(spec: RunSpec, marks: readonly RunMark[]): InForce {
  const saved = new Map<number, InForce>();
  let present: InForce = new Map();
  for (const mark of [...marks].sort((a, b) => a.seq - b.seq)) {
    const change = changeOf(mark);
    if (change !== undefined) present = new Map(present).set(change.path, change.to);
    else if (mark.kind === 'checkpoint') saved.set(mark.iteration, present);
    else if (mark.kind === 'rewound') present = saved.get(mark.iteration) ?? new Map();
  }
  return new Map([...present].filter(([path, value]) => value !== specifiedValue(spec, path)));
}
