// Where a config's spectra and laboratory values come from; with the defaults.
import { z } from "../third_party/zod.ts";
import {
  choice,
  integer,
  oneOf,
  seed,
  table,
  text,
  variant,
} from "./fields.ts";

/** The config's key `data`. */
export const dataSchema = z.discriminatedUnion("source", [
  table({
    source: variant("synthetic"),
    parameters: text("File with the parameters of the synthetic set")
      .default("fixtures/synthetic.json"),
    samples: integer(2, 1_000_000, "How many samples").default(150),
    seed: seed("Seed of the set").default(1),
  }),
  table({
    // "csv" was its name while that was all that could be read.
    source: z.enum(["files", "csv"], '"files"').transform(() =>
      "files" as const
    ),
    dataset: z.nullable(text("Name for `deno task data NAME`, or null"))
      .default(null),
    spectra: text("File or folder of spectra"),
    labels: text("File with one row per sample; may be that of the spectra"),
    row_prefix: z.nullable(text(
      "Rows without a column of samples are named by this and their number, " +
        "as in G001; null: by the names that the file gives its rows, which " +
        "must have some",
    )).default(null),
    sample_column: z.nullable(text(
      "Column that names the samples; null: found by its usual names",
    )).default(null),
    sheet: z.nullable(text("Sheet of a workbook; null: its only one"))
      .default(null),
    object: z.nullable(text(
      "Object of an R file; null: the only one that fits",
    )).default(null),
    bands: text(
      "What stands before the wavelengths in the names of their columns, in a " +
        "table with several sets of them, as in scan_visnir.350",
    ).optional(),
    white_reference: text(
      "File of the white panel, for files of an instrument that have no white " +
        "reference in them",
    ).optional(),
    quantity: z.nullable(choice(
      ["reflectance", "reflectance-percent", "absorbance"],
      "What the values are; null: as the file says, else reflectance",
    )).default(null),
    unit: z.nullable(choice(
      ["nm", "um", "cm-1"],
      "Unit of the wavelengths; null: as the file says, else nm",
    )).default(null),
    missing: choice(
      ["refuse", "drop"],
      "What becomes of samples with a value missing",
    ).default("refuse"),
    censored: choice(
      ["refuse", "drop", "half"],
      "What becomes of laboratory values such as <5",
    ).default("refuse"),
    unmatched: choice(
      ["refuse", "drop"],
      "What becomes of spectra without labels, and labels without spectra",
    ).default("refuse"),
    replicates: choice(
      ["refuse", "average", "first"],
      "What becomes of samples with different numbers of spectra: average, the " +
        "mean of every sample's; first, as many as all have",
    ).default("refuse"),
  }),
], oneOf(["synthetic", "files"]));
