// What the words of a table say of its numbers: what stands around the
// wavelengths in the headings (`scan_mir.600_abs`, `350nm`), or over the column
// of wavelengths (`Wavelength (nm)`).
import type { Told } from "./taken.ts";

const QUANTITIES:
  readonly (readonly [RegExp, NonNullable<Told["quantity"]>])[] = [
    [/\babs(?:orb(?:ance|ances)?)?\b|log(?: ?10)? ?\(?1 ?\/ ?r/, "absorbance"],
    [/%|\b(?:pcnt|pct|percent)\b/, "reflectance-percent"],
    [/\bref(?:l|lectance|lectances|lect)?\b/, "reflectance"],
  ];

const UNITS: readonly (readonly [RegExp, NonNullable<Told["unit"]>])[] = [
  [/\bcm ?\^?(?:-|⁻) ?[1¹]|\b1\/cm|\bwave ?numbers?\b|\bwn\b/, "cm-1"],
  [/\bnm\b|\bnanomet(?:er|re)s?\b/, "nm"],
  [/\bum\b|\bmicrons?\b|\bmicromet(?:er|re)s?\b/, "um"],
  // The names of the open soil spectral library.
  [/\bscan visnir\b/, "nm"],
  [/\bscan mir\b/, "cm-1"],
];

/**
 * Finds what words say.
 *
 * @param words Words around numbers, or a heading.
 * @returns What they say; what they do not say is not in it.
 */
export function toldByWords(words: string): Told {
  const text = words.toLowerCase().replace(/[µμ]/g, "u")
    .replace(/[\s_.,:;()[\]]+/g, " ");
  const quantity = QUANTITIES.find(([word]) => word.test(text))?.[1];
  const unit = UNITS.find(([word]) => word.test(text))?.[1];
  return { ...(quantity && { quantity }), ...(unit && { unit }) };
}
