// What the instrument itself says went wrong.
import type { SpectraSet } from "../spectra_set.ts";
import { whose } from "./say.ts";
import type { Oddity } from "./types.ts";

/**
 * Repeats the warnings in the header of a spectrum's file.
 *
 * @param set Spectra.
 * @param row Which one, `[sample, replicate]`.
 */
export function warningOddities(set: SpectraSet, row: number): Oddity[] {
  const warnings = set.metadata?.[row].warnings ?? [];
  if (warnings.length === 0) return [];
  const { name, ...who } = whose(set, row);
  return [{
    kind: "warning",
    ...who,
    from_nm: null,
    to_nm: null,
    value: null,
    says: `${name}: its instrument says ${warnings.join(", ")}.`,
  }];
}
