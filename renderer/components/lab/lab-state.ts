// What the lab shows, as words of an address that can be shared.

import { pairKinds, type PairKind } from '../../../core/lab/pairs.ts';
import { divergenceKinds, type DivergenceKind } from '../../../core/lab/divergences.ts';

const labTabs = ['divergences', 'earth', 'samples'] as const;
export type LabTab = (typeof labTabs)[number];

const planKinds = ['best', 'independent', 'crossed', 'own'] as const;
export type PlanKind = (typeof planKinds)[number];

export const barCount = 8;
export const mostHeight = 12;
/** Standard deviations that the second normal law may have. */
const widths = [0.5, 1, 2] as const;
export const sampleSizes = [4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048] as const;

export interface LabState {
  readonly tab: LabTab;
  readonly pair: PairKind;
  readonly t: number;
  readonly width: number;
  /** Heights of bars, whole numbers. */
  readonly p: readonly number[];
  readonly q: readonly number[];
  /** Curves that are drawn. */
  readonly shown: readonly DivergenceKind[];
  readonly plan: PlanKind;
  readonly n: number;
  readonly seed: number;
}

export const startState: LabState = {
  tab: 'divergences',
  pair: 'normals',
  t: 3,
  width: 1,
  p: [1, 5, 8, 4, 2, 0, 0, 0],
  q: [3, 0, 1, 1, 3, 7, 4, 1],
  shown: ['js', 'tv', 'w1'],
  plan: 'best',
  n: 32,
  seed: 1,
};

/** The words of an address; whatever is missing or makes no sense is as at the start. */
export function readLab(query: Readonly<Record<string, unknown>>): LabState {
  const word = (key: string): string => (typeof query[key] === 'string' ? query[key] : '');
  const oneOf = <T extends string | number>(key: string, list: readonly T[], other: T): T =>
    list.find((item) => String(item) === word(key)) ?? other;
  const number = (key: string, least: number, most: number, other: number): number => {
    const value = Number(word(key));
    return word(key) !== '' && value >= least && value <= most ? value : other;
  };
  const shown = word('show').split(',');
  return {
    tab: oneOf('tab', labTabs, startState.tab),
    pair: oneOf('pair', pairKinds, startState.pair),
    t: number('t', -8, 8, startState.t),
    width: oneOf('width', widths, startState.width),
    p: heights(word('p')) ?? startState.p,
    q: heights(word('q')) ?? startState.q,
    shown: word('show') === '' ? startState.shown : divergenceKinds.filter((kind) => shown.includes(kind)),
    plan: oneOf('plan', planKinds, startState.plan),
    n: oneOf('n', sampleSizes, startState.n),
    seed: Math.floor(number('seed', 1, 1e6, startState.seed)),
  };
}

function heights(text: string): readonly number[] | null {
  const values = text.split('.').map(Number);
  const areBars =
    values.length === barCount &&
    values.every((value) => Number.isInteger(value) && value >= 0 && value <= mostHeight) &&
    values.some((value) => value > 0);
  return areBars ? values : null;
}

/** Only what is shown and differs from the start. */
export function writeLab(state: LabState): Record<string, string> {
  const words: Record<string, string> = {};
  const put = (key: string, value: string, start: string): void => {
    if (value !== start) words[key] = value;
  };
  put('tab', state.tab, startState.tab);
  put('pair', state.pair, startState.pair);
  put('t', String(state.t), String(startState.t));
  put('width', String(state.width), String(startState.width));
  put('p', state.p.join('.'), startState.p.join('.'));
  put('q', state.q.join('.'), startState.q.join('.'));
  // An empty word would be read as absent.
  put('show', state.shown.length === 0 ? 'none' : state.shown.join(','), startState.shown.join(','));
  put('plan', state.plan, startState.plan);
  put('n', String(state.n), String(startState.n));
  put('seed', String(state.seed), String(startState.seed));
  return words;
}
