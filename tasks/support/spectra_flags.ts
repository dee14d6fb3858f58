import type { ReadOptions } from "../../lib/spectra/read_options.ts";
import type { Flag } from "./cli.ts";

/** Flags that say how files of spectra are read, as a config's `data` does. */
export const READ_FLAGS = {
  "row-prefix": {
    value: "TEXT",
    help: "Name rows without names by this and their number, as in G001",
  },
  "sample-column": { value: "NAME", help: "Column that names the samples" },
  sheet: { value: "NAME", help: "Sheet of a workbook" },
  object: { value: "NAME", help: "Object of an R file" },
  bands: {
    value: "TEXT",
    help: "What stands before the wavelengths in the names of their columns",
  },
  "white-reference": {
    value: "FILE",
    help: "File of the white panel, for files of counts without one in them",
  },
  quantity: {
    value: "NAME",
    help: "What the values are",
    choices: ["reflectance", "reflectance-percent", "absorbance"],
  },
  unit: {
    value: "UNIT",
    help: "Unit of the wavelengths",
    choices: ["nm", "um", "cm-1"],
  },
} as const satisfies Readonly<Record<string, Flag>>;

/** Flags of every task that reads spectra from a path. */
export const SPECTRA_FLAGS = {
  spectra: {
    value: "FILE",
    help: "Spectra: a file, folder, pattern or table of files",
    required: true,
  },
  ...READ_FLAGS,
} as const satisfies Readonly<Record<string, Flag>>;

/** What those flags say; what they do not say is not in it. */
export function flagOptions(
  values: Readonly<Record<string, string | undefined>>,
): ReadOptions {
  const said = {
    rowPrefix: values["row-prefix"],
    sampleColumn: values["sample-column"],
    sheet: values.sheet,
    object: values.object,
    bands: values.bands,
    whiteReference: values["white-reference"],
    quantity: values.quantity as ReadOptions["quantity"],
    unit: values.unit as ReadOptions["unit"],
  };
  return Object.fromEntries(
    Object.entries(said).filter(([, value]) => value !== undefined),
  );
}
