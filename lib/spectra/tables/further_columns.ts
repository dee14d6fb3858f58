// Columns of a table of spectra that are no wavelengths and name nothing: kept
// with the samples as they are, for whoever wants to know more of them.
import { isMissing } from "../../formats/shared/missing_value.ts";
import type { FurtherColumn } from "../spectra_set.ts";
import { cellNumber } from "./cell_number.ts";
import { rivalColumns } from "./find_bands.ts";
import type { NamedColumn } from "./row_keys.ts";

/** Whose values are kept. */
export interface KeptRows {
  /** Rows of the table, the samples one after the other. */
  readonly order: readonly number[];
  /** Rows of each sample. */
  readonly counts: readonly number[];
  /** Wavelengths of the spectra: other sets of as many are no further columns. */
  readonly bands: number;
}

/**
 * Takes further columns along.
 *
 * @param others Columns, with a value for each row; those without values, which
 * were not read, are left out.
 * @param rows The rows of each sample.
 * @returns Texts by sample; where its spectra differ, all that they say, in the
 * order of the spectra and with `; ` between.
 */
export function furtherColumns(
  others: readonly NamedColumn[],
  { order, counts, bands }: KeptRows,
): FurtherColumn[] {
  const starts: number[] = [];
  counts.reduce((at, count) => (starts.push(at), at + count), 0);
  const rivals = new Set(rivalColumns(others.map(({ name }) => name), bands));
  return others.filter(({ name, values }, at) =>
    name.trim() !== "" && values.length > 0 && !rivals.has(at)
  ).map(({ name, values }) => ({
    name,
    values: counts.map((count, sample) => {
      const own = order.slice(starts[sample], starts[sample] + count)
        .map((row) => textOf(values[row]));
      return [...new Set(own.filter((text) => text !== ""))].join("; ");
    }),
  }));
}

/** What stands for no value, as in spectra, is no text either. */
function textOf(value: number | string): string {
  const number = typeof value === "number"
    ? value
    : cellNumber(value, "unless thousands");
  if (number !== undefined && isMissing(number)) return "";
  return String(value).trim();
}
