// Points drawn by hand: each drawn point is the centre of a small Gaussian, all of them equally likely.

import { RandomStream } from '../nn/random.ts';
import type { DrawnSpec } from '../spec/run-spec.ts';
import { DataError, type DataDescription, type Dataset } from './dataset.ts';
import { fingerprint } from './fingerprint.ts';
import { pointSamples } from './samples.ts';
import { scaledPoints } from './scale-points.ts';

const dataSeed = 20_260_502;
const trainingPoints = 100_000;
const heldOutPoints = 2000;

function describeDrawn(): DataDescription {
  return { title: 'Drawn points', shape: [2] };
}

/** Makes 100,000 points to train on, and 2,000 held out that take the drawn ones in turn. */
export function openDrawn(spec: DrawnSpec): Dataset {
  const { points, spread, scale } = spec;
  if (points.length < 2 || points.length % 2 !== 0)
    throw new DataError('data.points holds no pairs x, y; draw at least one point.');
  const centres = points.length / 2;
  const draw = (
    count: number,
    stream: RandomStream,
    pick: (index: number) => number,
  ): Float32Array<ArrayBuffer> => {
    const drawn = new Float32Array(2 * count);
    for (let i = 0; i < count; i += 1) {
      const k = pick(i);
      drawn[2 * i] = points[2 * k] + spread * stream.normal();
      drawn[2 * i + 1] = points[2 * k + 1] + spread * stream.normal();
    }
    return drawn;
  };
  const streams = {
    train: RandomStream.of(dataSeed, 'data-order'),
    heldOut: RandomStream.of(dataSeed, 'evaluation'),
  };
  const drawn = new Float32Array(2 * (trainingPoints + heldOutPoints));
  drawn.set(draw(trainingPoints, streams.train, () => streams.train.integer(centres)));
  drawn.set(
    draw(heldOutPoints, streams.heldOut, (index) => index % centres),
    2 * trainingPoints,
  );
  const trained = Uint32Array.from({ length: trainingPoints }, (_, i) => i);
  const scaled = scaledPoints(drawn, trained, scale);
  const train = scaled.points.slice(0, 2 * trainingPoints);
  const heldOut = scaled.points.slice(2 * trainingPoints);
  return {
    ...describeDrawn(),
    train: pointSamples(train),
    heldOut: pointSamples(heldOut),
    fingerprint: fingerprint([new Uint8Array(train.buffer), new Uint8Array(heldOut.buffer)], {}),
    notes: scaled.notes,
  };
}
