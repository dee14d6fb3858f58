// Laboratory values that are no numbers but bounds: below or above what the
// method can tell. What becomes of them changes results (Helsel 2012,
// "Statistics for Censored Environmental Data"), so nobody is to find out later.
import { InputError } from "../errors.ts";
import type { FilesDataConfig } from "../config/types.ts";
import { decimal } from "../formats/shared/number.ts";
import { nameAll } from "./name_all.ts";

/** A bound instead of a value. */
export interface Bound {
  /** Whether the value is below it, or above. */
  readonly side: "below" | "above";
  /** The bound, or null where only words say that there is one. */
  readonly limit: number | null;
}

const SIGNED = /^\s*(<|>|≤|≥|&lt;|&gt;)=?\s*(.*?)\s*$/;
const WORDS =
  /^\s*(?:<\s*)?(?:lod|loq|mdl|dl|bdl|b\.d\.l\.?|bld|nd|n\.d\.?|not detected|below detection(?: limit)?)\s*$/i;

/**
 * Understands a cell as a bound.
 *
 * @param cell Such as `<5`, `< 0,5`, `>100`, `<LOD` or `nd`.
 * @param decimalComma Whether a comma may stand for the point.
 * @returns The bound, or null if the cell is none.
 */
export function readBound(cell: string, decimalComma: boolean): Bound | null {
  if (WORDS.test(cell)) return { side: "below", limit: null };
  const [, sign, rest] = SIGNED.exec(cell) ?? [];
  if (sign === undefined) return null;
  const limit = decimal(decimalComma ? rest.replace(",", ".") : rest);
  if (limit === undefined) return null;
  const above = sign === ">" || sign === "≥" || sign === "&gt;";
  return { side: above ? "above" : "below", limit };
}

/** A bound and where it stands. */
export interface FoundBound {
  readonly bound: Bound;
  /** The cell. */
  readonly text: string;
  readonly sample: string;
  /** Such as `line 4, column Sb_ppm`. */
  readonly place: string;
}

/**
 * Refuses bounds, unless what becomes of them was said.
 *
 * @param found All bounds of a table.
 * @param policy What becomes of them.
 * @param path The file, for messages.
 * @throws {InputError} If they are refused, or no half of them can be taken: up
 * to twenty are named.
 */
export function refuseBounds(
  found: readonly FoundBound[],
  policy: FilesDataConfig["censored"],
  path: string,
): void {
  if (policy === "drop") return;
  const refused = policy === "refuse"
    ? found
    : found.filter(({ bound }) =>
      bound.side === "above" || bound.limit === null
    );
  if (refused.length === 0) return;
  const named = nameAll(
    refused.map(({ sample, place, text }) => `${sample} (${place}: "${text}")`),
  );
  const one = refused.length === 1;
  throw new InputError(
    `${path}: ${
      one ? "a value is a bound" : `${refused.length} values are bounds`
    }` +
      ` and no number: ${named}; expected numbers, or ` +
      (policy === "refuse"
        ? "data.censored: drop to leave such samples out, half to take half of " +
          "a bound below"
        : "data.censored: drop, as half can be taken only of a number that a " +
          "value is below"),
  );
}
