// Laboratory values from a file of any format, told by what is in it.
import { readLabels } from "./csv_labels.ts";
import { readHead } from "../../formats/shared/open_file.ts";
import { looksLikeRData, readRLabels } from "./r_spectra.ts";
import type { ReadOptions } from "../read_options.ts";
import type { LabelSet } from "../spectra_set.ts";
import { looksLikeNpz } from "./npz_arrays.ts";
import { readNpzLabels } from "./npz_spectra.ts";
import { looksLikeParquet } from "../../formats/parquet/parquet_file.ts";
import { readParquetLabels } from "./parquet_spectra.ts";

/**
 * Reads laboratory values.
 *
 * @param path A CSV table, a file of R (`.rda`, `.rds`), a Parquet file or a
 * NumPy archive (`.npz`), told apart by their content.
 * @param targets Columns to read, each with its unit in the name, such as
 * `Sb_ppm`; other columns are ignored.
 * @param options Progress; how rows without names are called.
 * @returns Values in the order of the file.
 * @throws {InputError} If a column is missing, a sample stands twice or a
 * value is no number: file, row and column are named.
 *
 * @example
 * ```ts
 * import { openLabels } from "./open_labels.ts";
 *
 * const path = await Deno.makeTempFile({ suffix: ".csv" });
 * await Deno.writeTextFile(path, "sample;Sb_ppm\nRS001;1.5\n");
 * const { samples, values } = await openLabels(path, ["Sb_ppm"]);
 * console.log(samples, values[0]); // [ "RS001" ] 1.5
 * ```
 */
export async function openLabels(
  path: string,
  targets: readonly string[],
  options: ReadOptions = {},
): Promise<LabelSet> {
  const head = await readHead(path);
  if (looksLikeParquet(head)) {
    return await readParquetLabels(path, targets, options);
  }
  if (looksLikeNpz(head)) return await readNpzLabels(path, targets, options);
  if (looksLikeRData(head)) return await readRLabels(path, targets, options);
  return await readLabels(path, targets, options);
}
