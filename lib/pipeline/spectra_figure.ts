// Files of spectra to one figure, before and after a chain of pre-treatments.
import type { PreprocessStep } from "../config/preprocess_types.ts";
import { InputError } from "../errors.ts";
import {
  MOST_NAMED,
  type SpectraFigure,
  type SpectraGroup,
} from "../figures/spectra.ts";
import { fitChain, isFitted } from "../preprocess/chain.ts";
import type { SpectrumMetadata } from "../formats/shared/metadata.ts";
import type { SpectraSet } from "../spectra/spectra_set.ts";
import { quantityOf } from "../spectra/taken/taken.ts";

/** A file that was read. */
export interface SpectraFile {
  /** Its path. */
  readonly path: string;
  /** What is in it. */
  readonly set: SpectraSet;
  /** What its values look like. */
  readonly unit: "fraction" | "percent" | "none";
}

/** Splices that are marked; more would hide the spectra. */
const MOST_SPLICES = 6;

const QUANTITIES: Readonly<Record<SpectraFile["unit"], string>> = {
  fraction: "Reflectance (0\u20131)",
  percent: "Reflectance (%)",
  none: "Value in the file",
};

const ABSORBANCE = "Absorbance log10(1/R)";

/**
 * Says what a figure of files is drawn from.
 *
 * @param files Files, one at least.
 * @param steps The pre-treatments; with an empty list there is one panel.
 * @returns Panels for `spectraFigure`. The chain is fitted on all spectra of
 * all files, and the subtitle says so.
 * @throws {InputError} If there are more grids than a figure has colours, or a
 * chain and files that differ in their wavelengths or numbers of replicates.
 */
export async function spectraOfFiles(
  files: readonly SpectraFile[],
  steps: readonly PreprocessStep[],
): Promise<SpectraFigure> {
  const units = new Set(files.map(({ unit }) => unit));
  const quantities = new Set(files.map(({ set }) => quantityOf(set)));
  if (quantities.size > 1) {
    throw new InputError(
      `${files[0].path} holds ${quantityOf(files[0].set)} and other files ` +
        "do not; expected files of one quantity in a figure",
    );
  }
  const logged = quantities.has("absorbance");
  const quantity = logged
    ? ABSORBANCE
    : units.size === 1
    ? QUANTITIES[files[0].unit]
    : QUANTITIES.none;
  const title = files.length === 1
    ? `Spectra of ${stem(files[0].path)}`
    : `Spectra of ${files.length} files`;
  const splices = [
    ...new Set(
      files.flatMap(({ set }) => set.metadata ?? [])
        .flatMap((metadata) => metadata.splices),
    ),
  ].sort((a, b) => a - b);
  const before = groupsOf(files);
  const figure = {
    title,
    subtitle: splices.length > MOST_SPLICES
      ? [`${splices.length} splices, which are not marked`]
      : [],
    splices: splices.length > MOST_SPLICES ? [] : splices,
  };
  if (steps.length === 0) {
    return { ...figure, panels: [{ quantity, groups: before }] };
  }
  const joined = joinFiles(files);
  const { treated } = await fitChain(joined, steps, {
    training: joined.samples.map((_, at) => at),
  });
  const absorbance = steps.some(({ step }) => step === "absorbance");
  return {
    ...figure,
    subtitle: [
      ...figure.subtitle,
      `After: ${steps.map(({ step }) => step).join(", ")}` +
      (isFitted(steps)
        ? "; fitted on all given spectra, where a run fits on its training " +
          "part alone"
        : "; no step is fitted to data"),
    ],
    panels: [
      { title: "Before", quantity, groups: before },
      {
        title: "After",
        quantity: `Pre-treated ${absorbance ? "absorbance" : "reflectance"}`,
        groups: groupsOf(splitFiles(files, treated)),
      },
    ],
  };
}

/** A group for each file, or for each grid where files are many. */
function groupsOf(files: readonly SpectraFile[]): SpectraGroup[] {
  if (files.length <= MOST_NAMED) return files.map(groupOf);
  const grids = new Map<string, SpectraFile[]>();
  for (const file of files) {
    const key = file.set.wavelengths.join();
    grids.set(key, [...grids.get(key) ?? [], file]);
  }
  if (grids.size > MOST_NAMED) {
    throw new InputError(
      `The files have ${grids.size} different grids of wavelengths; expected ` +
        `${MOST_NAMED} or fewer in one figure`,
    );
  }
  return [...grids.values()].map((alike) => {
    const groups = alike.map(groupOf);
    const [{ wavelengths }] = groups;
    const range = `${wavelengths[0]} to ${wavelengths.at(-1)} nm`;
    return {
      name: `${groups.length} files, ${wavelengths.length} bands, ${range}`,
      spectra: groups.flatMap(({ spectra }) => spectra),
      wavelengths,
      values: concat(groups.map(({ values }) => values)),
    };
  });
}

function groupOf({ path, set }: SpectraFile): SpectraGroup {
  const { samples, replicates, wavelengths, reflectance } = set;
  return {
    name: stem(path),
    spectra: samples.flatMap((sample) =>
      replicates === 1
        ? [sample]
        : Array.from({ length: replicates }, (_, i) => `${sample}, ${i + 1}`)
    ),
    wavelengths,
    values: reflectance,
  };
}

/** All files as one set, for a chain. */
function joinFiles(files: readonly SpectraFile[]): SpectraSet {
  const [first] = files;
  for (const { path, set } of files) {
    const [a, b] = [first.set, set];
    const same = a.replicates === b.replicates &&
      a.wavelengths.length === b.wavelengths.length &&
      a.wavelengths.every((nm, band) => nm === b.wavelengths[band]);
    if (same) continue;
    const say = ({ wavelengths, replicates }: SpectraSet) =>
      `${wavelengths.length} bands from ${wavelengths[0]} to ` +
      `${wavelengths.at(-1)} nm and ${replicates} replicates`;
    throw new InputError(
      `${path}: has ${say(b)}, ${first.path} has ${say(a)}; expected the ` +
        "same in all files for --config",
    );
  }
  const sets = files.map(({ set }) => set);
  return {
    samples: sets.flatMap(({ samples }) => samples),
    replicates: first.set.replicates,
    groups: null,
    taken: first.set.taken,
    wavelengths: first.set.wavelengths,
    reflectance: sets.length === 1
      ? first.set.reflectance
      : concat(sets.map(({ reflectance }) => reflectance)),
    metadata: files.flatMap(({ path, set }) =>
      set.metadata ??
        Array.from(
          { length: set.samples.length * set.replicates },
          () => ({ ...UNKNOWN, file: stem(path) }),
        )
    ),
  };
}

/** What is known of a spectrum whose file says nothing. */
const UNKNOWN: Omit<SpectrumMetadata, "file"> = {
  format: "",
  instrument: null,
  serial: null,
  date: null,
  latitude: null,
  longitude: null,
  description: null,
  splices: [],
  quantity: "",
  scans: null,
};

/** The treated spectra of each file. */
function splitFiles(
  files: readonly SpectraFile[],
  { replicates, wavelengths, reflectance }: SpectraSet,
): SpectraFile[] {
  let start = 0;
  return files.map((file) => {
    const { samples } = file.set;
    const size = samples.length * replicates * wavelengths.length;
    const values = reflectance.subarray(start, start += size);
    const set = { ...file.set, replicates, wavelengths, reflectance: values };
    return { ...file, set };
  });
}

function concat(arrays: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(
    arrays.reduce((sum, { length }) => sum + length, 0),
  );
  let at = 0;
  for (const array of arrays) {
    all.set(array, at);
    at += array.length;
  }
  return all;
}

/** The last part of a path. */
function stem(path: string): string {
  return path.replace(/[\\/]+$/, "").split(/[\\/]/).at(-1) || path;
}
