// Arms from short specifications, and what the runs of an arm have in common.

import { ExportError } from '../export/errors.ts';
import type { Curve } from '../export/curve.ts';
import { completeSpec } from '../spec/complete.ts';
import type { MetricKey } from '../spec/metric.ts';
import type { PlainObject } from '../spec/paths.ts';
import type { Store } from '../store/store.ts';
import type { Arm, Lab, TrainedArm } from './experiment.ts';

/** @throws Error where the specification has an error, which a test finds */
export function armOf(id: string, title: string, short: PlainObject): Arm {
  const result = completeSpec(short);
  if ('spec' in result) return { id, title, spec: result.spec };
  throw new Error(`Arm ${id}: ${result.problems.map(({ sentence }) => sentence).join(' ')}`);
}

/** The runs of each arm, in the order of the arms. */
export function byArm({ trained }: Lab): readonly (readonly TrainedArm[])[] {
  const groups = new Map<string, TrainedArm[]>();
  for (const one of trained) groups.set(one.arm.id, [...(groups.get(one.arm.id) ?? []), one]);
  return [...groups.values()];
}

/** The run of an arm that figures show: that of the first seed. @throws ExportError where there is none */
export function shown(lab: Lab, id: string): TrainedArm {
  const found = lab.trained.find(({ arm }) => arm.id === id);
  if (found === undefined) throw new ExportError(`The arm ${id} was not trained; train it first.`);
  return found;
}

/** A metric over iterations. */
export function curveOf(store: Store, run: string, key: MetricKey): Curve {
  const { iterations, values } = store.series.read(run, key);
  return { x: iterations, y: values };
}

/** NaN where there is none. */
export function firstOf({ y }: Curve): number {
  return y.length === 0 ? NaN : y[0];
}

/** The last value; NaN where there is none. */
export function lastOf({ y }: Curve): number {
  return y.length === 0 ? NaN : y[y.length - 1];
}
