// Some columns of a table that comes row by row, as texts.
import type { ColumnTable } from "../../formats/shared/column_table.ts";
import type { CsvRecord } from "../../formats/csv/records.ts";

/** Up to so many characters a text of its own is made of a piece of one. */
const COPIED = 12;

/** Columns that are being read. */
export interface TextColumns {
  /** Takes the next row. */
  readonly add: (record: Pick<CsvRecord, "cells" | "line">) => void;
  /** The table: columns that are not kept are empty. */
  readonly table: () => ColumnTable;
}

/**
 * Begins to read columns of a table.
 *
 * @param names Names of all columns.
 * @param kept Places of those that are kept.
 * @param head What is known of the table.
 */
export function createTextColumns(
  names: readonly string[],
  kept: Iterable<number>,
  head: Pick<ColumnTable, "decimalComma" | "notes">,
): TextColumns {
  const columns: string[][] = names.map(() => []);
  const places: number[] = [];
  const wanted = [...kept];
  return {
    add({ cells, line }) {
      places.push(line);
      for (const at of wanted) columns[at].push(ownText(cells[at]));
    },
    table: () => ({
      names,
      columns,
      rows: places.length,
      places,
      unit: "line",
      ...head,
    }),
  };
}

/** A cell is a view into megabytes of text, which it would keep in memory. */
function ownText(text: string): string {
  return text.length <= COPIED ? text : JSON.parse(JSON.stringify(text));
}
