// The name that the runs of one comparison share: what each of them got the same amount of, and a part of its own.
// `iterations/mb3k2x9a`, `seconds/…`.

import { randomInt } from 'node:crypto';
import type { ArmsBudget } from './arms.ts';

/** A name for a comparison that begins now. */
export function newCompareGroup(unit: ArmsBudget['unit']): string {
  return `${unit}/${Date.now().toString(36)}${randomInt(36 ** 3)
    .toString(36)
    .padStart(3, '0')}`;
}

/** What the runs of the comparison got the same amount of. Names of earlier versions hold the amount, too. */
export function unitOf(compareGroup: string): string {
  return compareGroup.slice(0, Math.max(0, compareGroup.indexOf('/'))).replace(/=.*/, '');
}
