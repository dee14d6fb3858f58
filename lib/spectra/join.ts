// Spectra and laboratory values of the same samples, put into one order.
import { InputError } from "../errors.ts";
import { refuseMisjoin } from "./refuse_misjoin.ts";
import type { LabelSet, SpectraSet } from "./spectra_set.ts";

/** How many names a message lists. */
const LISTED = 5;

/**
 * Puts spectra into the order of the laboratory's table, as Code S2's loop
 * over its rows does.
 *
 * @param spectraRead Spectra in any order.
 * @param labelsRead Values of exactly the same samples, but for those that were
 * dropped from either.
 * @throws {InputError} If a sample has no values or values have no sample: up
 * to five are named; or if rows of two tables would be paired by number
 * although a column names them.
 */
export function joinLabels(
  spectraRead: SpectraSet,
  labelsRead: LabelSet,
): { spectra: SpectraSet; labels: LabelSet } {
  refuseMisjoin(spectraRead, labelsRead);
  const { spectra, labels } = dropPartners(spectraRead, labelsRead);
  const rows = new Map(spectra.samples.map((name, row) => [name, row]));
  const labelled = new Set(labels.samples);
  refuse(
    spectra.samples.filter((name) => !labelled.has(name)),
    ["has spectra but no row", "have spectra but no rows"],
    "in the labels",
  );
  refuse(
    labels.samples.filter((name) => !rows.has(name)),
    ["has a row", "have rows"],
    "in the labels but no spectra",
  );
  const order = labels.samples.map((name) => rows.get(name)!);
  return { spectra: selectSamples(spectra, order), labels };
}

function refuse(
  names: readonly string[],
  [one, many]: readonly [string, string],
  what: string,
): void {
  if (names.length === 0) return;
  const more = names.length - LISTED;
  throw new InputError(
    `${names.length === 1 ? "Sample" : "Samples"} ` +
      names.slice(0, LISTED).join(", ") +
      `${more > 0 ? ` (and ${more} more)` : ""} ` +
      `${names.length === 1 ? one : many} ${what}; expected both for every ` +
      "sample",
  );
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
