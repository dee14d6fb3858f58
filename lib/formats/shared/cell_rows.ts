// A grid of cells, as workbooks and other sources without typed columns hold
// them. What the cells mean is decided in lib/spectra/tables/.

/** A cell; null where it is empty. */
export type Cell = string | number | null;

/** Rows of cells; they may have different lengths. */
export interface CellRows {
  /** The rows, blank ones among them. */
  readonly rows: readonly (readonly Cell[])[];
  /** Number of the first row as a person sees it; 1 unless said. */
  readonly firstRow?: number;
}
