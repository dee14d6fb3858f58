// Spectra and laboratory values of the same samples, put into one order.
import type { FilesDataConfig } from "../config/types.ts";
import { InputError } from "../errors.ts";
import { nameAll } from "./name_all.ts";
import { refuseMisjoin } from "./refuse_misjoin.ts";
import type { LabelSet, SpectraSet } from "./spectra_set.ts";

/** What becomes of samples that only one side has. */
export interface JoinOptions {
  /** `refuse` unless said. */
  readonly unmatched?: FilesDataConfig["unmatched"];
}

/**
 * Puts spectra into the order of the laboratory's table, as Code S2's loop
 * over its rows does.
 *
 * @param spectraRead Spectra in any order.
 * @param labelsRead Values of the same samples, but for those that were dropped
 * from either.
 * @param options What becomes of spectra without values, and of values without
 * spectra.
 * @returns Both, of the same samples; the spectra's `dropped` has all that were
 * left out of either.
 * @throws {InputError} If a sample has no values or values have no sample,
 * unless they are to be dropped: up to twenty of each are named; or if rows of
 * two tables would be paired by number although a column names them.
 */
export function joinLabels(
  spectraRead: SpectraSet,
  labelsRead: LabelSet,
  { unmatched = "refuse" }: JoinOptions = {},
): { spectra: SpectraSet; labels: LabelSet } {
  refuseMisjoin(spectraRead, labelsRead);
  const { spectra, labels } = dropPartners(spectraRead, labelsRead);
  const rows = new Map(spectra.samples.map((name, row) => [name, row]));
  const labelled = new Set(labels.samples);
  const alone = spectra.samples.filter((name) => !labelled.has(name));
  const bare = labels.samples.filter((name) => !rows.has(name));
  if (unmatched === "refuse") refuse(alone, bare);
  const labelRows = labels.samples.flatMap((name, row) =>
    rows.has(name) ? [row] : []
  );
  if (labelRows.length === 0) {
    throw new InputError(
      `No sample has both spectra and values: spectra are of ` +
        `${nameAll(alone)}, values of ${nameAll(bare)}`,
    );
  }
  const order = labelRows.map((row) => rows.get(labels.samples[row])!);
  const dropped = [
    ...spectraRead.dropped ?? [],
    ...(labelsRead.dropped ?? []).filter(({ sample }) =>
      !spectraRead.dropped?.some((one) => one.sample === sample)
    ),
    ...alone.map((sample) => ({
      sample,
      reason: "it has no laboratory value",
    })),
    ...bare.map((sample) => ({ sample, reason: "it has no spectrum" })),
  ];
  const joined = selectSamples(spectra, order);
  return {
    spectra: dropped.length > 0 ? { ...joined, dropped } : joined,
    labels: bare.length > 0 ? selectLabels(labels, labelRows) : labels,
  };
}

function refuse(alone: readonly string[], bare: readonly string[]): void {
  const said = [
    say(
      alone,
      ["has spectra but no row", "have spectra but no rows"],
      "in the labels",
    ),
    say(bare, ["has a row", "have rows"], "in the labels but no spectra"),
  ].filter((text) => text !== null);
  if (said.length === 0) return;
  throw new InputError(
    `${said.join("; ")}; expected both for every sample, or data.unmatched: ` +
      "drop to leave such samples out",
  );
}

function say(
  names: readonly string[],
  [one, many]: readonly [string, string],
  what: string,
): string | null {
  if (names.length === 0) return null;
  return `${names.length === 1 ? "Sample" : "Samples"} ${nameAll(names)} ` +
    `${names.length === 1 ? one : many} ${what}`;
}

/**
 * Takes samples out of a set.
 *
 * @param set Spectra.
 * @param order Indices of samples, in the order wanted.
 * @returns The set itself if that is its own order already.
 * @throws {RangeError} If an index is none of a sample.
 */
export function selectSamples(
  set: SpectraSet,
  order: readonly number[],
): SpectraSet {
  for (const row of order) {
    if (!Number.isInteger(row) || row < 0 || row >= set.samples.length) {
      throw new RangeError(
        `Index is ${row}, must be that of one of ${set.samples.length} samples`,
      );
    }
  }
  const same = order.length === set.samples.length &&
    order.every((row, at) => row === at);
  if (same) return set;
  const size = set.replicates * set.wavelengths.length;
  const reflectance = new Float64Array(order.length * size);
  order.forEach((row, at) => {
    const values = set.reflectance.subarray(row * size, (row + 1) * size);
    reflectance.set(values, at * size);
  });
  return {
    ...set,
    samples: order.map((row) => set.samples[row]),
    groups: set.groups && order.map((row) => set.groups![row]),
    reflectance,
    ...(set.columns && {
      columns: set.columns.map(({ name, values }) => ({
        name,
        values: order.map((row) => values[row]),
      })),
    }),
    ...(set.metadata && {
      metadata: order.flatMap((row) =>
        set.metadata!.slice(row * set.replicates, (row + 1) * set.replicates)
      ),
    }),
  };
}

/**
 * Leaves out the partners of samples that were dropped on request: spectra
 * have no use without values, nor values without spectra.
 */
function dropPartners(
  spectra: SpectraSet,
  labels: LabelSet,
): { spectra: SpectraSet; labels: LabelSet } {
  const gone = new Set(
    [...spectra.dropped ?? [], ...labels.dropped ?? []].map(({ sample }) =>
      sample
    ),
  );
  if (gone.size === 0) return { spectra, labels };
  const rest = (samples: readonly string[]) =>
    samples.flatMap((sample, row) => gone.has(sample) ? [] : [row]);
  return {
    spectra: selectSamples(spectra, rest(spectra.samples)),
    labels: selectLabels(labels, rest(labels.samples)),
  };
}

function selectLabels(
  labels: LabelSet,
  rows: readonly number[],
): LabelSet {
  const { length: width } = labels.targets;
  return {
    ...labels,
    samples: rows.map((row) => labels.samples[row]),
    values: Float64Array.from(
      rows.flatMap((row) => [
        ...labels.values.subarray(row * width, (row + 1) * width),
      ]),
    ),
  };
}
