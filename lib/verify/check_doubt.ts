// Whether what a run keeps of its doubts is what its config asks for: a row of
// the ensemble for each prediction, whose mean it is, with the fold that its
// place gives, and the files that say what ordinary spectra are like.
import { DOMAIN_FILE, FEATURES_FILE } from "../doubt/domain_file.ts";
import { InputError } from "../errors.ts";
import type { Archive } from "../pipeline/archive.ts";
import { foldsOf } from "../pipeline/members.ts";
import { ENSEMBLE_FILE } from "../pipeline/members_table.ts";
import type { Manifest } from "../provenance/manifest_types.ts";
import type { Finding } from "./finding.ts";

/**
 * Checks all that a config's `doubt` and `ensemble` ask for.
 *
 * @param archive The archived numbers of a run.
 * @param manifest Its manifest.
 */
export function checkDoubt(archive: Archive, manifest: Manifest): Finding[] {
  const { config: { doubt }, members } = archive;
  const wanted = [DOMAIN_FILE, FEATURES_FILE].map((subject): Finding => {
    const there = manifest.artifacts.some(({ path }) => path === subject);
    const holds = there === (doubt !== undefined);
    const finding = holds
      ? "is there, as the config has it"
      : there
      ? "is there; the config does not ask for it"
      : "is missing; the config asks for it";
    return { subject, holds, finding };
  }).filter(({ holds }) => doubt || !holds);
  return members === undefined ? wanted : [checkMembers(archive), ...wanted];
}

function checkMembers(archive: Archive): Finding {
  const problem = membersProblem(archive);
  return {
    subject: ENSEMBLE_FILE,
    holds: problem === null,
    finding: problem ?? "a row for each prediction, whose mean it is",
  };
}

function membersProblem(
  { config, samples, predictions, members = [] }: Archive,
): string | null {
  let folds: ReadonlyMap<number, number>;
  try {
    const train = samples.flatMap(({ part }, i) => part === "train" ? [i] : []);
    folds = foldsOf(train, config.training.ensemble!);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.message;
  }
  if (members.length !== predictions.length) {
    return `has ${members.length} rows; expected ${predictions.length}`;
  }
  for (const [at, row] of members.entries()) {
    const { sample, part, target, measured, predicted } = predictions[at];
    const fold = folds.get(Math.floor(at / config.targets.length)) ?? null;
    if (
      row.sample !== sample || row.part !== part || row.target !== target ||
      row.measured !== measured || row.fold !== fold
    ) {
      return `row ${at + 2} is not that of predictions.csv and its fold`;
    }
    let sum = 0;
    for (const value of row.values) sum += value;
    const mean = Math.fround(sum / row.values.length);
    if (mean !== predicted) {
      return `row ${
        at + 2
      }: the members' mean is ${mean}; predictions.csv has ` +
        `${predicted}`;
    }
  }
  return null;
}
