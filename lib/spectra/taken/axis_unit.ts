// The unit of an axis: what numbers of each can be, and how they become nm.
import type { AxisUnit } from "../../config/types.ts";

/** Wavelengths of optical instruments, from the ultraviolet to the terahertz. */
const SHORTEST_NM = 100;
const LONGEST_NM = 100_000;

/** Numbers up to this are micrometres: no optical instrument goes below in nm. */
const MOST_UM = 100;

/**
 * Instruments that count nm end here: beyond begin those that count 1/cm. Tables
 * from 2600 on, such as 4000 to 10000, are wavenumbers, too, and so are falling
 * ones that go beyond it.
 */
const MOST_NM = 3300;
const INFRARED_NM = 2600;

/** Wavenumbers of visible light end here. */
const MOST_WAVENUMBER = 50_000;

/** What numbers of an axis look like. */
export type AxisLook = AxisUnit | "nothing known";

/**
 * Tells what an axis looks like of which nobody says anything.
 *
 * @param wavelengths Its numbers, in increasing order.
 * @param falls Whether they fell in the file.
 */
export function axisLook(
  wavelengths: Float64Array,
  falls: boolean,
): AxisLook {
  const [first, last] = [wavelengths[0], wavelengths[wavelengths.length - 1]];
  if (last <= MOST_UM) return "um";
  if (
    first >= SHORTEST_NM && first < INFRARED_NM &&
    last <= (falls ? INFRARED_NM : MOST_NM)
  ) return "nm";
  if (first >= SHORTEST_NM && last <= MOST_WAVENUMBER) return "cm-1";
  return "nothing known";
}

/**
 * Tells whether numbers of a unit are wavelengths of an optical instrument.
 *
 * @param wavelengths In nm, increasing.
 */
export function isOptical(wavelengths: Float64Array): boolean {
  return wavelengths[0] >= SHORTEST_NM &&
    wavelengths[wavelengths.length - 1] <= LONGEST_NM;
}

/**
 * Turns an axis into nm, in increasing order.
 *
 * @param axis Numbers, increasing.
 * @returns Wavelengths, and whether the order was reversed.
 */
export function toNanometres(
  axis: Float64Array,
  unit: AxisUnit,
): { readonly wavelengths: Float64Array; readonly reversed: boolean } {
  if (unit === "nm") return { wavelengths: axis, reversed: false };
  if (unit === "um") {
    // Digits that decimal numbers do not have are the product's, not the file's.
    const wavelengths = axis.map((um) => Number((um * 1000).toPrecision(15)));
    return { wavelengths, reversed: false };
  }
  return {
    wavelengths: axis.map((number) => 1e7 / number).reverse(),
    reversed: true,
  };
}
