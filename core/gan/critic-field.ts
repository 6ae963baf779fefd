// The critic as a picture: its value over the part of the plane where the data are (as in Fig. 1 of the WGAN-GP paper,
// arXiv:1704.00028).

import type { Executor, State } from '../executors/executor.ts';
import type { CriticField, FieldExtent } from './events.ts';
import type { Model } from './model.ts';
import { fieldPhase } from './phases.ts';

/** Cells of the field along either side. */
const cells = 64;
/** Room around the data on each side, as a share of their larger side. */
const margin = 0.25;

/** The square around points `[n, 2]` with a margin of a quarter on every side. Throws a RangeError for no points. */
export function fieldExtent(points: Float32Array): FieldExtent {
  if (points.length < 2) throw new RangeError('There are no points to draw a field around.');
  const low: [number, number] = [Infinity, Infinity];
  const high: [number, number] = [-Infinity, -Infinity];
  for (let i = 0; i < points.length; i += 1) {
    const axis = i % 2;
    low[axis] = Math.min(low[axis], points[i]);
    high[axis] = Math.max(high[axis], points[i]);
  }
  // A single point has no extent; around it the field is one unit wide.
  const side = Math.max(high[0] - low[0], high[1] - low[1]) || 1;
  const reach = side * (0.5 + margin);
  const [x, y] = [(low[0] + high[0]) / 2, (low[1] + high[1]) / 2];
  return { xMin: x - reach, xMax: x + reach, yMin: y - reach, yMax: y + reach };
}

/** Looks at the critic with one compiled step. */
export interface FieldReader {
  read(state: State): Promise<CriticField>;
  dispose(): Promise<void>;
}

/**
 * For models of points. Null for a critic with batch norm: what it says of a point depends on the other points of its
 * batch, and it keeps no running statistics to stand in for them, so over the plane it has no value of its own.
 */
export async function createFieldReader(
  model: Model,
  executor: Executor,
  extent: FieldExtent,
): Promise<FieldReader | null> {
  if (model.critic.mixesBatch) return null;
  const step = await executor.compile(fieldPhase(model, cells * cells));
  const points = centres(extent);
  return {
    async read(state) {
      const { values } = await step.run(state, { points });
      return { ...extent, columns: cells, rows: cells, values };
    },
    dispose: () => step.dispose(),
  };
}

/** The centres of the cells, `[rows * columns, 2]`. */
function centres({ xMin, xMax, yMin, yMax }: FieldExtent): Float32Array {
  const points = new Float32Array(2 * cells * cells);
  for (let row = 0; row < cells; row += 1) {
    for (let column = 0; column < cells; column += 1) {
      const at = 2 * (row * cells + column);
      points[at] = xMin + ((column + 0.5) / cells) * (xMax - xMin);
      points[at + 1] = yMin + ((row + 0.5) / cells) * (yMax - yMin);
    }
  }
  return points;
}
