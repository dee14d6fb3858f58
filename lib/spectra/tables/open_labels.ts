// Laboratory values from a file of any format, told by what is in it.
import { readLabels } from "./csv_labels.ts";
import { glanceAt } from "../../formats/containers/content.ts";
import { isForeign, refuseForeign } from "../../formats/foreign.ts";
import { isRData } from "../../formats/r_data/read_r_objects.ts";
import { readRLabels } from "./r_spectra.ts";
import type { ReadOptions } from "../read_options.ts";
import type { LabelSet } from "../spectra_set.ts";
import { readNpzLabels } from "./npz_spectra.ts";
import { looksLikeParquet } from "../../formats/parquet/looks_like_parquet.ts";
import { readWorkbookLabels } from "./workbook_tables.ts";
import { readParquetLabels } from "./parquet_spectra.ts";

/**
 * Reads laboratory values.
 *
 * @param path A CSV table, a workbook (`.xlsx`, `.ods`), a file of R (`.rda`,
 * `.rds`), a Parquet file or a NumPy archive (`.npz`), told apart by their
 * content, and packed or not.
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
  const glance = await glanceAt(path);
  const { head, archive } = glance;
  if (looksLikeParquet(head)) {
    return await readParquetLabels(path, targets, options);
  }
  if (archive === "npz") return await readNpzLabels(path, targets, options);
  if (archive === "xlsx" || archive === "ods") {
    return await readWorkbookLabels(path, archive, { ...options, targets });
  }
  if (isRData(head)) return await readRLabels(path, targets, options);
  if (isForeign(glance)) return await refuseForeign(path, glance);
  return await readLabels(path, targets, options);
}
