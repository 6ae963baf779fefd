// The pairs of laws that the divergence lab shows, each with its shift t, closed forms and numerical values.

import { normals, parallelSegments, shiftedUniforms, type ClosedForms } from './closed-forms.ts';
import { numericalDivergences, type Divergences } from './divergences.ts';
import { bars, mixture, normal, shifted, uniform, type Law, type Random } from './law.ts';
import { segmentDivergences } from './segments.ts';
import { steppedDivergences } from './stepped.ts';

export const pairKinds = ['uniforms', 'segments', 'normals', 'mixtures', 'one-mode', 'bars'] as const;
export type PairKind = (typeof pairKinds)[number];

/** What a pair can be adjusted by; each pair uses some of it. */
export interface PairSettings {
  /** Standard deviation of the second normal law. */
  readonly width: number;
  /** Heights of the bars, of any sum above 0. */
  readonly p: readonly number[];
  readonly q: readonly number[];
}

export interface Pair {
  readonly kind: PairKind;
  readonly title: string;
  /** t runs from -reach to reach. */
  readonly reach: number;
  /** On the line; null for the segments, which lie in the plane. */
  readonly laws: ((t: number) => { readonly p: Law; readonly q: Law }) | null;
  /** Absent entries have no closed form. */
  readonly closed: (t: number) => ClosedForms;
  readonly numerical: (t: number) => Divergences;
  /** The place along the x axis of a point of each law, for samples. */
  readonly draw: (t: number, random: Random) => { readonly p: Point; readonly q: Point };
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

function onLine(
  kind: PairKind,
  title: string,
  reach: number,
  laws: (t: number) => { readonly p: Law; readonly q: Law },
  closed: (t: number) => ClosedForms,
): Pair {
  return {
    ...{ kind, title, reach, laws, closed },
    numerical: (t) => {
      const { p, q } = laws(t);
      return numericalDivergences(p, q);
    },
    draw: (t, random) => {
      const { p, q } = laws(t);
      return { p: { x: p.draw(random), y: 0 }, q: { x: q.draw(random), y: 0 } };
    },
  };
}

const unit = uniform(0, 1);
const standard = normal(0, 1);
const hills = mixture([
  { weight: 0.5, law: normal(-1.5, 0.4) },
  { weight: 0.5, law: normal(1.5, 0.4) },
]);

export function pairOf(kind: PairKind, { width, p, q }: PairSettings): Pair {
  switch (kind) {
    case 'uniforms':
      return onLine(kind, 'Two uniforms', 2, (t) => ({ p: unit, q: uniform(t, 1 + t) }), shiftedUniforms);
    case 'segments':
      return {
        ...{ kind, title: 'Parallel segments', reach: 2, laws: null, closed: parallelSegments },
        numerical: segmentDivergences,
        draw: (t, random) => ({ p: { x: 0, y: random() }, q: { x: t, y: random() } }),
      };
    case 'normals':
      return onLine(
        kind,
        'Two normals',
        8,
        (t) => ({ p: standard, q: normal(t, width) }),
        (t) => normals(t, width),
      );
    case 'mixtures':
      return onLine(
        kind,
        'Two mixtures',
        6,
        (t) => ({ p: hills, q: shifted(hills, t) }),
        // A law and its shifted copy: no plan beats carrying everything by t (Jensen), and W1 is |t|.
        (t) => ({ w1: Math.abs(t) }),
      );
    case 'one-mode':
      return onLine(
        kind,
        'A mixture and one normal',
        6,
        (t) => ({ p: hills, q: normal(t, 0.4) }),
        () => ({}),
      );
    case 'bars': {
      const [first, second] = [bars(p), bars(q)];
      return onLine(
        kind,
        'Bars by hand',
        8,
        (t) => ({ p: first, q: shifted(second, t) }),
        (t) => steppedDivergences(p, q, t),
      );
    }
  }
}
