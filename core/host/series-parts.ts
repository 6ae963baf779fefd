// A metric's buckets as arrays, one for each column.

import type { SeriesPart, SeriesRequest } from '../protocol/contract.ts';
import type { MetricKey } from '../spec/metric.ts';
import type { Bucket } from '../store/series.ts';
import type { Store } from '../store/store.ts';

/** @throws StoreError when there is no such run */
export function readSeries(
  store: Store,
  run: string,
  { keys, from, to, buckets: wanted }: SeriesRequest,
): readonly SeriesPart[] {
  return keys.map((key) => {
    const { buckets } = store.series.readBuckets(run, key, wanted, from, to ?? undefined);
    return toPart(key, buckets, wanted, from, to);
  });
}

function toPart(
  key: MetricKey,
  buckets: readonly Bucket[],
  wanted: number,
  from: number,
  to: number | null,
): SeriesPart {
  const column = (name: keyof Bucket): Float64Array => Float64Array.from(buckets, (bucket) => bucket[name]);
  const isWhole = buckets.every(({ count }) => count === 1);
  const span = (to ?? buckets.at(-1)?.last ?? from) - from + 1;
  return {
    key,
    width: isWhole ? 1 : Math.max(1, span / wanted),
    first: column('first'),
    last: column('last'),
    min: column('min'),
    max: column('max'),
    mean: column('mean'),
    tail: column('tail'),
    count: column('count'),
    nonFinite: column('nonFinite'),
    criticUpdates: column('criticUpdates'),
    activeSeconds: column('activeSeconds'),
  };
}
