// Partial least squares regression of one target (Wold, Sjöström and Eriksson
// 2001), by NIPALS on centred, unscaled spectra: scikit-learn's
// PLSRegression(scale=False), R's pls::plsr.
import {
  type Baseline,
  centre,
  columnMeans,
  type Matrix,
  meanOf,
} from "./baseline.ts";

/** Most components that are tried. */
const MOST = 30;

/**
 * Fits all numbers of components at once: the model of k components is the sum
 * of the first k terms.
 */
export const plsr: Baseline = {
  grid: (samples) =>
    Array.from(
      { length: Math.max(1, Math.min(MOST, samples - 2)) },
      (_, i) => ({ components: i + 1 }),
    ),
  fit: (x, y, { settings }) => {
    const means = columnMeans(x);
    const offset = meanOf(y);
    const most = Math.max(...settings.map(({ components }) => components));
    const terms = components(
      centre(x, means),
      y.map((value) => value - offset),
      most,
    );
    return (unknown) => {
      const centred = centre(unknown, means);
      const sums: Float64Array[] = [];
      let sum = new Float64Array(unknown.rows).fill(offset);
      for (const term of terms) {
        const added = product(centred, term);
        sum = sum.map((value, i) => value + added[i]);
        sums.push(sum);
      }
      // Where nothing was left to explain, more components change nothing.
      return settings.map(({ components: k }) =>
        sums[Math.min(k, sums.length) - 1] ?? sum
      );
    };
  },
};

/** Coefficients that each component adds. */
function components(
  x: Matrix,
  y: Float64Array,
  most: number,
): Float64Array[] {
  const { rows, columns } = x;
  const rest = new Float64Array(x.values);
  const loadings: Float64Array[] = [];
  const rotations: Float64Array[] = [];
  const terms: Float64Array[] = [];
  const left = new Float64Array(y);
  const total = dot(y, y);
  for (let k = 0; k < most; k++) {
    const weights = new Float64Array(columns);
    for (let i = 0; i < rows; i++) {
      for (let c = 0; c < columns; c++) {
        weights[c] += rest[i * columns + c] * left[i];
      }
    }
    const norm = Math.sqrt(dot(weights, weights));
    if (!(norm > 0) || dot(left, left) <= 1e-28 * total) break;
    for (let c = 0; c < columns; c++) weights[c] /= norm;
    const scores = product({ rows, columns, values: rest }, weights);
    const size = dot(scores, scores);
    if (!(size > 0)) break;
    const loading = new Float64Array(columns);
    for (let i = 0; i < rows; i++) {
      for (let c = 0; c < columns; c++) {
        loading[c] += rest[i * columns + c] * scores[i] / size;
      }
    }
    const share = dot(left, scores) / size;
    for (let i = 0; i < rows; i++) {
      left[i] -= share * scores[i];
      for (let c = 0; c < columns; c++) {
        rest[i * columns + c] -= scores[i] * loading[c];
      }
    }
    const rotation = new Float64Array(weights);
    loadings.forEach((other, j) => {
      const along = dot(other, weights);
      for (let c = 0; c < columns; c++) rotation[c] -= along * rotations[j][c];
    });
    loadings.push(loading);
    rotations.push(rotation);
    terms.push(rotation.map((value) => value * share));
  }
  return terms;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

function product(
  { rows, columns, values }: Matrix,
  vector: Float64Array,
): Float64Array {
  return Float64Array.from(
    { length: rows },
    (_, i) => dot(values.subarray(i * columns, (i + 1) * columns), vector),
  );
}
