// Principal components of spectra. Rows are fewer than columns, so directions
// are found among the rows' products (Turk and Pentland 1991), one after the
// other by the power method: float64 in a fixed order, the same bits everywhere.
import { centre, columnMeans, type Matrix } from "../baselines/baseline.ts";
import { rowProducts, timesVector } from "../baselines/linear_algebra.ts";

/** Principal components. */
export interface Components {
  /** Mean of each column. */
  readonly mean: Float64Array;
  /** Unit vectors `[components, columns]`. */
  readonly loadings: readonly Float64Array[];
  /** Variance of the scores along each. */
  readonly variances: readonly number[];
}

const MOST_ROUNDS = 1000;
const TOLERANCE = 1e-11;

/**
 * Finds principal components.
 *
 * @param x Rows, at least two.
 * @param options Most components, and the share of the variance that is enough.
 * @returns As many as it takes, in the order of their variance.
 */
export function principalComponents(
  x: Matrix,
  { most, share }: { readonly most: number; readonly share: number },
): Components {
  const { rows, columns } = x;
  const mean = columnMeans(x);
  const centred = centre(x, mean);
  const products = rowProducts(centred, centred);
  const total = trace(products, rows);
  const loadings: Float64Array[] = [];
  const variances: number[] = [];
  let left = total;
  while (
    loadings.length < Math.min(most, rows - 1) && left > (1 - share) * total
  ) {
    const found = greatest(products, rows);
    if (found === null) break;
    const { vector, value } = found;
    const loading = new Float64Array(columns);
    for (let i = 0; i < rows; i++) {
      for (let c = 0; c < columns; c++) {
        loading[c] += vector[i] * centred.values[i * columns + c];
      }
    }
    loadings.push(unit(loading));
    variances.push(value / (rows - 1));
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < rows; j++) {
        products[i * rows + j] -= value * vector[i] * vector[j];
      }
    }
    left = trace(products, rows);
  }
  return { mean, loadings, variances };
}

/** The greatest eigenvalue of a symmetric matrix and its unit vector. */
function greatest(
  matrix: Float64Array,
  n: number,
): { readonly vector: Float64Array; readonly value: number } | null {
  // Starts from the column of the greatest diagonal value, which is never
  // orthogonal to what is looked for.
  let start = 0;
  for (let i = 1; i < n; i++) {
    if (matrix[i * n + i] > matrix[start * n + start]) start = i;
  }
  if (!(matrix[start * n + start] > 0)) return null;
  let vector = unit(matrix.slice(start * n, (start + 1) * n));
  let value = 0;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const next = timesVector(matrix, vector);
    value = Math.sqrt(dot(next, next));
    if (!(value > 0)) return null;
    let change = 0;
    for (let i = 0; i < n; i++) {
      next[i] /= value;
      change = Math.max(change, Math.abs(next[i] - vector[i]));
    }
    vector = next;
    if (change < TOLERANCE) break;
  }
  return { vector, value };
}

function trace(matrix: Float64Array, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += matrix[i * n + i];
  return sum;
}

function unit(vector: Float64Array): Float64Array {
  const size = Math.sqrt(dot(vector, vector));
  return vector.map((value) => value / size);
}

/** Scalar product. */
export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
