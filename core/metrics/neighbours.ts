// Metrics of nearest neighbours, for n real samples x_i and m generated samples y_j in some feature space:
//
//   precision = 1/m sum_j 1[some i: |y_j - x_i| <= NND_k(x_i)],   recall = the same with the sets exchanged, k = 3
//     (Kynkäänniemi et al. 2019, arXiv:1904.06991, equations 1 and 2);
//   density  = 1/(k m) sum_j sum_i 1[|y_j - x_i| <= NND_k(x_i)],
//   coverage = 1/n sum_i 1[some j: |y_j - x_i| <= NND_k(x_i)],   k = 5
//     (Naeem et al. 2020, arXiv:2002.09797, equations 2 and 3);
//   1-NN: the share of samples whose nearest other sample, of either set, is of their own set, for real and for generated
//     ones apart (Lopez-Paz and Oquab 2017, arXiv:1610.06545; Xu et al. 2018, arXiv:1806.07755). 0.5 cannot be told
//     apart, 1 is separate, below 0.5 generated samples sit on real ones.
//
// NND_k(x_i) is the distance of x_i to its k-th nearest other sample of its own set.

import type { DistanceTriple } from './distances.ts';

const precisionNeighbours = 3;
export const densityNeighbours = 5;

export interface Neighbourhoods {
  readonly precision: number;
  readonly recall: number;
  readonly density: number;
  readonly coverage: number;
}

/** Throws a RangeError for sets of no more samples than there are neighbours to look for. */
export function neighbourhoods(distances: DistanceTriple): Neighbourhoods {
  const { real, generated, withinReal, withinGenerated, across } = distances;
  const [realRadii, denseRadii] = radii(withinReal, real, [precisionNeighbours, densityNeighbours]);
  const [fakeRadii] = radii(withinGenerated, generated, [precisionNeighbours]);
  const precise = new Uint8Array(generated);
  let recalled = 0;
  let covered = 0;
  let inside = 0;
  for (let i = 0; i < real; i += 1) {
    let isRecalled = false;
    let isCovered = false;
    for (let j = 0; j < generated; j += 1) {
      const square = across[i * generated + j];
      if (square <= realRadii[i]) precise[j] = 1;
      if (square <= fakeRadii[j]) isRecalled = true;
      if (square <= denseRadii[i]) {
        isCovered = true;
        inside += 1;
      }
    }
    if (isRecalled) recalled += 1;
    if (isCovered) covered += 1;
  }
  return {
    precision: precise.reduce((sum, one) => sum + one, 0) / generated,
    recall: recalled / real,
    density: inside / (densityNeighbours * generated),
    coverage: covered / real,
  };
}

/** Squared distances to the k-th nearest other row, one array for each k; `ks` grow. */
function radii(within: Float32Array, count: number, ks: readonly number[]): readonly Float32Array[] {
  const most = ks[ks.length - 1];
  if (count <= most) throw new RangeError(`${count} samples have no ${most} neighbours each.`);
  const found = ks.map(() => new Float32Array(count));
  const nearest = new Float64Array(most);
  for (let i = 0; i < count; i += 1) {
    nearest.fill(Infinity);
    for (let j = 0; j < count; j += 1) {
      const square = within[i * count + j];
      if (j === i || square >= nearest[most - 1]) continue;
      let place = most - 1;
      for (; place > 0 && nearest[place - 1] > square; place -= 1) nearest[place] = nearest[place - 1];
      nearest[place] = square;
    }
    ks.forEach((k, at) => {
      found[at][i] = nearest[k - 1];
    });
  }
  return found;
}

export interface NearestNeighbourTest {
  /** Of both sets together. */
  readonly accuracy: number;
  /** Share of real samples whose nearest is real, and of generated ones whose nearest is generated. */
  readonly real: number;
  readonly generated: number;
}

/** Leave-one-out. A sample that is as near to both sets counts half. Throws a RangeError for sets of one sample. */
export function nearestNeighbourTest(distances: DistanceTriple): NearestNeighbourTest {
  const { real, generated, withinReal, withinGenerated, across } = distances;
  if (real < 2 || generated < 2) throw new RangeError('A set of one sample has no neighbours within itself.');
  const toReal = new Float64Array(generated).fill(Infinity);
  let onReal = 0;
  for (let i = 0; i < real; i += 1) {
    let toGenerated = Infinity;
    for (let j = 0; j < generated; j += 1) {
      const square = across[i * generated + j];
      if (square < toGenerated) toGenerated = square;
      if (square < toReal[j]) toReal[j] = square;
    }
    onReal += vote(nearestWithin(withinReal, real, i), toGenerated);
  }
  let onGenerated = 0;
  for (let j = 0; j < generated; j += 1)
    onGenerated += vote(nearestWithin(withinGenerated, generated, j), toReal[j]);
  return {
    accuracy: (onReal + onGenerated) / (real + generated),
    real: onReal / real,
    generated: onGenerated / generated,
  };
}

function nearestWithin(within: Float32Array, count: number, i: number): number {
  let nearest = Infinity;
  for (let j = 0; j < count; j += 1)
    if (j !== i && within[i * count + j] < nearest) nearest = within[i * count + j];
  return nearest;
}

const vote = (own: number, other: number): number => (own < other ? 1 : own === other ? 0.5 : 0);
