// Stands in the page for modules that it does not have, by the names that they
// export (see HEAVY in ../build/build.ts).
import { InputError } from "../../errors.ts";

/** Parquet files. */
export function readParquetSpectra(path: string): never {
  throw new InputError(
    `${path}: is a Parquet file, which this page does not read; expected a ` +
      "file of an instrument or a table as CSV, or deno task predict, which " +
      "reads it",
  );
}

/** A page predicts by the network of a run, on the processor. */
function never(): never {
  throw new TypeError("A page has no such part");
}

export {
  never as decodeKeras,
  never as deviceImages,
  never as kerasExtra,
  never as matrixProduct,
};

/** Name of a part of Keras files. */
export const KERAS_GRID = "";
