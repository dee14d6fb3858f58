// The little linear algebra that baselines need: products of rows, and systems
// with a symmetric positive definite matrix.
import type { Matrix } from "./baseline.ts";

/** Products of all rows of two matrices, `[a.rows, b.rows]`. */
export function rowProducts(a: Matrix, b: Matrix): Float64Array {
  const { columns } = a;
  const products = new Float64Array(a.rows * b.rows);
  for (let i = 0; i < a.rows; i++) {
    const p = a.values.subarray(i * columns, (i + 1) * columns);
    for (let j = 0; j < b.rows; j++) {
      const q = b.values.subarray(j * columns, (j + 1) * columns);
      let sum = 0;
      for (let c = 0; c < columns; c++) sum += p[c] * q[c];
      products[i * b.rows + j] = sum;
    }
  }
  return products;
}

/** Squared distances of all rows of two matrices, `[a.rows, b.rows]`. */
export function squaredDistances(a: Matrix, b: Matrix): Float64Array {
  const { columns } = a;
  const distances = new Float64Array(a.rows * b.rows);
  for (let i = 0; i < a.rows; i++) {
    const p = a.values.subarray(i * columns, (i + 1) * columns);
    for (let j = 0; j < b.rows; j++) {
      const q = b.values.subarray(j * columns, (j + 1) * columns);
      let sum = 0;
      for (let c = 0; c < columns; c++) {
        const difference = p[c] - q[c];
        sum += difference * difference;
      }
      distances[i * b.rows + j] = sum;
    }
  }
  return distances;
}

/** A matrix `[n, n]` times a vector, or `[m, n]` times one of n. */
export function timesVector(
  matrix: Float64Array,
  vector: Float64Array,
): Float64Array {
  const n = vector.length;
  return Float64Array.from({ length: matrix.length / n }, (_, row) => {
    let sum = 0;
    for (let c = 0; c < n; c++) sum += matrix[row * n + c] * vector[c];
    return sum;
  });
}

/** Lower factor of Cholesky's decomposition. */
export interface Factor {
  /** Rows. */
  readonly n: number;
  /** Lower triangle `[n, n]`. */
  readonly lower: Float64Array;
}

/**
 * Decomposes a symmetric matrix with something added to its diagonal.
 *
 * @param matrix Float64 `[n, n]`; its lower triangle is read.
 * @param diagonal Added to each value of the diagonal.
 * @returns Null if it is not positive definite.
 */
export function cholesky(
  matrix: Float64Array,
  diagonal: number,
): Factor | null {
  const n = Math.round(Math.sqrt(matrix.length));
  const lower = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * n + j] + (i === j ? diagonal : 0);
      for (let k = 0; k < j; k++) sum -= lower[i * n + k] * lower[j * n + k];
      if (i !== j) lower[i * n + j] = sum / lower[j * n + j];
      else if (sum > 0) lower[i * n + i] = Math.sqrt(sum);
      else return null;
    }
  }
  return { n, lower };
}

/** Solves `matrix · x = b` with the factor of the matrix. */
export function solve({ n, lower }: Factor, b: Float64Array): Float64Array {
  const x = new Float64Array(b);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i] -= lower[i * n + k] * x[k];
    x[i] /= lower[i * n + i];
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i] -= lower[k * n + i] * x[k];
    x[i] /= lower[i * n + i];
  }
  return x;
}

/** Logarithm of the determinant of the matrix. */
export function logDeterminant({ n, lower }: Factor): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += Math.log(lower[i * n + i]);
  return 2 * sum;
}

/**
 * What was made of a matrix, or of two, is not made again while they live: a
 * baseline is fitted to the same spectra with several transforms of the values.
 *
 * @param make Makes it; its result must not be changed.
 */
export function remembered<T, A extends [object] | [object, object]>(
  make: (...of: A) => T,
): (...of: A) => T {
  type Level = WeakMap<object, { value?: { made: T }; next?: Level }>;
  const top: Level = new WeakMap();
  return (...of) => {
    let level = top;
    let entry: { value?: { made: T }; next?: Level } = {};
    for (const one of of) {
      entry = level.get(one) ?? {};
      level.set(one, entry);
      entry.next ??= new WeakMap();
      level = entry.next;
    }
    entry.value ??= { made: make(...of) };
    return entry.value.made;
  };
}
