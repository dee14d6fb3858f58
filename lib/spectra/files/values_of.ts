// Which of their values are taken of files of an instrument: reflectance, which
// every reader makes, or the absorbance that it was made of, if that is asked for
// or a network that predicts was trained on it.
import { InputError } from "../../errors.ts";
import type {
  InstrumentSpectrum,
  SpectrumMetadata,
} from "../../formats/shared/metadata.ts";
import type { ReadOptions } from "../read_options.ts";
import type { Told } from "../taken/taken.ts";

/** Values of spectra, and what they are. */
export interface FileValues {
  /** A row for each spectrum. */
  readonly rows: readonly Float64Array[];
  /** What is said of each. */
  readonly metadata: readonly SpectrumMetadata[];
  /** What the files say of their numbers, as they are here. */
  readonly told: Told;
}

/**
 * Takes the values of spectra.
 *
 * @param spectra Spectra of files of an instrument.
 * @param path Where they are from, for messages.
 * @param options What is asked for.
 * @returns Absorbance, exactly as the files have it, if it is asked for and
 * every file has it; else reflectance.
 * @throws {InputError} If it is asked for and some of the files have it, not all.
 */
export function valuesOf(
  spectra: readonly InstrumentSpectrum[],
  path: string,
  { quantity, usual, trainedOn }: ReadOptions,
): FileValues {
  const own = spectra.flatMap(({ absorbance }) => absorbance ?? []);
  const all = own.length === spectra.length;
  const wanted = quantity ?? trainedOn ?? usual?.quantity;
  if (wanted === "absorbance" && all) {
    return {
      rows: own.map(({ values }) => values),
      metadata: spectra.map(({ metadata }, i) => ({
        ...metadata,
        quantity: own[i].quantity,
      })),
      told: { quantity: "absorbance", unit: "nm" },
    };
  }
  if (quantity === "absorbance" && own.length > 0) {
    const bare = spectra.find(({ absorbance }) => !absorbance)!;
    const other = spectra.find(({ absorbance }) => absorbance)!;
    throw new InputError(
      `${path}: ${other.metadata.file} holds absorbance and ` +
        `${bare.metadata.file} none (${bare.metadata.quantity}); expected it in ` +
        "all files, as data.quantity (--quantity) says, or reflectance there",
    );
  }
  return {
    rows: spectra.map(({ reflectance }) => reflectance),
    metadata: spectra.map(({ metadata }) => metadata),
    told: {
      quantity: "reflectance",
      unit: "nm",
      ...(own.length > 0 && { ofAbsorbance: all ? "all" : "some" }),
    },
  };
}
