// Random forest (Breiman 2001): trees on bootstrap samples, each split the best
// of a third of the bands, as R's randomForest has it for regression.
import { Pcg32 } from "../pcg32.ts";
import { type Baseline, type Matrix, meanOf } from "./baseline.ts";

const TREES = 200;
const LEAST_LEAF = 5;

/**
 * 200 trees, each of scikit-learn's DecisionTreeRegressor(max_features=1/3,
 * min_samples_leaf=5) on drawn rows. A row counts as often as it was drawn, as
 * in R; scikit-learn's own forest counts it once, and has larger leaves.
 */
export const randomForest: Baseline = {
  grid: () => [{}],
  fit: (x, y, { settings, seed }) => {
    const random = new Pcg32(seed, 7);
    const trees = Array.from({ length: TREES }, () => {
      const rows = Array.from(
        { length: x.rows },
        () => Math.floor(random.uniform() * x.rows),
      );
      return grow(rows, { x, y, random });
    });
    return (unknown) => {
      const predicted = Float64Array.from(
        { length: unknown.rows },
        (_, row) => {
          const start = row * unknown.columns;
          let sum = 0;
          for (const tree of trees) sum += descend(tree, unknown.values, start);
          return sum / trees.length;
        },
      );
      return settings.map(() => predicted);
    };
  },
};

/** A leaf's value, or a split. */
type Node = number | {
  readonly band: number;
  readonly threshold: number;
  readonly below: Node;
  readonly above: Node;
};

interface Growth {
  readonly x: Matrix;
  readonly y: Float64Array;
  readonly random: Pcg32;
}

function grow(rows: readonly number[], growth: Growth): Node {
  const { x, y } = growth;
  const values = Float64Array.from(rows, (row) => y[row]);
  const leaf = meanOf(values);
  if (rows.length < 2 * LEAST_LEAF) return leaf;
  const split = bestSplit(rows, growth);
  if (split === null) return leaf;
  const { band, threshold } = split;
  const isBelow = (row: number) =>
    x.values[row * x.columns + band] <= threshold;
  return {
    band,
    threshold,
    below: grow(rows.filter(isBelow), growth),
    above: grow(rows.filter((row) => !isBelow(row)), growth),
  };
}

function bestSplit(
  rows: readonly number[],
  { x, y, random }: Growth,
): { readonly band: number; readonly threshold: number } | null {
  const { columns } = x;
  const bands = Array.from({ length: columns }, (_, band) => band);
  const tried = Math.max(1, Math.floor(columns / 3));
  let total = 0;
  for (const row of rows) total += y[row];
  let best: { band: number; threshold: number; gain: number } | null = null;
  for (let i = 0; i < tried; i++) {
    const j = i + Math.floor(random.uniform() * (columns - i));
    [bands[i], bands[j]] = [bands[j], bands[i]];
    const band = bands[i];
    const at = (row: number) => x.values[row * columns + band];
    // By row where values are alike: no sort decides for itself.
    const order = [...rows].sort((a, b) => at(a) - at(b) || a - b);
    let left = 0;
    for (let cut = 1; cut <= order.length - LEAST_LEAF; cut++) {
      left += y[order[cut - 1]];
      const [a, b] = [at(order[cut - 1]), at(order[cut])];
      if (cut < LEAST_LEAF || !(b > a)) continue;
      const right = total - left;
      const gain = left * left / cut + right * right / (order.length - cut);
      if (best !== null && !(gain > best.gain)) continue;
      best = { band, threshold: a + (b - a) / 2, gain };
    }
  }
  const nothing = total * total / rows.length;
  return best !== null && best.gain > nothing * (1 + 1e-12) ? best : null;
}

function descend(tree: Node, values: Float64Array, start: number): number {
  let node = tree;
  while (typeof node !== "number") {
    node = values[start + node.band] <= node.threshold
      ? node.below
      : node.above;
  }
  return node;
}
