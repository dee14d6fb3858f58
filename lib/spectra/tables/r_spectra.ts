// Spectra and laboratory values from a file of R, in which often one data
// frame holds both: columns for the laboratory, and a matrix for the spectra.
import { InputError } from "../../errors.ts";
import type { LabelSet, SpectraSet } from "../spectra_set.ts";
import { bandColumns } from "./find_bands.ts";
import type { ReadOptions } from "../read_options.ts";
import { tableToLabels } from "./table_labels.ts";
import { tableToSpectra } from "./table_spectra.ts";
import { axisColumn } from "./transposed.ts";
import { describeObjects } from "../../formats/r_data/describe.ts";
import { readRObjects } from "../../formats/r_data/read_r_objects.ts";
import { type RTable, rTables } from "../../formats/r_data/r_tables.ts";
import type { RObject } from "../../formats/r_data/values.ts";

/**
 * Reads the spectra of a file of R.
 *
 * @param path An `.rda`, `.RData` or `.rds` file.
 * @param options Which object is meant; how rows without names are called.
 * @throws {InputError} If it holds no spectra, or more than one table of them.
 */
export async function readRSpectra(
  path: string,
  options: ReadOptions = {},
): Promise<SpectraSet> {
  const objects = await readRObjects(path);
  const tables = rTables(objects);
  const { object } = options;
  const asked = tables.filter(({ name }) => name === object);
  const { name, table } = oneOf(
    object === undefined ? tables.filter(holdsSpectra) : asked,
    objects,
    {
      path,
      wanted: object === undefined
        ? "a data frame or matrix with columns of wavelengths " +
          "(350, X350 or a matrix spc)"
        : `one called ${object}, a data frame or matrix, as data.object says`,
    },
  );
  return tableToSpectra(table, placeOf(path, name), options);
}

/**
 * Reads laboratory values from a file of R.
 *
 * @param path An `.rda`, `.RData` or `.rds` file.
 * @param targets Columns to read.
 * @param options How rows without names are called.
 * @throws {InputError} If no table of it, or more than one, has the targets.
 */
export async function readRLabels(
  path: string,
  targets: readonly string[],
  options: ReadOptions = {},
): Promise<LabelSet> {
  const objects = await readRObjects(path);
  const tables = rTables(objects);
  const having = tables.filter(({ table }) =>
    targets.every((target) => table.names.includes(target))
  );
  // The object that is asked for may be that of the spectra alone.
  const asked = having.filter(({ name }) => name === options.object);
  // With one table, its own refusal says which column is missing.
  const { name, table } = oneOf(
    tables.length === 1 ? tables : asked.length > 0 ? asked : having,
    objects,
    { path, wanted: `a data frame with the columns ${targets.join(", ")}` },
  );
  return tableToLabels(table, targets, {
    ...options,
    path: placeOf(path, name),
  });
}

function holdsSpectra({ table: { names, columns } }: RTable): boolean {
  return bandColumns(names).length > 1 ||
    axisColumn(names, (at) => columns[at][0]) !== undefined;
}

function placeOf(path: string, name: string): string {
  return name === "" ? path : `${path}, object ${name}`;
}

function oneOf(
  tables: readonly RTable[],
  objects: readonly RObject[],
  { path, wanted }: { path: string; wanted: string },
): RTable {
  if (tables.length === 1) return tables[0];
  if (tables.length > 1) {
    throw new InputError(
      `${path}: has ${tables.length} such objects, ` +
        `${tables.map(({ name }) => name).join(" and ")}; expected one, ` +
        `which data.object (--object) can say, ${wanted}`,
    );
  }
  throw new InputError(
    `${path}: holds ${describeObjects(objects)}; expected ${wanted}`,
  );
}
