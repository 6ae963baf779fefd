// The linear assignment problem: one column for each row at the least total cost, exactly.
// Two stages. An auction with shrinking increments (D. Bertsekas, Annals of Operations Research 14, 1988) finds
// nearly optimal column prices; then shortest augmenting paths from those prices make the matching exact
// (R. Jonker and A. Volgenant, Computing 38, 1987). Without the auction a generator collapsed to one mode, where all
// rows want the same columns, takes ten times as long.

export interface Assignment {
  /** `columns[i]` is the column given to row i. */
  readonly columns: Int32Array;
  /** Sum of the costs chosen. */
  readonly cost: number;
}

const none = -1;

/** Rows and columns matched so far, and the price of each column; cost - price is the reduced cost. */
interface Problem {
  readonly n: number;
  readonly cost: Float64Array;
  readonly columnOf: Int32Array;
  readonly rowOf: Int32Array;
  readonly price: Float64Array;
}

/**
 * The cheapest assignment for `cost` `[n, n]`, row-major.
 * Throws a RangeError when the size does not fit or a cost is NaN or infinite: no assignment is defined then.
 */
export function assignment(cost: Float64Array, n: number): Assignment {
  if (!Number.isInteger(n) || n < 0 || cost.length !== n * n)
    throw new RangeError(`${cost.length} costs are not a square of edge ${n}.`);
  for (let i = 0; i < cost.length; i += 1)
    if (!Number.isFinite(cost[i]))
      throw new RangeError(`The cost in row ${Math.floor(i / n)} is ${cost[i]}.`);

  const problem: Problem = {
    n,
    cost,
    columnOf: new Int32Array(n).fill(none),
    rowOf: new Int32Array(n).fill(none),
    price: columnMeans(cost, n),
  };
  const spread = meanSpread(problem);
  if (spread > rounding * largest(cost)) {
    auction(problem, spread);
    augment(problem, matchTight(problem));
  } else {
    // All rows are the same one, as those of a generator that draws one point: every matching costs the same.
    for (let i = 0; i < n; i += 1) problem.columnOf[i] = i;
  }

  let total = 0;
  for (let row = 0; row < n; row += 1) total += cost[row * n + problem.columnOf[row]];
  return { columns: problem.columnOf, cost: total };
}

/** Share of the largest cost below which differences between rows are those of rounding. */
const rounding = 1e-13;

function largest(cost: Float64Array): number {
  let most = 0;
  for (const one of cost) most = Math.max(most, Math.abs(one));
  return most;
}

/**
 * First prices: what a column costs on average. Where all rows are nearly the same one, what is left are the small
 * differences that decide, and the auction's increments are shares of these.
 */
function columnMeans(cost: Float64Array, n: number): Float64Array {
  const means = new Float64Array(n);
  for (let row = 0; row < n; row += 1) {
    for (let column = 0; column < n; column += 1) means[column] += cost[row * n + column] / n;
  }
  return means;
}

/** The first increment, the last, and the step between, as shares of the typical spread of a row's costs. */
const increments = { first: 0.1, last: 1e-6, ratio: 0.2 };
/** Bids per row after which the auction is left as it is: it only prepares, and the paths are exact from any prices. */
const patience = 500;

/**
 * Sets prices: free rows bid in turn for their cheapest column, which becomes dearer by the gap to the second
 * cheapest and an increment, and whoever had it is free again. Repeated with ever smaller increments.
 */
function auction({ n, cost, price }: Problem, spread: number): void {
  const owner = new Int32Array(n);
  const free = new Int32Array(n);
  let bids = patience * n;
  for (let share = increments.first; share > increments.last; share *= increments.ratio) {
    owner.fill(none);
    for (let i = 0; i < n; i += 1) free[i] = i;
    let waiting = n;
    while (waiting > 0) {
      if (bids === 0) return;
      bids -= 1;
      waiting -= 1;
      const row = free[waiting];
      const base = row * n;
      let best = 0;
      let bestCost = Infinity;
      let secondCost = Infinity;
      for (let column = 0; column < n; column += 1) {
        const reduced = cost[base + column] - price[column];
        if (reduced < secondCost) {
          if (reduced < bestCost) {
            secondCost = bestCost;
            bestCost = reduced;
            best = column;
          } else secondCost = reduced;
        }
      }
      price[best] -= secondCost - bestCost + share * spread;
      if (owner[best] !== none) {
        free[waiting] = owner[best];
        waiting += 1;
      }
      owner[best] = row;
    }
  }
}

/** Mean over the rows of the largest reduced cost less the smallest; what is common to a row does not matter. */
function meanSpread({ n, cost, price }: Problem): number {
  let sum = 0;
  for (let row = 0; row < n; row += 1) {
    let smallest = Infinity;
    let most = -Infinity;
    for (let column = 0; column < n; column += 1) {
      const reduced = cost[row * n + column] - price[column];
      if (reduced < smallest) smallest = reduced;
      if (reduced > most) most = reduced;
    }
    sum += most - smallest;
  }
  return n === 0 ? 0 : sum / n;
}

/** Matches each row with its cheapest column at the given prices where that is free. Returns the rows left over. */
function matchTight({ n, cost, columnOf, rowOf, price }: Problem): readonly number[] {
  const left: number[] = [];
  for (let row = 0; row < n; row += 1) {
    let best = 0;
    let bestCost = Infinity;
    for (let column = 0; column < n; column += 1) {
      const reduced = cost[row * n + column] - price[column];
      if (reduced < bestCost) {
        bestCost = reduced;
        best = column;
      }
    }
    if (rowOf[best] === none) {
      rowOf[best] = row;
      columnOf[row] = best;
    } else left.push(row);
  }
  return left;
}

/** Dijkstra's algorithm from each free row to the nearest free column, then the path is turned over. */
function augment({ n, cost, columnOf, rowOf, price }: Problem, free: readonly number[]): void {
  const distance = new Float64Array(n);
  const from = new Int32Array(n);
  // Columns in three parts: settled [0, low), at the smallest distance [low, high), farther [high, n).
  const columns = new Int32Array(n);
  for (const start of free) {
    for (let column = 0; column < n; column += 1) {
      columns[column] = column;
      from[column] = start;
      distance[column] = cost[start * n + column] - price[column];
    }
    let low = 0;
    let high = 0;
    let settled = 0;
    let end = none;
    while (end === none) {
      if (low === high) {
        settled = low;
        high = nearest(columns, distance, low);
        for (let k = low; k < high && end === none; k += 1) if (rowOf[columns[k]] === none) end = columns[k];
      }
      while (end === none && low < high) {
        const column = columns[low];
        low += 1;
        const row = rowOf[column];
        const base = row * n;
        const smallest = distance[column];
        const offset = cost[base + column] - price[column] - smallest;
        for (let k = high; k < n && end === none; k += 1) {
          const next = columns[k];
          const through = cost[base + next] - price[next] - offset;
          if (through < distance[next]) {
            distance[next] = through;
            from[next] = row;
            if (through === smallest) {
              if (rowOf[next] === none) end = next;
              else {
                columns[k] = columns[high];
                columns[high] = next;
                high += 1;
              }
            }
          }
        }
      }
    }
    const reached = distance[end];
    for (let k = 0; k < settled; k += 1) price[columns[k]] += distance[columns[k]] - reached;
    for (let column = end, row = none; row !== start;) {
      row = from[column];
      rowOf[column] = row;
      const previous = columnOf[row];
      columnOf[row] = column;
      column = previous;
    }
  }
}

/** Moves the columns at the smallest distance to the front of `[low, n)` and returns where they end. */
function nearest(columns: Int32Array, distance: Float64Array, low: number): number {
  let high = low + 1;
  let smallest = distance[columns[low]];
  for (let k = high; k < columns.length; k += 1) {
    const column = columns[k];
    const d = distance[column];
    if (d <= smallest) {
      if (d < smallest) {
        high = low;
        smallest = d;
      }
      columns[k] = columns[high];
      columns[high] = column;
      high += 1;
    }
  }
  return high;
}
