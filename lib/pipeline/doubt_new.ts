// The doubts about predictions of new spectra, as far as a run keeps what they
// are told by.
import type { Config } from "../config.ts";
import { InputError } from "../errors.ts";
import { files } from "../files/files.ts";
import type { Interval } from "../doubt/cv_plus.ts";
import type { SpectraSet } from "../spectra/spectra_set.ts";
import { featureRows, flagsOf, readDomains, spectraRows } from "./domain.ts";
import { intervalsOf } from "./intervals.ts";
import { decodeMembers, ENSEMBLE_FILE } from "./members_table.ts";
import type { Features } from "./network.ts";
import type { PredictSource } from "./predict.ts";

/** What is to be doubted. */
export interface NewSamples {
  /** Spectra as read, on the run's grid. */
  readonly spectra: SpectraSet;
  /** Values of each member in C order `[sample, target]`. */
  readonly members: readonly Float32Array[];
  /** Computes the inputs of the first member's last layer. */
  readonly features: () => Promise<Features>;
}

/** The doubts. */
export interface Doubts {
  /** In C order `[sample, target]`, or null. */
  readonly intervals: readonly Interval[] | null;
  /** Reasons, empty for ordinary samples, or null. */
  readonly flags: readonly string[] | null;
}

/**
 * Doubts predictions.
 *
 * @param source What predicts; a network that Keras saved keeps nothing.
 * @param config Its config.
 * @param made The samples.
 * @throws {InputError} If a file of the run is missing or damaged.
 */
export async function doubtNew(
  source: PredictSource,
  config: Config,
  { spectra, members, features }: NewSamples,
): Promise<Doubts> {
  if (
    !config.doubt || !("run" in source) || source.model !== undefined ||
    spectra.samples.length === 0
  ) return { intervals: null, flags: null };
  const { run } = source;
  const domains = await readDomains(run);
  const flags = domains && flagsOf(domains, {
    spectra: spectraRows(spectra),
    features: featureRows(await features()),
  }, run);
  return { intervals: await newIntervals(run, config, members), flags };
}

async function newIntervals(
  run: string,
  config: Config,
  members: readonly Float32Array[],
): Promise<Interval[] | null> {
  const { targets, doubt, training: { ensemble } } = config;
  if (!doubt || ensemble?.sample !== "folds") return null;
  const path = `${run}/${ENSEMBLE_FILE}`;
  const bytes = await files().read(path);
  if (bytes === null) {
    throw new InputError(
      `${run}: has no ${ENSEMBLE_FILE}; expected what its members predicted`,
    );
  }
  const rows = decodeMembers(bytes, config, path);
  const found: Interval[] = [];
  targets.forEach((target, at) => {
    const values: number[][] = [];
    for (let i = at; i < members[0].length; i += targets.length) {
      values.push(members.map((all) => all[i]));
    }
    const own = rows.filter((row) => row.target === target);
    intervalsOf(own, values, doubt.coverage).forEach((interval, sample) => {
      found[sample * targets.length + at] = interval;
    });
  });
  return found;
}
