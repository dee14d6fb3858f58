// What a run keeps to tell spectra that are unlike those it was trained on, and
// how new ones are held against it.
import type { Matrix } from "../baselines/baseline.ts";
import { selectRows } from "../baselines/baseline.ts";
import type { Config } from "../config.ts";
import { type Domain, fitDomain, judge } from "../doubt/domain.ts";
import {
  decodeDomain,
  DOMAIN_FILE,
  encodeDomain,
  FEATURES_FILE,
} from "../doubt/domain_file.ts";
import { InputError } from "../errors.ts";
import { files } from "../files/files.ts";
import type { SpectraSet } from "../spectra/spectra_set.ts";
import type { Split } from "../training/split.ts";
import { foldsOf } from "./members.ts";
import type { Features } from "./network.ts";

/** Fewer samples than that give no limit. */
const ENOUGH = 20;

/** Words for distances in a network's features. */
const IN_FEATURES = " in the network's features";

/** Spectra as they were read, replicates averaged, a row for each sample. */
export function spectraRows(
  { samples, replicates, wavelengths, reflectance }: Pick<
    SpectraSet,
    "samples" | "replicates" | "wavelengths" | "reflectance"
  >,
): Matrix {
  const [rows, columns] = [samples.length, wavelengths.length];
  const values = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let c = 0; c < columns; c++) {
      let sum = 0;
      for (let r = 0; r < replicates; r++) {
        sum += reflectance[(i * replicates + r) * columns + c];
      }
      values[i * columns + c] = sum / replicates;
    }
  }
  return { rows, columns, values };
}

/** Features as rows. */
export function featureRows({ units, values }: Features): Matrix {
  return {
    rows: values.length / units,
    columns: units,
    values: Float64Array.from(values),
  };
}

/**
 * The files `domain.json` and `features.json`. Limits of the features are those
 * of samples that the network has not learnt from, where enough of these are
 * not in the test part: it knows those that it has learnt from too well.
 *
 * @param config Its `doubt`; without it there are no files.
 * @param made Spectra as read, the split, and features of all samples.
 */
export function domainFiles(
  { doubt, training: { ensemble } }: Config,
  { spectra, split, features }: {
    readonly spectra: SpectraSet;
    readonly split: Split;
    readonly features: Features | null;
  },
): Record<string, Uint8Array<ArrayBuffer>> {
  if (!doubt || !features) return {};
  const { train, validation } = split;
  if (train.length < 4) {
    throw new InputError(
      `The training part has ${train.length} samples; doubt needs 4 or more`,
    );
  }
  const level = doubt.ordinary;
  const folds = ensemble ? foldsOf(train, ensemble) : new Map();
  const unseen = [...validation, ...train.filter((i) => folds.get(i) === 0)];
  const seen = train.filter((i) => folds.get(i) !== 0);
  const all = featureRows(features);
  const held = unseen.length < ENOUGH ? undefined : selectRows(all, unseen);
  const domain = fitDomain(selectRows(spectraRows(spectra), train), { level });
  return {
    [DOMAIN_FILE]: encodeDomain(domain),
    [FEATURES_FILE]: encodeDomain(
      fitDomain(selectRows(all, seen), { level, held }),
    ),
  };
}

/** What a run keeps. */
export interface Domains {
  readonly spectra: Domain;
  readonly features: Domain;
}

/**
 * Reads what a run keeps.
 *
 * @param run Its folder.
 * @returns Null if it keeps nothing.
 * @throws {InputError} If a file is damaged, or one of them is missing.
 */
export async function readDomains(run: string): Promise<Domains | null> {
  const [spectra, features] = await Promise.all(
    [DOMAIN_FILE, FEATURES_FILE].map(async (name) => {
      const path = `${run}/${name}`;
      const bytes = await files().read(path);
      return bytes && decodeDomain(bytes, path);
    }),
  );
  if (spectra && features) return { spectra, features };
  if (!spectra && !features) return null;
  throw new InputError(
    `${run}: has only one of ${DOMAIN_FILE} and ${FEATURES_FILE}; expected ` +
      "both or none",
  );
}

/**
 * Says of each sample why it is unlike the training part.
 *
 * @param domains What the run keeps.
 * @param rows Its spectrum as read, and its features.
 * @param name The run, for messages.
 * @returns A reason, or an empty text for an ordinary one.
 */
export function flagsOf(
  domains: Domains,
  { spectra, features }: {
    readonly spectra: Matrix;
    readonly features: Matrix;
  },
  name: string,
): string[] {
  refuseOther(domains.spectra, spectra, `${name}/${DOMAIN_FILE}`);
  refuseOther(domains.features, features, `${name}/${FEATURES_FILE}`);
  const inFeatures = judge(domains.features, features, IN_FEATURES);
  return judge(domains.spectra, spectra).map((reason, i) =>
    [reason, inFeatures[i]].filter((text) => text !== null).join(", ")
  );
}

function refuseOther(
  { components: { mean } }: Domain,
  { columns }: Matrix,
  source: string,
): void {
  if (mean.length === columns) return;
  throw new InputError(
    `${source}: is of ${mean.length} values a sample; expected ${columns}`,
  );
}
