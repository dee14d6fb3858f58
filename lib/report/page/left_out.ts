// Stands in the page for modules that it does not have, by the names that they
// export (see MODULES in ../build/build.ts).
import { InputError } from "../../errors.ts";
import { Unsupported } from "../../formats/containers/unsupported.ts";

/** Parquet files. */
export function readParquetSpectra(path: string): never {
  throw new InputError(
    `${path}: is a Parquet file, which this page does not read; expected a ` +
      "file of an instrument or a table as CSV, or deno task predict, which " +
      "reads it",
  );
}

/** Whatever is packed but in a zip archive. */
// deno-lint-ignore require-yield
async function* unpack(): AsyncGenerator<never> {
  await Promise.resolve();
  throw new Unsupported(
    "is packed, and this page unpacks zip archives alone; expected the file " +
      "in it, or deno task predict, which unpacks it",
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
  unpack as bunzip,
  unpack as gunzip,
  unpack as unxz,
  unpack as unzstd,
};

/** Name of a part of Keras files. */
export const KERAS_GRID = "";
