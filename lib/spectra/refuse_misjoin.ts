// Rows of two files are in the same order only if somebody took care of it.
// Where both have nothing else, a person may say so; where one has a column
// that seems to name its rows, numbers are no way to pair them.
import { InputError } from "../errors.ts";
import type { ReadRemarks } from "./spectra_set.ts";

/**
 * Refuses to pair rows of different tables by number where one of them names
 * its rows.
 *
 * @param sets Spectra and laboratory values, as they were read.
 * @throws {InputError} If so: the column is named.
 */
export function refuseMisjoin(...sets: readonly ReadRemarks[]): void {
  const numbered = sets.flatMap(({ numbered }) => numbered ?? []);
  const paths = new Set(numbered.map(({ path }) => path));
  if (numbered.length === sets.length && paths.size === 1) return;
  for (const { path, identifiers } of numbered) {
    if (identifiers.length === 0) continue;
    const [name] = identifiers;
    throw new InputError(
      `${path}: its rows are numbered, to be paired with those of another ` +
        `table, but ${name} seems to name them; expected data.sample_column ` +
        "(--sample-column) to say which column does, or data.row_prefix " +
        "left out",
    );
  }
}
