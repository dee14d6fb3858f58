// How the numbers of an ASD file become reflectance.
//
// Whatever its header calls the data, a file from the instrument holds counts
// of the sample and, where its flag says that one was taken, counts of the
// white reference ("reflectance" only says what its program showed). So do the
// files that are read in the tests, and so SPECCHIO, pyASDReader, asdreader and
// spectrolab take it. One header has the integration time and the gains of
// both, so they cancel; pyASDReader and asdreader apply them to both. Where the
// flag says that no reference was taken there may still be numbers in its
// place, but of something else.
//
// Programs that process spectra save finished reflectance or absorbance, too,
// without a reference. It is told from counts by its size: half of all
// reflectances are never above 3, and of counts below 3 no spectrum can be made.
// What says one thing and holds another is refused.
//
// What comes out is relative to the white panel. In version 7 and later a
// calibration of the panel may follow, near 0.99, which ASD's programs can
// apply; as other readers this one does not.
import { InputError } from "../../errors.ts";
import type { FileAbsorbance } from "../shared/metadata.ts";
import type { AsdHeader } from "./asd_header.ts";

/** The median of finished values is below, that of counts above. */
const COUNTS = 3;

/** Nothing that was divided by a sound reference is as large, not even noise. */
const LARGEST = 1e6;

/** What a file holds. */
export interface AsdData {
  /** Of the sample. */
  readonly spectrum: Float64Array;
  /** Null if none was taken. */
  readonly reference: Float64Array | null;
  /** Name of the file of the reference, if it is another. */
  readonly of?: string;
}

/** Reflectance, and how it was made. */
export interface AsdReflectance {
  /** One value for each channel. */
  readonly reflectance: Float64Array;
  /** Such as `spectrum / white reference`. */
  readonly quantity: string;
  /** The file's own values, where they are absorbance. */
  readonly absorbance?: FileAbsorbance;
}

/**
 * Makes reflectance.
 *
 * @param data The file's numbers, finite.
 * @param header What it says of them.
 * @param path Its name, for messages.
 * @throws {InputError} If no reflectance can be made, or none without a doubt.
 */
export function toReflectance(
  data: AsdData,
  header: AsdHeader,
  path: string,
): AsdReflectance {
  const made = divide(data, header) ?? finished(data, header);
  if (!made) {
    throw new InputError(
      `${path}: holds ${describe(data, header)}; expected reflectance, or ` +
        "counts with a white reference" +
        (lacksReference(data, header)
          ? ", in the file or in one that data.white_reference " +
            "(--white-reference) names"
          : ""),
    );
  }
  const { start, step } = header;
  const bad = made.reflectance.findIndex((value) =>
    !(Math.abs(value) <= LARGEST)
  );
  if (bad >= 0) {
    throw new InputError(
      `${path}: reflectance at ${start + bad * step} nm is ` +
        `${made.reflectance[bad]}; expected a finite number of at most 1e6`,
    );
  }
  return made;
}

function divide(
  { spectrum, reference, of }: AsdData,
  { type, darkSubtracted }: AsdHeader,
): AsdReflectance | null {
  if (!reference) return null;
  const right = type === "raw" ||
    // Two radiances may both be in units, or both in counts.
    type === "radiance" && areCounts(spectrum) === areCounts(reference) ||
    (type === "reflectance" || type === "absorbance") && areCounts(spectrum) &&
      areCounts(reference);
  if (!right) return null;
  return {
    reflectance: spectrum.map((value, band) => value / reference[band]),
    quantity: "spectrum / white reference" + (of ? ` in ${of}` : "") +
      (darkSubtracted ? "" : ", VNIR dark signal not subtracted"),
  };
}

function finished(
  { spectrum, reference }: AsdData,
  { type }: AsdHeader,
): AsdReflectance | null {
  if (reference || areCounts(spectrum)) return null;
  switch (type) {
    case "reflectance":
      return { reflectance: spectrum, quantity: "reflectance" };
    case "absorbance":
      return {
        reflectance: spectrum.map((value) => 10 ** -value),
        quantity: "10^-absorbance",
        absorbance: { values: spectrum, quantity: "absorbance" },
      };
    default:
      return null;
  }
}

/** Whether reflectance could be made of it with a white reference. */
export function lacksReference(
  { reference }: AsdData,
  { type }: AsdHeader,
): boolean {
  return !reference && (type === "raw" || type === "radiance");
}

/** Whether values are counts, by their size. */
export function areCounts(values: Float64Array): boolean {
  return middle(values) >= COUNTS;
}

/** Median of the sizes. */
function middle(values: Float64Array): number {
  return values.map(Math.abs).sort()[values.length >> 1];
}

function describe(
  { spectrum, reference }: AsdData,
  { type }: AsdHeader,
): string {
  const data = `${type} data`;
  const size = (values: Float64Array) => Number(middle(values).toPrecision(3));
  if (!["raw", "reflectance", "radiance", "absorbance"].includes(type)) {
    return data;
  }
  if (reference) {
    return `${data} with a median of ${size(spectrum)} beside a white ` +
      `reference with one of ${size(reference)}`;
  }
  if (type === "raw" || type === "radiance") {
    return `${data} without a white reference`;
  }
  return `${data} with a median of ${size(spectrum)} and no white reference`;
}
