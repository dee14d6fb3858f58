// Bands in the order of their wavelengths. Libraries of spectra have them from
// instruments with several detectors: rising or falling, in any unit, and with
// wavelengths twice where detectors overlap.
import { toNanometres } from "./axes.ts";
import { refuseSpectra } from "./check_values.ts";
import { joinDetectors } from "./detector_joins.ts";

/** Bands as a file has them. */
export interface FileBands {
  /** Abscissae, rising or falling. */
  readonly x: ArrayLike<number>;
  /** Name of their unit. */
  readonly xUnit: string;
  /** The file, for messages. */
  readonly path: string;
  /** Where each band stands, counted from 1; its number unless said. */
  readonly lines?: readonly number[];
}

/** Bands in order. */
export interface OrderedBands {
  /** In nm, strictly increasing. */
  readonly wavelengths: Float64Array;
  /** Which one of the file's each is, counted from 0. */
  readonly order: Float64Array;
  /** Where detectors were joined, in nm. */
  readonly splices: readonly number[];
  /** What was left out, in words, to stand behind the quantity; or nothing. */
  readonly note: string;
}

/**
 * Orders bands by wavelength; of bands that overlap one detector's are kept.
 *
 * @param bands As the file has them.
 * @throws {InputError} If there is no such unit, wavelengths step back otherwise
 * than where detectors overlap, or there are less than two.
 */
export function orderBands(
  { x, xUnit, path, lines }: FileBands,
): OrderedBands {
  const wavelengths = toNanometres(x, xUnit, path);
  const order = Float64Array.from(wavelengths.keys());
  const places = [...lines ?? order.map((band) => band + 1)];
  if (wavelengths[0] > wavelengths[wavelengths.length - 1]) {
    for (const each of [wavelengths, order, places]) each.reverse();
  }
  const joined = joinDetectors({
    path,
    wavelengths,
    reflectance: order,
    lines: places,
    unit: lines ? "line" : "band",
    stated: [],
  });
  const nothing = new Float64Array(0);
  refuseSpectra({
    wavelengths: joined.wavelengths,
    reflectance: nothing,
    path,
  });
  return { ...joined, order: joined.reflectance };
}
