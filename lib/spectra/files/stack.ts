// Spectra of an instrument's files on one grid become a set: bands that none of
// them has are left out at the ends, samples with holes are refused or dropped.
import { InputError } from "../../errors.ts";
import {
  type ArrangementOptions,
  createArrangement,
  type SpectrumKey,
} from "../arrange.ts";
import type {
  InstrumentSpectrum,
  SpectrumMetadata,
} from "../../formats/shared/metadata.ts";
import type { ReadOptions } from "../read_options.ts";
import type { SpectraSet } from "../spectra_set.ts";
import { droppedSamples, type GapNames } from "../tables/missing_values.ts";
import { reserveSpectra } from "../tables/reserve_spectra.ts";
import { valuesOf } from "./values_of.ts";
import { wholeRows } from "../tables/whole_rows.ts";

/** What the same wavelength may differ by after its unit was converted. */
const ROUNDING = 1e-9;

/** Collects spectra. */
export interface Stack {
  /**
   * Adds the next one.
   *
   * @throws {InputError} If its wavelengths are not those of the first.
   */
  add(spectrum: InstrumentSpectrum, key: SpectrumKey): void;
  /**
   * Makes a set of them.
   *
   * @throws {InputError} If values are missing and are not to be dropped, or
   * samples have different numbers of spectra and may not.
   */
  finish(
    about: Omit<ArrangementOptions, "replicates">,
    options: ReadOptions,
  ): SpectraSet;
}

/**
 * Begins to collect spectra.
 *
 * @param path Where they are from, for messages.
 */
export function createStack(path: string): Stack {
  let first: InstrumentSpectrum | undefined;
  const spectra: InstrumentSpectrum[] = [];
  const keys: SpectrumKey[] = [];
  return { add, finish };

  function add(spectrum: InstrumentSpectrum, key: SpectrumKey) {
    first ??= spectrum;
    checkGrid(first, spectrum, path);
    spectra.push(spectrum);
    keys.push(key);
  }

  function finish(
    about: Omit<ArrangementOptions, "replicates">,
    options: ReadOptions,
  ): SpectraSet {
    const { rows, metadata, told } = valuesOf(spectra, path, options);
    const { from, to } = bandsOf(rows);
    const wavelengths = first!.wavelengths.slice(from, to);
    const bands = to - from;
    const reflectance = reserveSpectra(rows.length, bands, path);
    rows.forEach((row, i) =>
      reflectance.set(row.subarray(from, to), i * bands)
    );
    const names: GapNames = {
      path,
      rowOf: (row) => `${about.unit} ${keys[row].place}`,
      columnOf: (band) => `${wavelengths[band]} nm`,
      sampleOf: (row) => keys[row].sample,
    };
    const { lost, kept, gaps } = wholeRows(reflectance, keys, names, options);
    const { replicates } = options;
    const arrangement = createArrangement({ ...about, replicates });
    keys.forEach((key, row) => {
      if (!lost.has(row)) arrangement.add(key);
    });
    const set = arrangement.finish(kept, wavelengths);
    const left = first!.wavelengths.length - bands;
    const known = metadata.filter((_, row) => !lost.has(row));
    const ordered = arrangement.order().map((row) => noted(known[row], left));
    const own = metadataOf(ordered, arrangement.counts(), set.replicates);
    const dropped = droppedSamples(gaps, set.samples, names);
    return {
      ...set,
      metadata: own,
      told,
      ...(dropped.length > 0 && { dropped }),
    };
  }
}

/** The bands between the first and the last that some spectrum has. */
function bandsOf(
  rows: readonly Float64Array[],
): { readonly from: number; readonly to: number } {
  const bands = rows[0].length;
  const isEmpty = (band: number) =>
    rows.every((row) => Number.isNaN(row[band]));
  let [from, to] = [0, bands];
  while (from < bands && isEmpty(from)) from++;
  // Of nothing at all the first hole is named.
  if (from === bands) return { from: 0, to };
  while (isEmpty(to - 1)) to--;
  return { from, to };
}

/**
 * What is said of the spectra that are left: of a mean, what the first of its
 * spectra says, with the warnings of all.
 */
function metadataOf(
  all: readonly SpectrumMetadata[],
  counts: readonly number[],
  replicates: number,
): SpectrumMetadata[] {
  let row = 0;
  return counts.flatMap((count) => {
    const own = all.slice(row, row += count);
    if (count === replicates) return own;
    const warnings = [...new Set(own.flatMap((one) => one.warnings ?? []))];
    return own.slice(0, replicates).map((one) => ({
      ...one,
      ...(warnings.length > 0 && { warnings }),
    }));
  });
}

function noted(metadata: SpectrumMetadata, left: number): SpectrumMetadata {
  if (left === 0) return metadata;
  const bands = `${left} band${left === 1 ? "" : "s"} without a value`;
  return { ...metadata, quantity: `${metadata.quantity}, ${bands} left out` };
}

function checkGrid(
  first: InstrumentSpectrum,
  other: InstrumentSpectrum,
  path: string,
): void {
  const [a, b] = [first, other].map(({ wavelengths }) => wavelengths);
  const at = a.findIndex((nm, band) =>
    !(Math.abs(nm - b[band]) <= ROUNDING * nm)
  );
  if (at < 0 && a.length === b.length) return;
  const [one, two] = [first, other].map(({ metadata, wavelengths }) =>
    `${metadata.file} (${wavelengths.length} bands, ${wavelengths[0]} to ` +
    `${wavelengths.at(-1)} nm)`
  );
  const where = at >= 0 && at < b.length
    ? `, first in band ${at + 1}, ${a[at]} and ${b[at]} nm`
    : "";
  throw new InputError(
    `${path}: ${one} and ${two} differ in their wavelengths${where}; expected ` +
      "one grid for all files",
  );
}
