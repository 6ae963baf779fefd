// The cheapest transport plan between two sets of masses for any costs, with the prices that prove it: shortest
// augmenting paths with potentials. Source: Ahuja, Magnanti and Orlin, Network Flows, 1993, section 9.7.

export type Matrix = readonly (readonly number[])[];

export interface Plan {
  /** What goes from i to j; rows sum to `from`, columns to `to`. */
  readonly plan: Matrix;
  /** Sum over i, j of plan times cost. */
  readonly cost: number;
  /** u(i) + v(j) <= cost(i, j), with equality where something is carried: sum u p + sum v q is the cost. */
  readonly u: readonly number[];
  readonly v: readonly number[];
}

/** Masses below this, of 1, are rounding. */
const dust = 1e-12;

/**
 * For masses that are not negative and have the same sum, and `[from.length, to.length]` costs.
 * A few dozen masses a side: the time grows with the cube.
 */
export function cheapestPlan(from: readonly number[], to: readonly number[], cost: Matrix): Plan {
  const [rows, columns] = [from.length, to.length];
  const plan = from.map(() => to.map(() => 0));
  const u = from.map(() => 0);
  // So small that no reduced cost is negative.
  const v = to.map((_, j) => Math.min(...cost.map((row) => row[j])));
  const supply = [...from];
  const demand = [...to];

  for (let source = 0; source < rows; source += 1) {
    while (supply[source] > dust) {
      const path = shortestPath(source);
      if (path === null) break;
      let amount = Math.min(supply[source], demand[path.end]);
      for (const { i, j, back } of path.steps) if (back) amount = Math.min(amount, plan[i][j]);
      for (const { i, j, back } of path.steps) plan[i][j] += back ? -amount : amount;
      supply[source] -= amount;
      demand[path.end] -= amount;
    }
  }
  return { plan, cost: planCost(plan, cost), u, v };

  /** Dijkstra over rows and columns by reduced cost, from a row to the nearest column with demand left. */
  function shortestPath(source: number): { readonly end: number; readonly steps: readonly Step[] } | null {
    const rowAt = from.map(() => Infinity);
    const columnAt = to.map(() => Infinity);
    const rowBefore = new Int32Array(rows).fill(-1);
    const columnBefore = new Int32Array(columns).fill(-1);
    const rowDone = new Uint8Array(rows);
    const columnDone = new Uint8Array(columns);
    rowAt[source] = 0;
    for (;;) {
      const row = nearest(rowAt, rowDone);
      const column = nearest(columnAt, columnDone);
      const atRow = row < 0 ? Infinity : rowAt[row];
      const atColumn = column < 0 ? Infinity : columnAt[column];
      if (atRow === Infinity && atColumn === Infinity) return null;
      if (atRow <= atColumn) {
        rowDone[row] = 1;
        for (let j = 0; j < columns; j += 1) {
          const through = atRow + Math.max(0, cost[row][j] - u[row] - v[j]);
          if (through < columnAt[j]) {
            columnAt[j] = through;
            columnBefore[j] = row;
          }
        }
        continue;
      }
      columnDone[column] = 1;
      if (demand[column] > dust) {
        for (let i = 0; i < rows; i += 1) if (rowAt[i] < atColumn) u[i] += atColumn - rowAt[i];
        for (let j = 0; j < columns; j += 1) if (columnAt[j] < atColumn) v[j] -= atColumn - columnAt[j];
        return { end: column, steps: stepsTo(column, rowBefore, columnBefore) };
      }
      // Earth that comes to this column may go elsewhere instead.
      for (let i = 0; i < rows; i += 1)
        if (plan[i][column] > dust && atColumn < rowAt[i]) {
          rowAt[i] = atColumn;
          rowBefore[i] = column;
        }
    }
  }
}

interface Step {
  readonly i: number;
  readonly j: number;
  /** Takes away from what is carried rather than adding. */
  readonly back: boolean;
}

function stepsTo(end: number, rowBefore: Int32Array, columnBefore: Int32Array): readonly Step[] {
  const steps: Step[] = [];
  for (let j = end; ;) {
    const i = columnBefore[j];
    steps.push({ i, j, back: false });
    const before = rowBefore[i];
    if (before < 0) return steps;
    steps.push({ i, j: before, back: true });
    j = before;
  }
}

function nearest(at: readonly number[], done: Uint8Array): number {
  let found = -1;
  for (let k = 0; k < at.length; k += 1)
    if (done[k] === 0 && at[k] < Infinity && (found < 0 || at[k] < at[found])) found = k;
  return found;
}

/** Sum over i, j of plan times cost. */
export function planCost(plan: Matrix, cost: Matrix): number {
  return plan.reduce(
    (total, row, i) =>
      total + row.reduce((sum, amount, j) => sum + (amount === 0 ? 0 : amount * cost[i][j]), 0),
    0,
  );
}
