// What a baseline is: a model that people use today, fitted to spectra as they
// are, of which one file here holds the mathematics and baselines.ts has a row.
// Everything is float64 in a fixed order: the same bits on every machine.

/** Spectra of samples, a row each, in C order. */
export interface Matrix {
  /** Samples. */
  readonly rows: number;
  /** Values of a sample. */
  readonly columns: number;
  /** Float64 `[rows, columns]`. */
  readonly values: Float64Array;
}

/** Settings of a baseline by name, as they stand in files. */
export type Settings = Readonly<Record<string, number>>;

/** Predicts one value for each row, once for each of the settings asked for. */
export type Predictor = (x: Matrix) => Float64Array[];

/** A baseline. */
export interface Baseline {
  /** Settings among which inner cross-validation chooses; at least one. */
  readonly grid: (samples: number) => readonly Settings[];
  /**
   * Fits a model for each of some settings; what they share is computed once.
   *
   * @param x Spectra of the training part.
   * @param y Its values.
   * @param options The settings, and the seed of what is random.
   */
  readonly fit: (
    x: Matrix,
    y: Float64Array,
    options: {
      readonly settings: readonly Settings[];
      readonly seed: number;
    },
  ) => Predictor;
}

/** Takes rows out of a matrix. */
export function selectRows(x: Matrix, rows: readonly number[]): Matrix {
  const { columns } = x;
  const values = new Float64Array(rows.length * columns);
  rows.forEach((row, at) =>
    values.set(
      x.values.subarray(row * columns, (row + 1) * columns),
      at * columns,
    )
  );
  return { rows: rows.length, columns, values };
}

/** Mean of some values; in their order. */
export function meanOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/** Mean of each column. */
export function columnMeans({ rows, columns, values }: Matrix): Float64Array {
  const means = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    for (let c = 0; c < columns; c++) means[c] += values[row * columns + c];
  }
  return means.map((sum) => sum / rows);
}

/** A matrix less a row. */
export function centre(x: Matrix, means: Float64Array): Matrix {
  const { columns } = x;
  return {
    ...x,
    values: x.values.map((value, i) => value - means[i % columns]),
  };
}
