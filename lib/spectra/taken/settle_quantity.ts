// What the values of a file are.
import type { Quantity } from "../../config/types.ts";
import { figure } from "../inspect/say.ts";
import type { SpectraSet } from "../spectra_set.ts";
import { looksLikeAbsorbance } from "./looks_like_absorbance.ts";
import { type Context, LEAST_BANDS, settle, type Settled } from "./settle.ts";
import type { TakenBy } from "./taken.ts";
import {
  type Misfit,
  noAbsorbance,
  noFraction,
  noPercent,
  type ValueLook,
} from "./value_look.ts";

/**
 * Settles what values are.
 *
 * @param set Values over wavelengths in nm.
 * @param context What they look like, and who says what.
 * @throws {InputError} If they cannot be that.
 */
export function settleQuantity(
  set: Pick<SpectraSet, "wavelengths" | "reflectance">,
  { look, ...context }: Context & { readonly look: ValueLook },
): Settled<Quantity> {
  let settled = settle("quantity", "reflectance", context);
  if (set.wavelengths.length < LEAST_BANDS) return settled;
  // Tables with `_pcnt` in their headings hold fractions as often as percent.
  if (
    settled.by === "file" && misfitOf(settled.is, "file", look) === "fractions"
  ) {
    settled = { is: "reflectance", by: "assumed" };
  }
  const { is, by } = settled;
  const misfit = misfitOf(is, by, look);
  if (misfit !== undefined) {
    return context.refuse(
      `its values go from ${look.range.map(figure).join(" to ")}, as of ` +
        `${misfit}; expected ${WANTED[is]}, or ${REMEDIES[misfit]}`,
    );
  }
  if (by !== "assumed") return settled;
  const sign = looksLikeAbsorbance(set);
  if (sign === undefined) return settled;
  return context.refuse(
    `its ${sign}, as of absorbance; expected ${WANTED.reflectance}, or ` +
      `${REMEDIES.absorbance}`,
  );
}

/** A person who says what values are knows; but percent are no fractions. */
function misfitOf(
  is: Quantity,
  by: TakenBy,
  look: ValueLook,
): Misfit | undefined {
  if (is === "reflectance-percent") return noPercent(look);
  if (is === "absorbance") return noAbsorbance(look);
  const misfit = noFraction(look);
  const bySize = misfit === "percent" ||
    misfit === "scaled integers or raw counts";
  return by === "assumed" || bySize ? misfit : undefined;
}

const WANTED: Readonly<Record<Quantity, string>> = {
  "reflectance": "reflectance from 0 to 1",
  "reflectance-percent": "reflectance from 0 to 100",
  "absorbance": "absorbance, log10(1/R)",
};

const OPTION = "data.quantity (--quantity)";
const REMEDIES: Readonly<Record<Misfit, string>> = {
  "percent": `${OPTION} reflectance-percent`,
  "scaled integers or raw counts":
    "such values divided until they are, as no data.quantity (--quantity) " +
    "scales them",
  "absorbance": `${OPTION} absorbance, or reflectance if it is`,
  "fractions": `${OPTION} reflectance or absorbance`,
  "spectra that were treated (derivatives, SNV)":
    `${OPTION} reflectance if they are to be taken as it`,
};
