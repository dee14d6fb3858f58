// The first stage: the spectra and laboratory values that a config names,
// joined, with the digest of every file that was read.
import type { Config } from "../config.ts";
import { InputError } from "../errors.ts";
import { sha256File } from "../artifacts/sha256.ts";
import { missingDataSentence } from "../datasets/bring.ts";
import type { InputFile } from "../provenance/manifest_types.ts";
import { joinLabels } from "../spectra/join.ts";
import { absentTable, sourceFiles } from "../spectra/files/source.ts";
import { readOptions } from "../spectra/read_options.ts";
import { openSpectra } from "../spectra/open.ts";
import { isThere } from "../formats/shared/open_file.ts";
import type { LabelSet, SpectraSet } from "../spectra/spectra_set.ts";
import type { Taken } from "../spectra/taken/taken.ts";
import { openLabels } from "../spectra/tables/open_labels.ts";
import { generateSynthetic } from "../synthetic/generate.ts";
import { loadParameters } from "../synthetic/parameters.ts";

/** Spectra with their laboratory values, in the order of the values' file. */
export interface RunData {
  /** Spectra, one row of replicates for each sample. */
  readonly spectra: SpectraSet;
  /** Values of the config's targets, in the same order of samples. */
  readonly labels: LabelSet;
  /** Every file that was read, by digest. */
  readonly inputs: readonly InputFile[];
  /** Where a file was looked for and none was found. */
  readonly lookedFor: readonly string[];
  /** Whether the data were made up by this package. */
  readonly synthetic: boolean;
}

/**
 * Reads or generates the data of a config.
 *
 * @param config A checked config.
 * @param onProgress Called with bytes read so far and in all.
 * @throws {InputError} If a file is missing, does not parse, or does not fit.
 */
export async function loadData(
  config: Pick<Config, "data" | "targets">,
  onProgress?: (done: number, total: number) => void,
): Promise<RunData> {
  const { data, targets } = config;
  if (data.source === "synthetic") {
    const parameters = await loadParameters(data.parameters);
    const made = generateSynthetic(parameters, data);
    return {
      spectra: { ...made.spectra, taken: takenOfMade(made.spectra) },
      labels: selectTargets(made.labels, targets),
      inputs: [await inputFile("synthetic parameters", data.parameters)],
      lookedFor: [],
      synthetic: true,
    };
  }
  if (data.dataset !== null && !await isThere(data.spectra)) {
    throw new InputError(missingDataSentence(data.dataset, data.spectra));
  }
  const inputs: InputFile[] = [];
  const { white_reference: white } = data;
  for (const path of await sourceFiles(data.spectra, white)) {
    inputs.push(await inputFile("spectra", path));
  }
  if (white !== undefined) {
    inputs.push(await inputFile("white reference", white));
  }
  inputs.push(await inputFile("labels", data.labels));
  const options = readOptions(data);
  const read = await openSpectra(data.spectra, { ...options, onProgress });
  const labels = await openLabels(data.labels, targets, options);
  const table = await absentTable(data.spectra);
  return {
    ...joinLabels(read, labels, { unmatched: data.unmatched }),
    inputs,
    lookedFor: table === null ? [] : [portable(table)],
    synthetic: false,
  };
}

/** What this package made is what it says. */
function takenOfMade({ reflectance }: SpectraSet): Taken {
  const range = reflectance.reduce<[number, number]>(
    ([least, greatest], value) => [
      Math.min(least, value),
      Math.max(greatest, value),
    ],
    [Infinity, -Infinity],
  );
  const by = { quantityBy: "made", unitBy: "made" } as const;
  return { quantity: "reflectance", unit: "nm", ...by, range };
}

async function inputFile(role: string, path: string): Promise<InputFile> {
  return { role, path: portable(path), ...await sha256File(path) };
}

/** Paths in a manifest have slashes on every system. */
function portable(path: string): string {
  return path.replaceAll("\\", "/");
}

function selectTargets(
  labels: LabelSet,
  targets: readonly string[],
): LabelSet {
  const columns = targets.map((target) => {
    const column = labels.targets.indexOf(target);
    if (column < 0) {
      throw new InputError(
        `The synthetic set has no target ${target}; it has ` +
          `${labels.targets.join(", ")}`,
      );
    }
    return column;
  });
  const width = labels.targets.length;
  const values = Float64Array.from(
    labels.samples.flatMap((_, row) =>
      columns.map((column) => labels.values[row * width + column])
    ),
  );
  return { samples: labels.samples, targets: [...targets], values };
}
