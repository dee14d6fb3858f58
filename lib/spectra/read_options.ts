// How spectra and laboratory values are read: what a config's `data` says, or
// the flags of a task, in one shape for every reader.
import type { FilesDataConfig } from "../config/types.ts";
import type { RecordOptions } from "../formats/csv/records.ts";
import type { RowNameOptions } from "./tables/row_keys.ts";
import type { TakeOptions } from "./taken/settle.ts";

/** How a file is read; what is not said is found out. */
export interface ReadOptions
  extends RecordOptions, RowNameOptions, TakeOptions {
  /** Column that names the samples. */
  readonly sampleColumn?: string;
  /** Sheet of a workbook. */
  readonly sheet?: string;
  /** Object of an R file. */
  readonly object?: string;
  /** What stands before the wavelengths in the names of their columns. */
  readonly bands?: string;
  /** File of the white panel, for files of an instrument that lack one. */
  readonly whiteReference?: string;
  /** What becomes of samples with a value missing; `refuse` unless said. */
  readonly missing?: FilesDataConfig["missing"];
  /** What becomes of laboratory values such as `<5`. */
  readonly censored?: FilesDataConfig["censored"];
  /** What becomes of samples with different numbers of spectra. */
  readonly replicates?: FilesDataConfig["replicates"];
}

/**
 * Gives the options that a config's `data` says.
 *
 * @param data The part of a checked config.
 */
export function readOptions(data: FilesDataConfig): ReadOptions {
  return {
    rowPrefix: data.row_prefix ?? undefined,
    sampleColumn: data.sample_column ?? undefined,
    sheet: data.sheet ?? undefined,
    object: data.object ?? undefined,
    bands: data.bands,
    whiteReference: data.white_reference,
    quantity: data.quantity ?? undefined,
    unit: data.unit ?? undefined,
    missing: data.missing,
    censored: data.censored,
    replicates: data.replicates,
  };
}
