// The unit of wavelengths at the end of a heading: `350 nm`, `Wavelength (nm)`.
import type { AxisUnit } from "../../config/types.ts";

const UNIT =
  /[\s_.,]*[([]?(?:nm|nanomet(?:er|re)s?|[uµμ]m|microns?|micromet(?:er|re)s?|cm(?:\^?-|⁻)[1¹]|1\/cm)[)\]]?$/i;

/** The end of a heading that is a unit, "" if none is. */
export function unitText(heading: string): string {
  return UNIT.exec(heading)?.[0] ?? "";
}

/** The unit at the end of a heading, if there is one. */
export function axisUnit(heading: string): AxisUnit | undefined {
  const unit = unitText(heading).toLowerCase();
  if (unit === "") return undefined;
  if (/nm|nano/.test(unit)) return "nm";
  return unit.includes("cm") ? "cm-1" : "um";
}
