// After a reader gave its numbers: what they are. As the config or a flag says,
// else as the file says, else reflectance over nm, if they can be that. What
// cannot be what it is taken for is refused, by the name of the option that
// settles it.
import { InputError } from "../../errors.ts";
import type { SpectraSet } from "../spectra_set.ts";
import { toNanometres } from "./axis_unit.ts";
import type { TakeOptions } from "./settle.ts";
import { settleQuantity } from "./settle_quantity.ts";
import { settleUnit } from "./settle_unit.ts";
import type { Told } from "./taken.ts";
import { valueLook } from "./value_look.ts";

/**
 * Settles what the numbers of a file are, and turns them into reflectance from
 * 0 to 1 (or absorbance) over wavelengths in nm.
 *
 * @param set What a reader gave: values and axis as the file has them, with
 * what the file says of them in `told`. Files of instruments, which come with
 * metadata, are over nm already, and reflectance unless `told` says absorbance.
 * Values may be changed in place.
 * @param path Where it is from, for messages.
 * @param options What is said from outside.
 * @returns The set with `taken`. Percent are divided by 100, micrometres and
 * wavenumbers turned into nm; absorbance stays what it is.
 * @throws {InputError} If the numbers cannot be what they are taken for, or the
 * file says otherwise.
 *
 * @example
 * ```ts
 * import { takeAs } from "./take_as.ts";
 *
 * const { wavelengths, reflectance } = takeAs({
 *   samples: ["A"],
 *   replicates: 1,
 *   groups: null,
 *   wavelengths: Float64Array.of(0.4, 0.5),
 *   reflectance: Float64Array.of(20, 25),
 * }, "a.csv", { quantity: "reflectance-percent", unit: "um" });
 * console.log(wavelengths.join(), reflectance.join()); // 400,500 0.2,0.25
 * ```
 */
export function takeAs(
  set: SpectraSet,
  path: string,
  options: TakeOptions = {},
): SpectraSet {
  const { told: header, falls: _, ...rest } = set;
  const told: Told = header ??
    (set.metadata ? { quantity: "reflectance", unit: "nm" } : {});
  const refuse = (what: string): never => {
    const { meantFor } = options;
    throw new InputError(`${path}: ${what}${meantFor ? ` (${meantFor})` : ""}`);
  };
  const unit = settleUnit(set, { told, options, refuse });
  const { wavelengths, reversed } = toNanometres(set.wavelengths, unit.is);
  if (reversed) reverseRows(set.reflectance, wavelengths.length);
  const onNm = { wavelengths, reflectance: set.reflectance };
  const look = valueLook(set.reflectance, wavelengths.length);
  const quantity = settleQuantity(onNm, { look, told, options, refuse });
  const percent = quantity.is === "reflectance-percent";
  if (percent) divide(set.reflectance, 100);
  const [least, greatest] = look.range;
  return {
    ...rest,
    wavelengths,
    taken: {
      quantity: quantity.is,
      quantityBy: quantity.by,
      unit: unit.is,
      unitBy: unit.by,
      range: percent ? [least / 100, greatest / 100] : [least, greatest],
      ...(told.ofAbsorbance && { ofAbsorbance: told.ofAbsorbance }),
    },
  };
}

function divide(values: Float64Array, by: number): void {
  for (let i = 0; i < values.length; i++) values[i] /= by;
}

function reverseRows(values: Float64Array, bands: number): void {
  for (let start = 0; start < values.length; start += bands) {
    values.subarray(start, start + bands).reverse();
  }
}
