// Looks at data that somebody brings and writes the config of a run on them.
import { resolveConfig } from "../config.ts";
import { suggestConfig } from "../config/suggest.ts";
import { InputError } from "../errors.ts";
import { joinLabels } from "../spectra/join.ts";
import { openSpectra } from "../spectra/open.ts";
import type { ReadOptions } from "../spectra/read_options.ts";
import { openLabels } from "../spectra/tables/open_labels.ts";
import { splitSamples } from "../training/split.ts";

/** What the config is made for. */
export interface InitRequest {
  readonly spectra: string;
  readonly labels: string;
  readonly targets: readonly string[];
  /** Path of the JSON Schema, as seen from the config. */
  readonly schema: string;
  /** How files are read, as flags say it. */
  readonly read: ReadOptions;
}

/** What `init` found and made. */
export interface InitResult {
  /** Text of the config. */
  readonly text: string;
  /** What was found, in lines for people. */
  readonly said: readonly string[];
}

/** Keys of a config's `data` by the options that they stand for. */
const KEYS: Readonly<Record<string, keyof ReadOptions>> = {
  row_prefix: "rowPrefix",
  sample_column: "sampleColumn",
  sheet: "sheet",
  object: "object",
  bands: "bands",
  white_reference: "whiteReference",
  quantity: "quantity",
  unit: "unit",
};

/**
 * Makes a config for data, after reading all of them.
 *
 * @param request Where the data are, and what is to be predicted.
 * @throws {InputError} If they cannot be read or do not fit each other.
 */
export async function initConfig(
  { spectra, labels, targets, schema, read }: InitRequest,
): Promise<InitResult> {
  const known = await withNames(spectra, labels, read);
  const set = await openSpectra(spectra, known);
  const values = await openLabels(labels, targets, known);
  const joined = joinLabels(set, values);
  const data = Object.fromEntries(
    Object.entries(KEYS).flatMap(([key, option]) =>
      known[option] === undefined ? [] : [[key, String(known[option])]]
    ),
  );
  const config = suggestConfig({
    spectra,
    labels,
    targets,
    schema,
    data,
    set: joined.spectra,
  });
  const { split, name } = resolveConfig(config, "the config");
  const { samples, groups, replicates, wavelengths } = joined.spectra;
  const parts = splitSamples({ samples: samples.length, groups }, split);
  return {
    text: JSON.stringify(config, null, 2) + "\n",
    said: [
      `${samples.length} samples with ` +
      `${replicates === 1 ? "a spectrum" : `${replicates} spectra`} of ` +
      `${wavelengths.length} bands, ${wavelengths[0]} to ` +
      `${wavelengths.at(-1)} nm`,
      ...(set.notes ?? []),
      `run ${name}: ${parts.train.length} samples train, ` +
      `${parts.validation.length} are watched, ${parts.test.length} are tested`,
    ],
  };
}

/**
 * Rows without names are numbered only where that cannot go wrong: where
 * spectra and values are of one table.
 */
async function withNames(
  spectra: string,
  labels: string,
  read: ReadOptions,
): Promise<ReadOptions> {
  if (read.rowPrefix !== undefined || spectra !== labels) return read;
  try {
    await openSpectra(spectra, read);
    return read;
  } catch (error) {
    const nameless = error instanceof InputError &&
      error.message.includes("data.row_prefix");
    if (!nameless) throw error;
    return { ...read, rowPrefix: "S" };
  }
}
