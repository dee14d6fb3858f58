// The unit of the axis of a file.
import type { AxisUnit } from "../../config/types.ts";
import { nm } from "../inspect/say.ts";
import type { SpectraSet } from "../spectra_set.ts";
import { axisLook, isOptical, toNanometres } from "./axis_unit.ts";
import { type Context, LEAST_BANDS, settle, type Settled } from "./settle.ts";

const UNIT_NAMES: Readonly<Record<AxisUnit, string>> = {
  "nm": "nm",
  "um": "micrometres",
  "cm-1": "wavenumbers in 1/cm",
};

/**
 * Settles the unit of an axis.
 *
 * @param set Its numbers, increasing, and whether they fell in the file.
 * @param context Who says what.
 * @throws {InputError} If the numbers cannot be of that unit.
 */
export function settleUnit(
  { wavelengths, falls }: SpectraSet,
  { told, options, refuse }: Context,
): Settled<AxisUnit> {
  const settled = settle("unit", "nm", { told, options, refuse });
  const { is, by } = settled;
  const axis = `its axis goes from ${nm(wavelengths[0])} to ` +
    nm(wavelengths[wavelengths.length - 1]);
  const option = "data.unit (--unit)";
  if (wavelengths.length < LEAST_BANDS) return settled;
  if (by === "assumed") {
    const look = axisLook(wavelengths, falls ?? false);
    if (look === "nm") return settled;
    return refuse(
      look === "nothing known"
        ? `${axis}, as of no optical instrument; expected wavelengths in nm, ` +
          `or ${option} um or cm-1`
        : `${axis}, as of ${
          UNIT_NAMES[look]
        }; expected wavelengths in nm, or ` +
          `${option} ${look}${look === "cm-1" ? ", or nm if they are" : ""}`,
    );
  }
  const { wavelengths: found } = toNanometres(wavelengths, is);
  if (isOptical(found)) return settled;
  const inNm = is === "nm"
    ? " nm"
    : `, which as ${UNIT_NAMES[is]} is ${nm(found[0])} to ` +
      `${nm(found[found.length - 1])} nm`;
  return refuse(
    `${axis}${inNm}, as of no optical instrument; expected ` +
      (by === "file" ? "another unit in the file" : `another ${option}`),
  );
}
