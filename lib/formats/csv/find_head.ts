// Where a table begins in a text, and what separates its cells. Exports of
// programs often have lines of a title before the header; which line is the
// header only who knows what is wanted of the table can say.
import { headerSeparator, splitCells } from "./separator.ts";

/**
 * Says how much a row looks like the header that is wanted.
 *
 * @param cells Its cells, without blanks around them.
 * @param decimalComma Whether numbers may have a comma for their point.
 * @returns Such as the columns that were known, 0 for none.
 */
export type HeaderTest = (
  cells: readonly string[],
  decimalComma: boolean,
) => number;

/** Where a table begins. */
export interface Head {
  /** What stands between its cells. */
  readonly separator: string;
  /** Records before the header that are not blank. */
  readonly titles: number;
}

/** Records among which the header is looked for. */
export const HEAD_RECORDS = 40;

const SEPARATORS = [",", ";", "\t"];

/**
 * Finds the header of a table.
 *
 * @param records The first records of the text, blank ones left out.
 * @param isHeader Knows a header; without it the first record is one.
 */
export function findHead(
  records: readonly string[],
  isHeader?: HeaderTest,
): Head {
  const usual = isHeader && (lookFor(records, SEPARATORS, isHeader) ??
    // Blanks are in names, too: they separate cells where nothing else does.
    lookFor(records, [" "], isHeader));
  return usual ?? { separator: headerSeparator(records[0]), titles: 0 };
}

function lookFor(
  records: readonly string[],
  separators: readonly string[],
  isHeader: HeaderTest,
): Head | undefined {
  let first: Head & { readonly score: number } | undefined;
  for (const [titles, record] of records.entries()) {
    let best: { separator: string; score: number } | undefined;
    for (const separator of separators) {
      const cells = trimmed(splitCells(record, separator));
      const score = isHeader(cells, separator !== ",");
      if (score > (best?.score ?? 0)) best = { separator, score };
    }
    // A row of numbers looks like a header, but no more so than its own does.
    if (!best || best.score <= (first?.score ?? 0)) continue;
    const { separator, score } = best;
    const width = widthOf(record, separator);
    // A line before the header that is as wide is no title.
    const above = records.slice(0, titles);
    if (above.some((line) => widthOf(line, separator) * 2 > width)) continue;
    const next = records[titles + 1];
    const fits = next === undefined || widthOf(next, separator) === width;
    if (fits) return { separator, titles };
    first ??= { separator, titles, score };
  }
  return first && { separator: first.separator, titles: first.titles };
}

function trimmed(cells: readonly string[]): string[] {
  return cells.map((cell) => cell.trim());
}

/** Cells of a record, without the blank ones at its end. */
function widthOf(record: string, separator: string): number {
  const cells = splitCells(record, separator);
  return cells.findLastIndex((cell) => cell.trim() !== "") + 1;
}
