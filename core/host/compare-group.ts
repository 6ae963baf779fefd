// The name that the runs of one comparison share: what each of them got the same amount of, and a part of its own.
// `iterations/mb3k2x9a`, `critic-updates=5000/…`, `seconds=120/…`.

import { randomInt } from 'node:crypto';

/** A name for a comparison that begins now. @param budget `iterations`, `critic-updates=5000`, `seconds=120` */
export function newCompareGroup(budget: string): string {
  return `${budget}/${Date.now().toString(36)}${randomInt(36 ** 3)
    .toString(36)
    .padStart(3, '0')}`;
}

/** The budget that the name was made with. */
export function budgetOf(compareGroup: string): string {
  return compareGroup.slice(0, Math.max(0, compareGroup.indexOf('/')));
}

/** Seconds of training that each run of the comparison gets; null where it is not time that they share. */
export function secondsOf(compareGroup: string | null): number | null {
  const text = compareGroup === null ? undefined : /^seconds=([\d.]+)$/.exec(budgetOf(compareGroup))?.[1];
  return text === undefined ? null : Number(text);
}
