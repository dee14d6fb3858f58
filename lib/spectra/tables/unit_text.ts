// The unit of wavelengths at the end of a heading: `350 nm`, `Wavelength (nm)`.

const UNIT =
  /[\s_.,]*[([]?(?:nm|nanomet(?:er|re)s?|[uµμ]m|microns?|micromet(?:er|re)s?|cm(?:\^?-|⁻)[1¹]|1\/cm)[)\]]?$/i;

/** The end of a heading that is a unit, "" if none is. */
export function unitText(heading: string): string {
  return UNIT.exec(heading)?.[0] ?? "";
}
