// Which row of a text or sheet is the header of a table.
import type { HeaderTest } from "../../formats/csv/find_head.ts";
import { bandColumns } from "./find_bands.ts";
import { isAxisName } from "./transposed.ts";

/** Knows the header of a table of spectra, whichever way they lie. */
export const spectraHeader: HeaderTest = (cells, decimalComma) => {
  const first = cells.findIndex((cell) => cell !== "");
  // Names of samples in columns may look like wavelengths.
  if (first >= 0 && cells.length > first + 1 && isAxisName(cells[first])) {
    return cells.length - first;
  }
  const { length: bands } = bandColumns(cells, decimalComma);
  return bands >= 2 ? bands : 0;
};

/** Knows the header of a table of laboratory values. */
export function labelsHeader(targets: readonly string[]): HeaderTest {
  return (cells) => targets.filter((target) => cells.includes(target)).length;
}
