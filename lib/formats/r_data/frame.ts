// What of R's values is a table: a data frame, with matrices and data frames
// inside of it spread into columns, or a matrix with names of columns.
import type { ColumnTable } from "../shared/column_table.ts";
import {
  hasClass,
  type RNumbers,
  type RTexts,
  type RValue,
  textAttribute,
} from "./values.ts";

interface Column {
  readonly name: string;
  readonly values: Float64Array | readonly string[];
}

/**
 * Makes a table of a value.
 *
 * @param value A data frame or a matrix.
 * @returns The table, or undefined if the value is none. A matrix `spc` in a
 * data frame becomes columns `spc.350`, `spc.351` and so on; factors become
 * texts; columns of other kinds (lists, complex numbers) are left out.
 */
export function rTable(value: RValue): ColumnTable | undefined {
  const columns = isFrame(value)
    ? frameColumns(value, "")
    : matrixColumns(value, "");
  if (!columns || columns.length === 0) return undefined;
  const rows = columns[0].values.length;
  if (columns.some(({ values }) => values.length !== rows)) return undefined;
  const rowNames = isFrame(value)
    ? frameRowNames(value)
    : dimensionNames(value, 0);
  return {
    names: columns.map(({ name }) => name),
    columns: columns.map(({ values }) => values),
    rows,
    ...(rowNames?.length === rows && { rowNames }),
  };
}

/** Whether a value is a data frame, or one of its descendants. */
export function isFrame(value: RValue): boolean {
  return value.kind === "list" && hasClass(value, "data.frame");
}

function frameColumns(value: RValue, prefix: string): Column[] {
  const names = textAttribute(value, "names");
  if (value.kind !== "list" || !names) return [];
  return value.values.flatMap((item, at) => {
    const name = prefix + (names[at] ?? "");
    return isFrame(item)
      ? frameColumns(item, `${name}.`)
      : matrixColumns(item, `${name}.`) ?? vectorColumn(item, name);
  });
}

function vectorColumn(value: RValue, name: string): Column[] {
  if (value.kind === "list" || value.kind === "other") return [];
  // Whole numbers of 64 bits lie in doubles, where they mean something else.
  if (hasClass(value, "integer64")) return [];
  return [{ name, values: plainValues(value) }];
}

function plainValues(
  value: RNumbers | RTexts,
): Float64Array | readonly string[] {
  if (value.kind === "character") {
    return value.values.map((text) => text ?? "");
  }
  const levels = hasClass(value, "factor")
    ? textAttribute(value, "levels")
    : undefined;
  if (!levels) return value.values;
  return Array.from(value.values, (code) => levels[code - 1] ?? "");
}

/** Columns of a matrix, which has the values of one after the other. */
function matrixColumns(value: RValue, prefix: string): Column[] | undefined {
  if (value.kind === "list" || value.kind === "other") return undefined;
  const dim = value.attributes.get("dim");
  if (!dim || (dim.kind !== "integer" && dim.kind !== "double")) {
    return undefined;
  }
  if (dim.values.length !== 2) return undefined;
  const [rows, count] = dim.values;
  if (rows * count !== value.values.length || rows === 0) return undefined;
  const names = dimensionNames(value, 1);
  const values = plainValues(value);
  return Array.from({ length: count }, (_, at) => ({
    name: prefix + (names?.[at] ?? `[${at + 1}]`),
    values: values instanceof Float64Array
      ? values.subarray(at * rows, (at + 1) * rows)
      : values.slice(at * rows, (at + 1) * rows),
  }));
}

function dimensionNames(
  value: RValue,
  axis: number,
): readonly string[] | undefined {
  const names = value.attributes.get("dimnames");
  const own = names?.kind === "list" ? names.values[axis] : undefined;
  return own?.kind === "character"
    ? own.values.map((text) => text ?? "")
    : undefined;
}

/** Row names, unless R has only counted: it then saves c(NA, -rows). */
function frameRowNames(value: RValue): readonly string[] | undefined {
  const names = value.attributes.get("row.names");
  if (names?.kind === "character") return names.values.map((t) => t ?? "");
  if (names?.kind !== "integer" && names?.kind !== "double") return undefined;
  if (names.values.some(Number.isNaN)) return undefined;
  return Array.from(names.values, String);
}
