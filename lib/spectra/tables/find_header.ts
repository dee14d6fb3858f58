// Which row of a text or sheet is the header of a table.
import type { HeaderTest } from "../../formats/csv/find_head.ts";
import { bandColumns } from "./find_bands.ts";
import { isAxisName } from "./transposed.ts";

/** Knows the header of a table of spectra, whichever way they lie. */
export const spectraHeader: HeaderTest = (cells, decimalComma) => {
  const { length: bands } = bandColumns(cells, decimalComma);
  if (bands >= 2) return bands;
  const first = cells.findIndex((cell) => cell !== "");
  const isAxis = first >= 0 && cells.length > first + 1 &&
    isAxisName(cells[first]);
  return isAxis ? cells.length - first : 0;
};

/** Knows the header of a table of laboratory values. */
export function labelsHeader(targets: readonly string[]): HeaderTest {
  return (cells) => targets.filter((target) => cells.includes(target)).length;
}
