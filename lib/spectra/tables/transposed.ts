// Tables with wavelengths downwards and a column for each spectrum, as
// ViewSpec Pro and many scripts write them. They are told by the heading of
// their first column; a table that only looks so is none, because samples
// numbered from 1 would look so, too.
import { InputError } from "../../errors.ts";
import { decimal } from "../../formats/shared/number.ts";
import type { ReadOptions } from "../read_options.ts";
import type { SpectraSet } from "../spectra_set.ts";
import { unitText } from "./unit_text.ts";
import { rowsToSpectra } from "./rows_to_spectra.ts";

/** Headings of a column of wavelengths, after what their unit is. */
const AXIS = /^(?:wave ?(?:length|number)s?|wave|wl|wvl|wn|lambda|nm|um|µm)$/;

/** What instruments' programs append to the names of files. */
const FILE_ENDING =
  /\.(?:asd|sed|sig|spc|jdx|dx|spa)(?:\.(?:ref|rad|txt|sco))?$/i;

/** Whether all headings are names of instruments' files. */
export function areFileNames(names: readonly string[]): boolean {
  return names.every((name) => FILE_ENDING.test(name.trim()));
}

/** Whether a heading is that of a column of wavelengths. */
export function isAxisName(name: string): boolean {
  const plain = name.trim().toLowerCase();
  const rest = plain.slice(0, plain.length - unitText(plain).length) || plain;
  return AXIS.test(rest.replace(/[\s_.-]+/g, " "));
}

/**
 * Finds the column of wavelengths of a table whose spectra are columns.
 *
 * @param names Names of all columns.
 * @param first The first cell of a column.
 * @returns Its place, which nothing but an unnamed column stands before, or
 * undefined if the table is none of these.
 */
export function axisColumn(
  names: readonly string[],
  first: (column: number) => number | string | null | undefined,
): number | undefined {
  const at = names.findIndex((name) => name.trim() !== "");
  if (at < 0 || names.length < at + 2 || !isAxisName(names[at])) {
    return undefined;
  }
  const cell = first(at);
  const isNumber = typeof cell === "number" ||
    (typeof cell === "string" && decimal(cell.replace(",", ".")) !== undefined);
  return isNumber ? at : undefined;
}

/** A table of spectra, a column for each. */
export interface SpectraColumns {
  /** The file. */
  readonly path: string;
  /** Headings of the spectra. */
  readonly names: readonly string[];
  /** Numbers of the axis; may be changed. */
  readonly wavelengths: Float64Array;
  /** Where a wavelength stands, such as `line 3`. */
  readonly bandPlace: (band: number) => string;
  /** Values in C order `[spectrum, band]`. */
  readonly reflectance: Float64Array<ArrayBuffer>;
  /** Heading of the axis. */
  readonly heading: string;
  /** Place of the first spectrum's column, from 1. */
  readonly firstColumn: number;
  /** What was found on the way. */
  readonly notes?: readonly string[];
}

/**
 * Makes a set of spectra of a table's columns.
 *
 * @throws {InputError} As {@linkcode rowsToSpectra}; and if a column has no
 * heading.
 */
export function columnsToSpectra(
  columns: SpectraColumns,
  options: ReadOptions,
): SpectraSet {
  const { path, names, heading, firstColumn, notes = [] } = columns;
  names.forEach((name, at) => {
    if (name.trim() !== "") return;
    throw new InputError(
      `${path}, column ${firstColumn + at}: has no heading; expected the ` +
        "name of a sample",
    );
  });
  const short = names.map((name) => name.trim().replace(FILE_ENDING, ""));
  const same = new Set(short).size === new Set(names).size;
  const values = same ? short : names.map((name) => name.trim());
  return rowsToSpectra({
    ...columns,
    unit: "column",
    words: heading,
    placeOf: (row) => firstColumn + row,
    columns: { rows: names.length, sample: { name: "headings", values } },
    notes: [...notes, "a spectrum in each column, wavelengths downwards"],
  }, options);
}
