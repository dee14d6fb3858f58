// One table in every format, and in the shapes in which programs write it.
import { encodeNpz } from "../../lib/artifacts/npz.ts";
import { encodeParquet } from "../../lib/artifacts/parquet.ts";
import type { ColumnTable } from "../../lib/formats/shared/column_table.ts";
import { encodeRds } from "./r_file.ts";
import { xlsxRows } from "./xlsx_file.ts";

/** Spectra of samples, one a row, as a test makes them. */
export interface MadeTable {
  readonly samples: readonly string[];
  readonly groups: readonly string[];
  readonly replicates: readonly string[];
  readonly wavelengths: readonly number[];
  /** Values by row and band. */
  readonly rows: readonly (readonly number[])[];
  readonly clay: readonly number[];
}

/** Six spectra of three samples whose numbers are no short decimals. */
export function makeTable(): MadeTable {
  const wavelengths = [350, 350.5, 1100, 1400.25, 2500];
  const value = (row: number, band: number) =>
    0.1 + Math.sin(7 * row + band) ** 2 / 3;
  return {
    samples: ["B", "B", "A", "A", "Çé", "Çé"],
    groups: ["north", "north", "south", "south", "north", "north"],
    replicates: ["2", "1", "1", "2", "1", "2"],
    wavelengths,
    rows: Array.from(
      { length: 6 },
      (_, row) => wavelengths.map((_, band) => value(row, band)),
    ),
    clay: [12.5, 12.5, 30, 30, 0.25, 0.25],
  };
}

/** The table with a column for each wavelength, called as `name` says. */
export function wideTable(
  { samples, groups, replicates, wavelengths, rows, clay }: MadeTable,
  name: (wavelength: number) => string = String,
): ColumnTable {
  return {
    names: ["sample", "group", "replicate", "clay"].concat(
      wavelengths.map(name),
    ),
    columns: [
      samples,
      groups,
      replicates,
      Float64Array.from(clay),
      ...wavelengths.map((_, band) =>
        Float64Array.from(rows, (row) => row[band])
      ),
    ],
    rows: rows.length,
  };
}

/** The spectra with wavelengths downwards, each in a column of its own. */
export function tallTable(
  { samples, replicates, wavelengths, rows }: MadeTable,
): ColumnTable {
  return {
    names: ["Wavelength"].concat(
      samples.map((name, row) => `${name}_${replicates[row]}.asd`),
    ),
    columns: [
      Float64Array.from(wavelengths),
      ...rows.map((row) => Float64Array.from(row)),
    ],
    rows: wavelengths.length,
  };
}

/** A table whose numbers are texts. */
export function textTable(table: ColumnTable): ColumnTable {
  const columns = table.columns.map((column) => Array.from(column, String));
  return { ...table, columns };
}

/** A table with its columns in another order. */
export function permuted(
  table: ColumnTable,
  order: readonly number[],
): ColumnTable {
  return {
    ...table,
    names: order.map((at) => table.names[at]),
    columns: order.map((at) => table.columns[at]),
  };
}

/** How a table is written as text. */
export interface TextStyle {
  readonly separator?: string;
  readonly comma?: boolean;
  /** What stands after every line, such as `,,`. */
  readonly trailing?: string;
  /** Lines above the header. */
  readonly title?: string;
  readonly quoted?: boolean;
  readonly end?: string;
}

/** The table as text. */
export function tableText(
  { names, columns, rows }: ColumnTable,
  { separator = ",", comma, trailing = "", title = "", quoted, end = "\n" }:
    TextStyle = {},
): string {
  const cell = (value: number | string) => {
    const text = typeof value === "number" && comma
      ? String(value).replace(".", ",")
      : String(value);
    return quoted ? `"${text}"` : text;
  };
  const lines = [names.map((name) => cell(name))];
  for (let row = 0; row < rows; row++) {
    lines.push(columns.map((column) => cell(column[row])));
  }
  return title +
    lines.map((cells) => cells.join(separator) + trailing + end).join("");
}

/** The table as arrays, spectra by row or by column. */
export function tableNpz(
  { samples, groups, replicates, wavelengths, rows, clay }: MadeTable,
  { falling = false, turned = false } = {},
): Uint8Array<ArrayBuffer> {
  const axis = falling ? wavelengths.toReversed() : wavelengths;
  const spectra = rows.map((row) => falling ? row.toReversed() : row);
  const [height, width] = [rows.length, axis.length];
  const values = turned
    ? axis.flatMap((_, band) => spectra.map((row) => row[band]))
    : spectra.flat();
  const list = (data: readonly string[]) => ({ data, shape: [height] });
  return encodeNpz({
    wavelengths: { data: Float64Array.from(axis), shape: [width] },
    reflectance: {
      data: Float64Array.from(values),
      shape: turned ? [width, height] : [height, width],
    },
    samples: list(samples),
    groups: list(groups),
    replicates: list(replicates),
    clay: { data: Float64Array.from(clay), shape: [height] },
  });
}

/** Writers of tables, by the ending of their files. */
export const TABLE_WRITERS: Readonly<
  Record<string, (table: ColumnTable) => Uint8Array<ArrayBuffer>>
> = {
  csv: (table) => new TextEncoder().encode(tableText(table)),
  parquet: encodeParquet,
  rds: encodeRds,
  xlsx: ({ names, columns, rows }) =>
    xlsxRows([
      names,
      ...Array.from({ length: rows }, (_, row) =>
        columns.map((column) => column[row])),
    ]),
};
